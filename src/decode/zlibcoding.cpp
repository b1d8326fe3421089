// SPDX-License-Identifier: MIT
#include "decode/contentcoding.h"

#include <zlib.h>

#include <array>

namespace wl {

namespace {

/// gzip (RFC 1952, with several members) and deflate (RFC 1950; bare RFC 1951 data, which many servers send
/// under that name, is told by its first two bytes).
class ZlibCoding final : public ContentCoding
{
public:
    explicit ZlibCoding(bool gzip)
        : m_gzip(gzip)
    {
    }
    ~ZlibCoding() override
    {
        if (m_started)
            inflateEnd(&m_stream);
    }
    ZlibCoding(const ZlibCoding&) = delete;
    ZlibCoding& operator=(const ZlibCoding&) = delete;

    [[nodiscard]] QString name() const override
    {
        return m_gzip ? QStringLiteral("gzip") : QStringLiteral("deflate");
    }

    std::optional<QString> feed(QByteArrayView bytes, const Sink& sink) override
    {
        if (!m_started) {
            m_first.append(bytes);
            if (!m_gzip && m_first.size() < 2)
                return std::nullopt;
            if (inflateInit2(&m_stream, windowBits()) != Z_OK)
                return QStringLiteral("out of memory");
            m_started = true;
            const QByteArray first = std::exchange(m_first, {});
            return inflateAll(first, sink);
        }
        return inflateAll(bytes, sink);
    }

    [[nodiscard]] bool isAtEnd() const override
    {
        return m_started ? m_ended || (m_consumed == 0) : m_first.isEmpty();
    }

private:
    [[nodiscard]] int windowBits() const
    {
        if (m_gzip)
            return 16 + MAX_WBITS;
        const uint first = uchar(m_first[0]);
        const bool wrapped = (first & 0x0f) == Z_DEFLATED && ((first << 8) + uchar(m_first[1])) % 31 == 0;
        return wrapped ? MAX_WBITS : -MAX_WBITS;
    }

    std::optional<QString> inflateAll(QByteArrayView bytes, const Sink& sink)
    {
        while (!bytes.isEmpty()) {
            if (m_ended && !beginNextMember(bytes)) {
                m_trailing += bytes.size();
                return std::nullopt;
            }
            const qsizetype before = bytes.size();
            const std::optional<QString> reason = inflateMember(bytes, sink);
            m_consumed += before - bytes.size();
            if (reason)
                return reason;
        }
        return std::nullopt;
    }

    /// gzip data may go on with another member; anything else behind the end is left out.
    bool beginNextMember(QByteArrayView bytes)
    {
        if (!m_gzip || m_trailing > 0 || bytes.front() != '\x1f')
            return false;
        inflateReset(&m_stream);
        m_ended = false;
        return true;
    }

    std::optional<QString> inflateMember(QByteArrayView& bytes, const Sink& sink)
    {
        m_stream.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(bytes.data()));
        m_stream.avail_in = uInt(bytes.size());
        int result = Z_OK;
        do {
            m_stream.next_out = m_output.data();
            m_stream.avail_out = uInt(m_output.size());
            result = inflate(&m_stream, Z_NO_FLUSH);
            const qsizetype made = qsizetype(m_output.size()) - m_stream.avail_out;
            if (made > 0 && !sink(QByteArrayView(m_output.data(), made)))
                break;
        } while (result == Z_OK && (m_stream.avail_in > 0 || m_stream.avail_out == 0));
        bytes = bytes.last(m_stream.avail_in);
        if (result == Z_STREAM_END) {
            m_ended = true;
            return std::nullopt;
        }
        if (result == Z_OK || result == Z_BUF_ERROR)
            return std::nullopt;
        return QString::fromLatin1(m_stream.msg != nullptr ? m_stream.msg : "damaged data");
    }

    bool m_gzip;
    bool m_started = false;
    bool m_ended = false;
    QByteArray m_first; ///< bytes before it is known how they are wrapped
    z_stream m_stream{};
    std::array<Bytef, outputBytes> m_output;
};

} // namespace

std::unique_ptr<ContentCoding> makeZlibCoding(QByteArrayView name)
{
    return std::make_unique<ZlibCoding>(name == "gzip" || name == "x-gzip");
}

} // namespace wl
