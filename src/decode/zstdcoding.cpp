// SPDX-License-Identifier: MIT
#include "decode/contentcoding.h"

#include <zstd.h>

#include <array>

namespace wl {

namespace {

constexpr int maxWindowLog = 23; // 8 MiB, RFC 9659

/// zstd (RFC 8878), any number of frames.
class ZstdCoding final : public ContentCoding
{
public:
    ZstdCoding()
        : m_stream(ZSTD_createDStream(), &ZSTD_freeDStream)
    {
        if (m_stream)
            ZSTD_DCtx_setParameter(m_stream.get(), ZSTD_d_windowLogMax, maxWindowLog);
    }

    [[nodiscard]] QString name() const override { return QStringLiteral("zstd"); }

    std::optional<QString> feed(QByteArrayView bytes, const Sink& sink) override
    {
        if (!m_stream)
            return QStringLiteral("out of memory");
        ZSTD_inBuffer input{bytes.data(), size_t(bytes.size()), 0};
        bool more = true;
        while (more) {
            ZSTD_outBuffer output{m_output.data(), m_output.size(), 0};
            const size_t before = input.pos;
            const size_t result = ZSTD_decompressStream(m_stream.get(), &output, &input);
            m_consumed += qint64(input.pos - before);
            if (ZSTD_isError(result) != 0)
                return QString::fromLatin1(ZSTD_getErrorName(result));
            m_frameEnded = result == 0;
            if (output.pos > 0 && !sink(QByteArrayView(m_output.data(), qsizetype(output.pos))))
                return std::nullopt;
            more = input.pos < input.size || (output.pos == output.size && !m_frameEnded);
        }
        return std::nullopt;
    }

    [[nodiscard]] bool isAtEnd() const override { return m_frameEnded || m_consumed == 0; }

private:
    std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> m_stream;
    bool m_frameEnded = false;
    std::array<char, outputBytes> m_output;
};

} // namespace

std::unique_ptr<ContentCoding> makeZstdCoding()
{
    return std::make_unique<ZstdCoding>();
}

} // namespace wl
