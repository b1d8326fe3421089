// SPDX-License-Identifier: MIT
#pragma once

#include "respond/jsonapitext.h"

namespace wl::jsonapi {

inline constexpr int postCount = 100;
inline constexpr int postsPerUser = 10;

/// The members of post `id` (1 to postCount): userId, id, title, body. Always the same texts.
[[nodiscard]] QList<Member> post(int id);
/// A JSON array of the posts of a user, of all where `userId` is 0.
[[nodiscard]] QByteArray posts(int userId);

} // namespace wl::jsonapi
