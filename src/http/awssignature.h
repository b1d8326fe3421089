// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpcompose.h"

#include <QDateTime>

namespace wl {

/// The texts that an AWS Signature Version 4 is made of, named as the specification names them. Plain data.
struct AwsSignature
{
    QByteArray canonicalRequest;
    QByteArray stringToSign;
    QByteArray authorization; ///< the field's value
};

/// The payload hash that stands for "the body is not signed", which some services take.
constexpr QByteArrayView awsUnsignedPayload("UNSIGNED-PAYLOAD");

/// Signs a request as it stands: Host, Content-Type, the X-Amz fields and all typed fields but those that a
/// hop on the way may change. `payloadHash` is the body's SHA-256 in hex, or awsUnsignedPayload. The path is
/// normalized and encoded once more, but for S3; query parameters are sorted by their encoded text. Pure.
[[nodiscard]] AwsSignature awsSignature(const ComposedRequest& request, const AwsV4Spec& spec,
                                        const QByteArray& payloadHash, const QDateTime& time);

/// What signAws() hashes for a body that is not signed by its content: the value of a typed
/// X-Amz-Content-Sha256; null where there is none and the body's hash is needed.
[[nodiscard]] QByteArray awsTypedPayloadHash(const ComposedRequest& request);

/// Puts the signature's fields into a request, in the place of those of an earlier one: X-Amz-Date,
/// X-Amz-Security-Token where there is a session token, X-Amz-Content-Sha256 for S3, Authorization. They are
/// automatic, and secret: a redirect to another origin drops them. A typed X-Amz-Date is the time.
void signAws(ComposedRequest& request, const AwsV4Spec& spec, const QByteArray& payloadHash,
             const QDateTime& time);

} // namespace wl
