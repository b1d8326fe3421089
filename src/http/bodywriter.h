// SPDX-License-Identifier: MIT
#pragma once

#include "decode/contentdecoder.h"
#include "http/bodystore.h"

#include <optional>

namespace wl {

/// How far a body has come.
struct BodyProgress
{
    std::shared_ptr<BodyFile> body; ///< null where no byte came
    std::shared_ptr<BodyFile>
        decoded; ///< the same as `body` where there are no codings, or none that is known
    qint64 bodyBytes = 0;
    qint64 decodedBytes = 0;
    std::optional<Error> decodeError;
};

/// Streams one body to disk: as it was transferred and, where it has content codings, decoded beside it.
/// Memory stays flat. Blocks; one thread at a time.
class BodyWriter
{
public:
    /// `codings` as Content-Encoding names them. Nothing is created before the first byte.
    BodyWriter(std::shared_ptr<BodyStore> store, const QList<QByteArray>& codings);

    /// Errors: file errors, DiskFull. What fails to be decoded is told by the progress instead.
    [[nodiscard]] Result<void> write(QByteArrayView bytes);
    /// The body ended, whole or not.
    void finish(bool isWhole);
    [[nodiscard]] BodyProgress progress() const;

private:
    [[nodiscard]] Result<void> writeTo(BodyStore::File& file, QByteArrayView bytes);
    [[nodiscard]] Result<void> decode(QByteArrayView bytes);

    std::shared_ptr<BodyStore> m_store;
    BodyStore::File m_body;
    BodyStore::File m_decoded;
    std::optional<ContentDecoder> m_decoder;
    std::optional<Error> m_decodeError;
    qint64 m_bodyBytes = 0;
    qint64 m_decodedBytes = 0;
};

} // namespace wl
