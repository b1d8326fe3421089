// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QByteArray>
#include <QStringList>

namespace wl::cli {

/// "200 OK, application/json, 27,520 B in 12.3 ms", a line for each redirect before it.
[[nodiscard]] QStringList statusLines(const HttpExchange& exchange);
/// A table of the phases of each hop.
[[nodiscard]] QStringList timingLines(const HttpExchange& exchange);
/// What was wrong with the answer or its certificate, for people.
[[nodiscard]] QStringList warningLines(const HttpExchange& exchange);
/// The "response" event: one JSON object on one line.
[[nodiscard]] QByteArray responseEvent(const HttpExchange& exchange);

} // namespace wl::cli
