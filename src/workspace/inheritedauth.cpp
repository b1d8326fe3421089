// SPDX-License-Identifier: MIT
#include "workspace/inheritedauth.h"

#include "workspace/collection.h"
#include "workspace/httpauthyaml.h"

namespace wl {

namespace {

/// Nothing where an entry says nothing itself.
std::optional<HttpAuth> ownAuth(const Collection::Entry& entry)
{
    const YamlNode auth = entry.yaml.item.get(QStringLiteral("request")).get(QStringLiteral("auth"));
    if (auth.isNull())
        return std::nullopt;
    YamlDecoder decoder;
    QString unused;
    const HttpAuth read = decodeAuth(auth, YamlNode::map(), decoder, unused);
    if (decoder.error())
        return HttpAuth();
    return read.kind == HttpAuth::Kind::Inherit ? std::nullopt : std::optional(read);
}

} // namespace

InheritedAuth inheritedAuth(const Collection& collection, ItemId item)
{
    const Collection::Entry* entry = collection.find(item);
    if (!entry)
        return {};
    for (ItemId id = entry->node.parent; id.isValid(); id = collection.find(id)->node.parent) {
        const Collection::Entry& folder = *collection.find(id);
        if (const auto auth = ownAuth(folder))
            return {*auth, folder.node.name, false};
    }
    if (const auto auth = ownAuth(collection.root()))
        return {*auth, collection.root().node.name, true};
    return {};
}

} // namespace wl
