// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace wl {

[[nodiscard]] bool isUtf8(QByteArrayView bytes);
/// Bytes of a head: UTF-8 where they are, else ISO 8859-1 (RFC 9110 §5.5).
[[nodiscard]] QString headText(QByteArrayView bytes);

} // namespace wl
