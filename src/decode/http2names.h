// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"

#include <QList>
#include <QString>

#include <utility>

namespace wl {

/// The numbers of HTTP/2 by their names (RFC 9113 §6, §7), and what a field section says.
class Http2Names
{
public:
    enum Type : quint8 {
        Data,
        Headers,
        Priority,
        RstStream,
        Settings,
        PushPromise,
        Ping,
        GoAway,
        WindowUpdate,
        Continuation
    };
    static constexpr quint16 headerTableSize = 1;

    /// "HEADERS"; a number in hex for an unknown one.
    [[nodiscard]] static QByteArray type(quint8 type);
    /// "END_STREAM, END_HEADERS".
    [[nodiscard]] static QString flags(quint8 type, quint8 flags);
    [[nodiscard]] static QString error(quint32 code);
    [[nodiscard]] static QString setting(quint16 id);
    /// Adds the fields under the names that filters know from HTTP/1; the line for the list: "GET /posts",
    /// "200 text/html", or empty.
    [[nodiscard]] static QString addFields(const QList<std::pair<QByteArray, QByteArray>>& fields,
                                           ByteRange range, MessageBuilder& message);
};

} // namespace wl
