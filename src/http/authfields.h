// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpcompose.h"

namespace wl {

/// What a request's authentication adds to it. Plain data.
struct AuthFields
{
    QList<ComposedField> fields; ///< automatic and secret
    QList<HttpField> query;      ///< parameters behind the URL's own
    HttpAuth signer;             ///< what hops are answered or signed with; Kind::None = nothing
    QStringList notes;           ///< why nothing is sent, for people
};

/// What is known before anything is sent: Basic (RFC 7617), Bearer and OAuth 2 (RFC 6750 §2.1; `token` is
/// the access token), API keys. Digest answers a challenge and AWS signs what is sent: they are the signer.
/// Inherit adds nothing: who takes a request out of a workspace puts in what it inherits. Errors: BadOption
/// (a colon in the user name of Basic, an API key's name that is no field name, a value with a line break or
/// NUL). Pure.
[[nodiscard]] Result<AuthFields> authFields(const HttpAuth& auth);

} // namespace wl
