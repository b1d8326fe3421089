// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "ui/widgets/keyvaluemodel.h"

/// Between the rows of tables and the fields of a request. Pure functions.
namespace wl::fieldrows {

[[nodiscard]] QList<KeyValueRow> fromFields(const QList<HttpField>& fields);
[[nodiscard]] QList<HttpField> toFields(const QList<KeyValueRow>& rows);
[[nodiscard]] QList<KeyValueRow> fromParts(const QList<HttpPart>& parts);
[[nodiscard]] QList<HttpPart> toParts(const QList<KeyValueRow>& rows);
/// How many of the rows are on.
[[nodiscard]] int activeCount(const QList<KeyValueRow>& rows);

} // namespace wl::fieldrows
