// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"
#include "http/httprequest.h"

namespace wl {

/// The stored forms of a request (the YAML of workspaces, so that what they can hold and read again is kept)
/// and of what came of it (CBOR maps with named keys: unknown ones are passed over, missing ones are
/// defaults). Pure.
namespace historycodec {

[[nodiscard]] QByteArray encodeRequest(const HttpRequest& request);
/// Errors: FileMalformed.
[[nodiscard]] Result<HttpRequest> decodeRequest(const QByteArray& yaml);

[[nodiscard]] QByteArray encodeHops(const QList<HttpHop>& hops);
/// Errors: FileMalformed.
[[nodiscard]] Result<QList<HttpHop>> decodeHops(const QByteArray& cbor);

} // namespace historycodec

} // namespace wl
