// SPDX-License-Identifier: MIT
#include "http/bodywriter.h"

namespace wl {

BodyWriter::BodyWriter(std::shared_ptr<BodyStore> store, const QList<QByteArray>& codings)
    : m_store(std::move(store))
{
    if (codings.isEmpty())
        return;
    Result<ContentDecoder> decoder = ContentDecoder::create(codings);
    if (!decoder)
        m_decodeError = decoder.error();
    else if (!decoder->isIdentity())
        m_decoder = std::move(*decoder);
}

Result<void> BodyWriter::write(QByteArrayView bytes)
{
    m_bodyBytes += bytes.size();
    Result<void> written = writeTo(m_body, bytes);
    if (written && m_decoder && !m_decodeError)
        written = decode(bytes);
    return written;
}

Result<void> BodyWriter::decode(QByteArrayView bytes)
{
    Result<void> written;
    const Result<void> decoded = m_decoder->feed(bytes, [&](QByteArrayView piece) {
        m_decodedBytes += piece.size();
        if (written)
            written = writeTo(m_decoded, piece);
    });
    if (!decoded)
        m_decodeError = decoded.error();
    return written;
}

Result<void> BodyWriter::writeTo(BodyStore::File& file, QByteArrayView bytes)
{
    if (!file.owner) {
        Result<BodyStore::File> created = m_store->create();
        if (!created)
            return tl::make_unexpected(created.error());
        file = std::move(*created);
    }
    return writeAll(file.fd, bytes, file.owner->path());
}

void BodyWriter::finish(bool isWhole)
{
    if (m_decoder && !m_decodeError && isWhole) {
        if (const Result<void> ended = m_decoder->finish(); !ended)
            m_decodeError = ended.error();
    }
    m_body.fd.reset();
    m_decoded.fd.reset();
}

BodyProgress BodyWriter::progress() const
{
    return {m_body.owner, m_decoder ? m_decoded.owner : m_body.owner, m_bodyBytes,
            m_decoder ? m_decodedBytes : m_bodyBytes, m_decodeError};
}

} // namespace wl
