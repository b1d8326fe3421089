// SPDX-License-Identifier: MIT
#pragma once

#include "http/bodydevice.h"
#include "http/http2session.h"

#include <nghttp2/nghttp2.h>

#include <optional>

namespace wl {

/// What an Http2Session knows of the stream that carries its exchange. Plain data with its bounds.
struct Http2Stream
{
    qint32 id = -1;
    Http2StreamUser* user = nullptr; ///< null once it has left
    std::unique_ptr<BodyDevice> body;
    qint64 bodyLeft = 0;
    qint64 bodySent = 0; ///< given out in DATA frames
    bool isRequestWhole = false;
    bool isAnswerWhole = false;
    bool isClosed = false;
    qint64 received = 0; ///< of the answer's body
    qint64 consumed = 0;

    QList<Http1Field> fields; ///< of the field section that is coming
    qint64 fieldBytes = 0;    ///< of all field sections of the stream
    qint64 fieldCount = 0;

    std::optional<quint32> resetCode; ///< the server's RST_STREAM
    std::optional<Error> failure;     ///< found by us

    /// Takes a field; false where the bounds are passed, with `failure` set.
    bool addField(const QByteArray& name, const QByteArray& value);
    /// Gives the field section to the user.
    void endFields();
    /// Reads a piece of the request's body: its size, 0 at the end, −1 where it failed, which the device
    /// tells its run.
    qint64 readBody(char* data, qint64 size);
    /// Why the stream was closed before the answer was whole.
    [[nodiscard]] Error closedBy(quint32 code, const QString& reason) const;
};

/// An error code of HTTP/2 by its name in RFC 9113 §7.
[[nodiscard]] QString http2CodeName(quint32 code);

} // namespace wl
