// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace wl {

/// What a body seems to be, from its Content-Type and its first bytes. A plain value.
struct BodyKind
{
    enum class Kind : quint8 { Text, Json, JsonLines, Xml, Html, Binary };

    Kind kind = Kind::Text;
    QString charset =
        QStringLiteral("UTF-8"); ///< of all but Binary; of the Content-Type, or a byte order mark

    /// `contentType` is the field's value, possibly empty; `start` the first kilobytes of the body.
    [[nodiscard]] static BodyKind of(const QByteArray& contentType, QByteArrayView start);
    /// A stream of server-sent events.
    [[nodiscard]] static bool isEventStream(const QByteArray& contentType);
    /// JSON texts one a line.
    [[nodiscard]] static bool isJsonLines(const QByteArray& contentType);
    /// "application/json" of "application/JSON; charset=x".
    [[nodiscard]] static QByteArray mediaType(const QByteArray& contentType);
};

} // namespace wl
