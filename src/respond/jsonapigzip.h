// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl::jsonapi {

/// The bytes as a gzip file (RFC 1952); empty where zlib is out of memory.
[[nodiscard]] QByteArray gzipped(const QByteArray& bytes);

} // namespace wl::jsonapi
