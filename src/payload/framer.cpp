// SPDX-License-Identifier: MIT
#include "payload/framer.h"

#include "payload/placed.h"

namespace wl {

Result<Framer> Framer::make(const FrameRule& rule)
{
    using Kind = FrameRule::Kind;
    if (rule.maxMessageBytes < 1)
        return wl::fail(ErrorCode::BadOption,
                        PayloadText::tr("the largest message must have at least one byte"));
    if (rule.kind == Kind::Delimiter && rule.delimiter.isEmpty())
        return wl::fail(ErrorCode::BadOption, PayloadText::tr("the delimiter is empty"));
    if (rule.kind == Kind::FixedLength && (rule.length < 1 || rule.length > rule.maxMessageBytes))
        return wl::fail(ErrorCode::BadOption,
                        PayloadText::tr("a length of %1 is not possible").arg(rule.length));
    if (rule.kind == Kind::LengthPrefix && rule.prefixBytes != 1 && rule.prefixBytes != 2 &&
        rule.prefixBytes != 4)
        return wl::fail(ErrorCode::BadOption,
                        PayloadText::tr("a length prefix has 1, 2 or 4 bytes, not %1").arg(rule.prefixBytes));
    if (rule.kind == Kind::IdleGap && rule.idleGap.count() < 1)
        return wl::fail(ErrorCode::BadOption, PayloadText::tr("the idle gap must be at least 1 ms"));
    return Framer(rule);
}

QList<QByteArray> Framer::push(QByteArrayView bytes, Timestamp at)
{
    QList<QByteArray> out;
    if (m_error || bytes.isEmpty())
        return out;
    if (m_rule.kind == FrameRule::Kind::None) {
        out << bytes.toByteArray();
        return out;
    }
    if (m_rule.kind == FrameRule::Kind::IdleGap) {
        cutIdle(bytes, at, out);
        return out;
    }
    m_pending.append(bytes);
    switch (m_rule.kind) {
    case FrameRule::Kind::Delimiter: cutDelimited(out); break;
    case FrameRule::Kind::FixedLength: cutFixed(out); break;
    default: cutPrefixed(out); break;
    }
    return out;
}

std::optional<QByteArray> Framer::flush()
{
    m_searched = 0;
    if (m_pending.isEmpty())
        return std::nullopt;
    return std::exchange(m_pending, {});
}

void Framer::reset()
{
    m_pending.clear();
    m_searched = 0;
    m_last = {};
    m_error.reset();
}

void Framer::fail(ErrorCode code, const QString& detail)
{
    m_error = Error{code, detail};
}

void Framer::cutDelimited(QList<QByteArray>& out)
{
    const qsizetype size = m_rule.delimiter.size();
    qsizetype start = 0;
    while (true) {
        const qsizetype found = m_pending.indexOf(m_rule.delimiter, std::max(start, m_searched));
        const qsizetype length = (found < 0 ? m_pending.size() : found) - start;
        // A delimiter that is not yet whole does not count to the message.
        if (length - (found < 0 ? size - 1 : 0) > m_rule.maxMessageBytes) {
            fail(ErrorCode::TooLarge,
                 PayloadText::tr("no delimiter within %1 bytes").arg(m_rule.maxMessageBytes));
            break;
        }
        if (found < 0)
            break;
        out << m_pending.sliced(start, length + (m_rule.keepDelimiter ? size : 0));
        start = found + size;
    }
    m_pending.remove(0, start);
    m_searched = std::max<qsizetype>(0, m_pending.size() - size + 1);
}

void Framer::cutFixed(QList<QByteArray>& out)
{
    qsizetype start = 0;
    for (; m_pending.size() - start >= m_rule.length; start += m_rule.length)
        out << m_pending.sliced(start, m_rule.length);
    m_pending.remove(0, start);
}

std::optional<qint64> Framer::prefixedSize(QByteArrayView from)
{
    const int size = m_rule.prefixBytes;
    qint64 value = 0;
    for (int i = 0; i < size; ++i)
        value = value << 8 | static_cast<unsigned char>(from[m_rule.bigEndian ? i : size - 1 - i]);
    if (m_rule.includesItself && value < size) {
        fail(ErrorCode::BadFraming,
             PayloadText::tr("a length of %1 that counts its own %2 bytes").arg(value).arg(size));
        return std::nullopt;
    }
    value -= m_rule.includesItself ? size : 0;
    if (value > m_rule.maxMessageBytes) {
        fail(ErrorCode::TooLarge,
             PayloadText::tr("a length of %1, the largest is %2").arg(value).arg(m_rule.maxMessageBytes));
        return std::nullopt;
    }
    return value;
}

void Framer::cutPrefixed(QList<QByteArray>& out)
{
    const int prefix = m_rule.prefixBytes;
    qsizetype start = 0;
    while (m_pending.size() - start >= prefix) {
        const auto size = prefixedSize(QByteArrayView(m_pending).sliced(start));
        if (!size || m_pending.size() - start - prefix < *size)
            break;
        out << (m_rule.keepPrefix ? m_pending.sliced(start, prefix + *size)
                                  : m_pending.sliced(start + prefix, *size));
        start += prefix + *size;
    }
    m_pending.remove(0, start);
}

void Framer::cutIdle(QByteArrayView bytes, Timestamp at, QList<QByteArray>& out)
{
    if (!m_pending.isEmpty() && at - m_last >= m_rule.idleGap)
        out << std::exchange(m_pending, {});
    m_last = at;
    if (m_pending.size() + bytes.size() > m_rule.maxMessageBytes) {
        fail(ErrorCode::TooLarge, PayloadText::tr("no pause within %1 bytes").arg(m_rule.maxMessageBytes));
        return;
    }
    m_pending.append(bytes);
}

} // namespace wl
