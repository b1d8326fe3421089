// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1head.h"

#include <chrono>

namespace wl::jsonapi {

/// What to answer, as data.
struct Answer
{
    int status = 200;
    QByteArray contentType = "application/json; charset=utf-8";
    QList<Http1Field> fields; ///< besides Date, Server, Content-Type, Content-Length, Connection
    QByteArray body;
    qint64 streamBytes = -1; ///< a body of so many bytes of streamPiece() instead of `body`
    std::chrono::milliseconds delay{0};
};

/// An answer with `{"error": …}`.
[[nodiscard]] Answer errorAnswer(int status, QByteArrayView why);

/// The head of an answer on the wire. `http10`: of a request in HTTP/1.0, where keep-alive has to be said.
[[nodiscard]] QByteArray headText(const Answer& answer, bool keepAlive, bool http10);
/// Whether this status never has a body (RFC 9110 §6.4.1).
[[nodiscard]] bool hasNoBody(int status);

/// The bytes that /bytes/N repeats: streamPieceBytes of them, the byte at i is that of every i + k × 251.
inline constexpr qint64 streamPieceBytes = 251LL * 1024;
[[nodiscard]] const QByteArray& streamPiece();

} // namespace wl::jsonapi
