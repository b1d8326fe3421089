// SPDX-License-Identifier: MIT
#include "payload/payloadrendering.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QUuid>

namespace wl {

namespace {

/// A length can change its own text, and that of another length, only as often as it gets one digit more.
constexpr int maxLengthRounds = 64;

QString letters(int count, QStringView from, QRandomGenerator& random)
{
    QString text(count, Qt::Uninitialized);
    for (QChar& c : text)
        c = from.at(qsizetype(random.bounded(quint32(from.size()))));
    return text;
}

QByteArray randomBytes(int count, QRandomGenerator& random)
{
    QByteArray bytes(count, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = char(random.bounded(256U));
    return bytes;
}

qint64 randomNumber(qint64 min, qint64 max, QRandomGenerator& random)
{
    const quint64 span = quint64(max) - quint64(min);
    if (span == std::numeric_limits<quint64>::max())
        return qint64(random.generate64());
    return qint64(quint64(min) + random.bounded(span + 1));
}

QByteArray reversed(QByteArray bytes)
{
    std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

} // namespace

Placed<QByteArray> PayloadProgram::render(const Context& context) const
{
    return PayloadRendering(*this, context).run();
}

PayloadRendering::PayloadRendering(const PayloadProgram& program, const PayloadProgram::Context& context)
    : m_program(program)
    , m_context(context)
{
}

Placed<QByteArray> PayloadRendering::run()
{
    const auto& pieces = m_program.m_pieces;
    if (pieces.empty())
        return QByteArray();
    m_values.reserve(pieces.size());
    for (const auto& piece : pieces) {
        if (const auto* bytes = std::get_if<QByteArray>(&piece)) {
            m_values.push_back(*bytes);
            continue;
        }
        auto made = value(std::get<TemplateCall>(piece));
        if (!made)
            return made;
        m_values.push_back(std::move(*made));
    }
    if (pieces.size() == 1 && !m_program.hasTemplates())
        return m_values.front();
    if (auto ok = settleLengths(); !ok)
        return tl::make_unexpected(ok.error());

    QByteArray out;
    for (size_t i = 0; i < pieces.size(); ++i) {
        const auto* call = std::get_if<TemplateCall>(&pieces[i]);
        const auto* sum = call != nullptr ? std::get_if<ChecksumTemplate>(&call->what) : nullptr;
        if (sum == nullptr) {
            out += m_values[i];
            continue;
        }
        const auto bytes = checksumValue(*sum, out, call->at);
        if (!bytes)
            return bytes;
        out += *bytes;
    }
    return out;
}

Placed<QByteArray> PayloadRendering::value(const TemplateCall& call) const
{
    return std::visit([&](const auto& what) { return value(what, call.at); }, call.what);
}

Placed<QByteArray> PayloadRendering::value(const CounterTemplate& counter, qsizetype at) const
{
    const quint64 now = quint64(counter.start) + quint64(counter.step) * m_context.message;
    return number(qint64(now), counter.format, at);
}

Placed<QByteArray> PayloadRendering::value(const TimestampTemplate& stamp, qsizetype at) const
{
    using Kind = TimestampTemplate::Kind;
    const auto time = QDateTime::fromMSecsSinceEpoch(m_context.nowNs / 1'000'000, Qt::UTC);
    switch (stamp.kind) {
    case Kind::Iso: return text(time.toString(Qt::ISODateWithMs), at);
    case Kind::Unix: return number(m_context.nowNs / 1'000'000'000, stamp.format, at);
    case Kind::UnixMs: return number(m_context.nowNs / 1'000'000, stamp.format, at);
    case Kind::UnixUs: return number(m_context.nowNs / 1'000, stamp.format, at);
    case Kind::Pattern: break;
    }
    return text((stamp.utc ? time : time.toLocalTime()).toString(stamp.pattern), at);
}

Placed<QByteArray> PayloadRendering::value(const UuidTemplate& uuid, qsizetype at) const
{
    const QByteArray raw = randomBytes(16, *m_context.random);
    QByteArray bytes = raw;
    bytes[6] = char((raw[6] & 0x0F) | 0x40); // RFC 9562 §5.4: version 4
    bytes[8] = char((raw[8] & 0x3F) | 0x80); // and its variant
    if (uuid.form == UuidTemplate::Form::Raw)
        return bytes;
    const QString dashed = QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces);
    if (uuid.form == UuidTemplate::Form::Upper)
        return text(dashed.toUpper(), at);
    return text(uuid.form == UuidTemplate::Form::Plain ? QString(dashed).remove(u'-') : dashed, at);
}

Placed<QByteArray> PayloadRendering::value(const RandomTemplate& random, qsizetype at) const
{
    QRandomGenerator& generator = *m_context.random;
    switch (random.kind) {
    case RandomTemplate::Kind::Number:
        return number(randomNumber(random.min, random.max, generator), random.format, at);
    case RandomTemplate::Kind::HexDigits:
        return text(letters(random.count, u"0123456789abcdef", generator), at);
    case RandomTemplate::Kind::Letters:
        return text(letters(random.count, u"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                            generator),
                    at);
    case RandomTemplate::Kind::Bytes: break;
    }
    return randomBytes(random.count, generator);
}

/// Only its size counts here: what it is over is not yet put together.
Placed<QByteArray> PayloadRendering::value(const ChecksumTemplate& sum, qsizetype at) const
{
    if (sum.isRaw())
        return QByteArray(sum.checksum.width(), '\0');
    return text(QString(sum.checksum.width() * 2, u'0'), at);
}

Placed<QByteArray> PayloadRendering::value(const LengthTemplate& length, qsizetype at) const
{
    return number(0, length.format, at);
}

Placed<QByteArray> PayloadRendering::number(qint64 value, const NumberFormat& format, qsizetype at) const
{
    if (format.isRaw())
        return format.raw(quint64(value));
    return text(format.text(value), at);
}

Placed<QByteArray> PayloadRendering::text(QStringView characters, qsizetype at) const
{
    auto encoded = m_program.m_encoding.encode(characters);
    if (encoded.lossyAt >= 0)
        return failAt(at, PayloadText::tr("\"%1\" has no place in %2")
                              .arg(characters.mid(encoded.lossyAt, 1), m_program.m_encoding.name()));
    return std::move(encoded.bytes);
}

Placed<void> PayloadRendering::settleLengths()
{
    bool changed = true;
    for (int round = 0; changed && round < maxLengthRounds; ++round) {
        changed = false;
        for (size_t i = 0; i < m_values.size(); ++i) {
            const auto* call = std::get_if<TemplateCall>(&m_program.m_pieces[i]);
            const auto* length = call != nullptr ? std::get_if<LengthTemplate>(&call->what) : nullptr;
            if (length == nullptr)
                continue;
            auto settled = lengthValue(*length, i);
            if (!settled)
                return tl::make_unexpected(settled.error());
            changed = changed || *settled != m_values[i];
            m_values[i] = std::move(*settled);
        }
    }
    return {};
}

Placed<QByteArray> PayloadRendering::lengthValue(const LengthTemplate& length, size_t piece) const
{
    const qsizetype at = std::get<TemplateCall>(m_program.m_pieces[piece]).at;
    qint64 total = length.plus;
    for (size_t i = 0; i < m_values.size(); ++i) {
        const bool counts = length.of == LengthTemplate::Of::All ||
                            (length.of == LengthTemplate::Of::After ? i > piece : i < piece);
        total += counts ? m_values[i].size() : 0;
    }
    if (total < 0)
        return failAt(at, PayloadText::tr("this length would be %1").arg(total));
    if (!length.format.fits(quint64(total)))
        return failAt(
            at, PayloadText::tr("the length %1 does not fit into %2").arg(total).arg(length.format.name()));
    return number(total, length.format, at);
}

Placed<QByteArray> PayloadRendering::checksumValue(const ChecksumTemplate& sum, QByteArrayView before,
                                                   qsizetype at) const
{
    if (sum.from + sum.to > before.size())
        return failAt(at, PayloadText::tr("there are only %1 bytes before this checksum").arg(before.size()));
    const QByteArray result =
        sum.checksum.compute(before.sliced(sum.from, before.size() - sum.from - sum.to));
    switch (sum.form) {
    case ChecksumTemplate::Form::BigEndian: return result;
    case ChecksumTemplate::Form::LittleEndian: return reversed(result);
    case ChecksumTemplate::Form::UpperHex: return text(QString::fromLatin1(result.toHex().toUpper()), at);
    case ChecksumTemplate::Form::Hex: break;
    }
    return text(QString::fromLatin1(result.toHex()), at);
}

} // namespace wl
