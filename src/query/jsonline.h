// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace wl {

/// Builds one JSON object on one line, its keys in the order in which they were added. Strings are UTF-8;
/// control characters (also DEL and C1) are escaped, so that the line is harmless on a terminal.
class JsonLine
{
public:
    JsonLine& add(const char* key, const QString& value);
    /// Bytes as text: what is not UTF-8 becomes U+FFFD.
    JsonLine& addText(const char* key, QByteArrayView bytes);
    /// Bytes as lower-case hex digits.
    JsonLine& addHex(const char* key, QByteArrayView bytes);
    JsonLine& add(const char* key, qint64 value);
    JsonLine& add(const char* key, double value);
    JsonLine& add(const char* key, bool value);
    /// `json` is a complete value already.
    JsonLine& addRaw(const char* key, const QByteArray& json);

    /// The object and a newline.
    [[nodiscard]] QByteArray line() const;
    [[nodiscard]] QByteArray object() const;

    /// A string as a JSON value, with its quotes.
    [[nodiscard]] static QByteArray quoted(const QString& text);

private:
    void key(const char* name);

    QByteArray m_members;
};

} // namespace wl
