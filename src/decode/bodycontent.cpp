// SPDX-License-Identifier: MIT
#include "decode/bodycontent.h"

#include <algorithm>

namespace wl {

namespace {

/// A decoder cannot be stopped inside of what it was given: small pieces bound what a bomb makes of one.
constexpr qsizetype pieceBytes = 4096;

} // namespace

void BodyContent::start(const QList<QByteArray>& codings, qint64 maxBytes)
{
    m_content.clear();
    m_decoder.reset();
    m_maxBytes = maxBytes;
    m_isWhole = true;
    m_isIdentity = true;
    m_problem.reset();
    if (codings.isEmpty())
        return;
    Result<ContentDecoder> decoder = ContentDecoder::create(codings);
    m_isIdentity = decoder && decoder->isIdentity();
    if (!decoder)
        fail(decoder.error());
    else if (!m_isIdentity)
        m_decoder = std::move(*decoder);
}

void BodyContent::feed(QByteArrayView bytes)
{
    if (m_isIdentity) {
        keep(bytes);
        return;
    }
    while (!bytes.isEmpty() && m_decoder && m_isWhole) {
        const QByteArrayView piece = bytes.first(std::min(bytes.size(), pieceBytes));
        bytes = bytes.sliced(piece.size());
        const auto result = m_decoder->feed(piece, [this](QByteArrayView made) { keep(made); });
        if (!result)
            fail(result.error());
    }
}

void BodyContent::finish()
{
    if (!m_decoder || !m_isWhole)
        return;
    if (const auto result = m_decoder->finish(); !result)
        fail(result.error());
}

void BodyContent::keep(QByteArrayView piece)
{
    const qint64 room = m_maxBytes - m_content.size();
    m_isWhole = m_isWhole && piece.size() <= room;
    m_content.append(piece.first(std::min<qsizetype>(piece.size(), room)));
}

void BodyContent::fail(const Error& error)
{
    // What is wrong behind the part that is kept is found or not by chance.
    if (m_isWhole)
        m_problem = error.detail;
    m_isWhole = false;
    m_decoder.reset();
}

} // namespace wl
