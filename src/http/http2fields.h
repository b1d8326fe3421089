// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1head.h"

#include <QStringList>

namespace wl {

struct ComposedRequest;

/// The field section of a request as HTTP/2 sends it: the pseudo-header fields (RFC 9113 §8.3.1, of CONNECT
/// §8.5), then the others in their order, in lower case, without Host and without what is about the
/// connection (§8.2.2). Pure.
[[nodiscard]] QList<Http1Field> http2Fields(const ComposedRequest& request);

/// What of the fields that were typed is left out or changed by that, for people.
[[nodiscard]] QStringList http2Notes(const ComposedRequest& request);

/// A field section as text, a line for each field, and the empty line.
[[nodiscard]] QByteArray http2Text(const QList<Http1Field>& fields);

} // namespace wl
