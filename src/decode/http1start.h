// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1head.h"

namespace wl {

/// Whether bytes begin an HTTP/1 message, as far as they tell.
enum class Http1Start : quint8 { No, Maybe, Request, Response };

/// Looks at the beginning of `bytes`. Where the kind is known, any status line or any token and a blank is a
/// beginning; where it is not, a request must be told by its whole line (or a kilobyte of one with a
/// registered method), so that text is not taken for one. Maybe: more bytes are needed, never beyond
/// limits::startLineBytes. Pure.
[[nodiscard]] Http1Start http1StartOf(QByteArrayView bytes, std::optional<Http1Kind> kind);

struct Http1Found
{
    qsizetype at = 0;
    Http1Kind kind = Http1Kind::Request;
};

/// The first place where a message surely begins, its version being at or behind `from`, for a stream whose
/// place was lost: a status line, or a whole request line, also right behind other bytes. Nothing where there
/// is none yet; the last limits::startLineBytes of the last line should then be kept. Pure.
[[nodiscard]] std::optional<Http1Found> findHttp1Start(QByteArrayView bytes, std::optional<Http1Kind> kind,
                                                       qsizetype from);

/// How far before the end of searched bytes the next search must begin.
inline constexpr qsizetype http1StartOverlap = 12;

} // namespace wl
