// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <optional>

namespace wl {

/// A text encoding by name, strict in both directions: what has no place in it is an error, never a '?'. No
/// byte order mark is written or taken away (type \u{FEFF} where one is wanted). A value.
class TextEncoding
{
public:
    /// UTF-8.
    TextEncoding() = default;

    /// By name, in any case ("utf-8", "Latin-1", "windows-1252"). "UTF-16" and "UTF-32" are little-endian on
    /// every machine. Errors: BadPayload where there is no such encoding here.
    [[nodiscard]] static Result<TextEncoding> byName(const QString& name);
    /// The names that this machine's Qt knows, UTF-8 first; for a combo box.
    [[nodiscard]] static QStringList names();

    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] bool isUtf8() const { return m_converter == "UTF-8"; }

    struct Encoded
    {
        QByteArray bytes;
        qsizetype lossyAt =
            -1; ///< place (UTF-16 units) of the first character that the encoding lacks, −1 = none
    };
    [[nodiscard]] Encoded encode(QStringView text) const;
    /// Nothing where the bytes are not text of this encoding, or encoding the text again would give other
    /// bytes.
    [[nodiscard]] std::optional<QString> decode(QByteArrayView bytes) const;

private:
    QString m_name = QStringLiteral("UTF-8");
    QByteArray m_converter = QByteArrayLiteral("UTF-8"); ///< Qt's name for it
};

} // namespace wl
