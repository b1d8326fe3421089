// SPDX-License-Identifier: MIT
#pragma once

#include "decode/contentdecoder.h"
#include "http/bodystore.h"

#include <optional>

namespace wl {

/// Streams one body to disk: as it was transferred and, where it has content codings, decoded beside it.
/// Memory stays flat. Managers' thread.
class BodyWriter
{
public:
    /// `codings` as Content-Encoding names them. Nothing is created before the first byte.
    BodyWriter(BodyStore& store, const QList<QByteArray>& codings);

    /// Errors: file errors, DiskFull. What fails to be decoded is told by decodeError() instead.
    [[nodiscard]] Result<void> write(QByteArrayView bytes);
    /// The body ended, whole or not.
    void finish(bool isWhole);

    /// Null where no byte came.
    [[nodiscard]] const std::shared_ptr<BodyFile>& body() const { return m_body.owner; }
    /// The same as body() where there are no codings, or where they are not known.
    [[nodiscard]] const std::shared_ptr<BodyFile>& decoded() const;
    [[nodiscard]] qint64 bodyBytes() const { return m_bodyBytes; }
    [[nodiscard]] qint64 decodedBytes() const { return m_decoder ? m_decodedBytes : m_bodyBytes; }
    [[nodiscard]] const std::optional<Error>& decodeError() const { return m_decodeError; }

private:
    [[nodiscard]] Result<void> writeTo(BodyStore::File& file, QByteArrayView bytes);
    [[nodiscard]] Result<void> decode(QByteArrayView bytes);

    BodyStore& m_store;
    BodyStore::File m_body;
    BodyStore::File m_decodedFile;
    std::optional<ContentDecoder> m_decoder;
    std::optional<Error> m_decodeError;
    qint64 m_bodyBytes = 0;
    qint64 m_decodedBytes = 0;
};

} // namespace wl
