// SPDX-License-Identifier: MIT
#include "decode/contentcoding.h"

#include <brotli/decode.h>

#include <array>

namespace wl {

namespace {

/// br (RFC 7932), with the standard windows of at most 16 MiB.
class BrotliCoding final : public ContentCoding
{
public:
    BrotliCoding()
        : m_state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance)
    {
    }

    [[nodiscard]] QString name() const override { return QStringLiteral("br"); }

    std::optional<QString> feed(QByteArrayView bytes, const Sink& sink) override
    {
        if (!m_state)
            return QStringLiteral("out of memory");
        size_t left = size_t(bytes.size());
        auto next = reinterpret_cast<const uint8_t*>(bytes.data());
        BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
        while (!m_ended && result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
            size_t room = m_output.size();
            uint8_t* out = m_output.data();
            result = BrotliDecoderDecompressStream(m_state.get(), &left, &next, &room, &out, nullptr);
            const qsizetype made = qsizetype(m_output.size() - room);
            if (made > 0 && !sink(QByteArrayView(m_output.data(), made)))
                break;
        }
        m_ended = m_ended || result == BROTLI_DECODER_RESULT_SUCCESS;
        m_consumed += bytes.size() - qsizetype(left);
        if (m_ended)
            m_trailing += qsizetype(left);
        if (result == BROTLI_DECODER_RESULT_ERROR)
            return QString::fromLatin1(BrotliDecoderErrorString(BrotliDecoderGetErrorCode(m_state.get())));
        return std::nullopt;
    }

    [[nodiscard]] bool isAtEnd() const override { return m_ended || m_consumed == 0; }

private:
    std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> m_state;
    bool m_ended = false;
    std::array<uint8_t, outputBytes> m_output;
};

} // namespace

std::unique_ptr<ContentCoding> makeBrotliCoding()
{
    return std::make_unique<BrotliCoding>();
}

} // namespace wl
