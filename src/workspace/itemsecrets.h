// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/item.h"

#include <QByteArray>

#include <optional>

namespace wl {

/// What is secret in an item and does not belong into its file: a key ring keeps it. Plain data.
struct ItemSecrets
{
    QString password;        ///< HTTP: Basic, Digest
    QString token;           ///< HTTP: Bearer
    QString keyValue;        ///< HTTP: API key
    QString clientSecret;    ///< HTTP: OAuth 2
    QString secretAccessKey; ///< HTTP: AWS
    QString sessionToken;    ///< HTTP: AWS
    QString proxyPassword;   ///< HTTP
    QString keyPassword;     ///< HTTP and TLS clients: of the private key

    bool operator==(const ItemSecrets&) const = default;
    [[nodiscard]] bool isEmpty() const { return *this == ItemSecrets(); }
};

/// Pure. A reference such as "{{token}}" is no secret.
[[nodiscard]] ItemSecrets secretsOf(const ItemContent& content);
/// Those of `secrets` that `other` does not have too. Pure.
[[nodiscard]] ItemSecrets secretsBeside(const ItemSecrets& secrets, const ItemSecrets& other);
/// Puts secrets where the content has none yet. Pure.
void fillSecrets(ItemContent& content, const ItemSecrets& secrets);

/// As one text for a key ring: JSON with the members' names. Pure.
[[nodiscard]] QByteArray encodeSecrets(const ItemSecrets& secrets);
/// Nothing where that is not such a text; what it does not know it leaves out. Pure.
[[nodiscard]] std::optional<ItemSecrets> decodeSecrets(const QByteArray& text);

/// Whether a text of an authentication stands for something that comes from elsewhere: "{{token}}".
[[nodiscard]] bool isSecretReference(const QString& text);

} // namespace wl
