// SPDX-License-Identifier: MIT
#include "http/bodywriter.h"

#include <unistd.h>

#include <cerrno>

namespace wl {

BodyWriter::BodyWriter(BodyStore& store, const QList<QByteArray>& codings)
    : m_store(store)
{
    if (codings.isEmpty())
        return;
    Result<ContentDecoder> decoder = ContentDecoder::create(codings);
    if (!decoder)
        m_decodeError = decoder.error();
    else if (!decoder->isIdentity())
        m_decoder = std::move(*decoder);
}

const std::shared_ptr<BodyFile>& BodyWriter::decoded() const
{
    return m_decoder ? m_decodedFile.owner : m_body.owner;
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
            written = writeTo(m_decodedFile, piece);
    });
    if (!decoded)
        m_decodeError = decoded.error();
    return written;
}

Result<void> BodyWriter::writeTo(BodyStore::File& file, QByteArrayView bytes)
{
    if (!file.owner) {
        Result<BodyStore::File> created = m_store.create();
        if (!created)
            return tl::make_unexpected(created.error());
        file = std::move(*created);
    }
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(file.fd.get(), bytes.data(), size_t(bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return fail(fileErrorCode(errno), file.owner->path(), errno);
        bytes = bytes.sliced(count);
    }
    return {};
}

void BodyWriter::finish(bool isWhole)
{
    if (m_decoder && !m_decodeError && isWhole) {
        if (const Result<void> ended = m_decoder->finish(); !ended)
            m_decodeError = ended.error();
    }
    m_body.fd.reset();
    m_decodedFile.fd.reset();
}

} // namespace wl
