// SPDX-License-Identifier: MIT
// What a Collection knows of secrets: which it has, and the name under which a key ring keeps them.
#include "net/randomsecret.h"
#include "workspace/collection.h"

namespace wl {
namespace {

const QString nameKey = QStringLiteral("secrets");

/// Where the name of an entry's secrets stands.
[[nodiscard]] YamlNode& ownPart(Collection::Entry& entry)
{
    return entry.isEndpoint ? entry.yaml.item : entry.yaml.extra;
}

[[nodiscard]] QString nameIn(const Collection::Entry& entry)
{
    return (entry.isEndpoint ? entry.yaml.item : entry.yaml.extra).get(nameKey).value();
}

[[nodiscard]] bool hasContent(const Collection::Entry& entry)
{
    return !entry.node.isFolder && !entry.isKeptOnly;
}

[[nodiscard]] ItemSecrets secretsIn(const Collection::Entry& entry)
{
    if (!hasContent(entry))
        return {};
    const ItemSecrets all = secretsOf(entry.node.content);
    if (all.isEmpty() || entry.isEndpoint)
        return all;
    HttpRequest inFile;
    inFile.auth = decodeHttpAuth(entry.yaml);
    return secretsBeside(all, secretsOf(inFile));
}

} // namespace

void Collection::nameSecrets(Entry& entry)
{
    if (nameIn(entry).isEmpty() && !secretsIn(entry).isEmpty())
        ownPart(entry).set(nameKey, YamlNode::text(QString::fromLatin1(randomSecret(12).toHex())));
}

void Collection::renameSecrets(Entry& entry)
{
    if (nameIn(entry).isEmpty())
        return;
    ownPart(entry).remove(nameKey);
    nameSecrets(entry);
}

ItemSecrets Collection::secrets(ItemId id) const
{
    const Entry* entry = find(id);
    return entry ? secretsIn(*entry) : ItemSecrets();
}

QString Collection::secretsName(ItemId id) const
{
    const Entry* entry = find(id);
    return entry && hasContent(*entry) ? nameIn(*entry) : QString();
}

void Collection::fillSecrets(ItemId id, const ItemSecrets& secrets)
{
    const Entry* old = find(id);
    if (old && hasContent(*old))
        wl::fillSecrets(edit(id).node.content, secrets);
}

} // namespace wl
