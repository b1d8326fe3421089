// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"

namespace wl {

/// The names of the `:name` segments of a URL's path, in order, each once. A URL without a scheme is http.
/// The colon of a port, colons within a segment, and those of query and fragment name nothing. Pure.
[[nodiscard]] QStringList pathVariableNames(const QString& url);

/// Rows that send each `:name` segment of the URL as it stands: switched off. Pure.
[[nodiscard]] QList<HttpField> literalPathRows(const QString& url);

/// The URL with the values of the rows in place of their segments: percent-encoded whole with `encode`, else
/// as typed (only # becomes %23, so that the rest is not cut off). A row that is off leaves its segment as it
/// stands; of several rows of a name the first counts. Errors: BadAddress for a variable without a value, or
/// whose value has a control character that is not encoded. Pure.
[[nodiscard]] Result<QString> withPathVariables(const QString& url, const QList<HttpField>& rows,
                                                bool encode);

} // namespace wl
