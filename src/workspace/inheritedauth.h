// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/item.h"

namespace wl {

class Collection;

/// What a request with HttpAuth::Kind::Inherit is sent with. Plain data.
struct InheritedAuth
{
    HttpAuth auth; ///< never Kind::Inherit
    QString from;  ///< the name of the folder or collection that says so; empty = none does
    bool isCollection = false;
};

/// Looks from an item upwards for the first `request: auth:` that is not "inherit" itself. One that cannot be
/// read, or is of a kind that we do not have, counts as none. Pure.
[[nodiscard]] InheritedAuth inheritedAuth(const Collection& collection, ItemId item);

} // namespace wl
