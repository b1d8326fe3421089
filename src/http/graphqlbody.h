// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"

#include <QByteArray>

namespace wl {

/// The operations of a GraphQL document in order; one without a name is an empty text. Fragments and other
/// definitions are passed over; a document that is not valid gives what was understood. Linear, pure.
[[nodiscard]] QStringList graphQlOperations(QStringView document);

/// The JSON body of a GraphQL request over HTTP: `query`; `variables` as they were typed, unless blank;
/// `operationName`, the first operation's, where it has a name. Nothing is checked: text that is no JSON
/// makes a body that is none. Pure.
[[nodiscard]] QByteArray graphQlBody(const HttpBody& body);

/// The same as query parameters, for a request without a body (GET).
[[nodiscard]] QList<HttpField> graphQlParameters(const HttpBody& body);

} // namespace wl
