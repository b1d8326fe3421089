// SPDX-License-Identifier: MIT
#pragma once

#include "payload/crc.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace wl {

/// A checksum by name: the CRCs, sum8, sum16, lrc, xor, inet (RFC 1071), md5, sha1, sha256, sha512. A value.
class Checksum
{
public:
    /// The name in any case, with or without '-', '_' and '/' ("crc16", "CRC-16/MODBUS", "crc32c",
    /// "sha-256").
    [[nodiscard]] static std::optional<Checksum> byName(QStringView name);
    /// The names for a list: short ones first.
    [[nodiscard]] static QStringList names();

    /// Of the result, in bytes.
    [[nodiscard]] int width() const;
    /// The result's bytes, most significant first; for a hash as its standard writes it.
    [[nodiscard]] QByteArray compute(QByteArrayView bytes) const;

private:
    enum class Simple : quint8 { Sum8, Sum16, Lrc, Xor, Inet };
    using Kind = std::variant<Simple, Crc, QCryptographicHash::Algorithm>;

    explicit Checksum(Kind kind)
        : m_kind(std::move(kind))
    {
    }
    [[nodiscard]] static quint32 simple(Simple kind, QByteArrayView bytes);

    Kind m_kind;
};

} // namespace wl
