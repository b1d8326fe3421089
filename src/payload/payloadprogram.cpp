// SPDX-License-Identifier: MIT
#include "payload/payloadprogram.h"

#include "payload/escapes.h"
#include "payload/hex.h"

#include <QRandomGenerator>

namespace wl {

Placed<PayloadProgram> PayloadProgram::compile(const PayloadSpec& spec)
{
    PayloadProgram program;
    if (spec.form == PayloadSpec::Form::Hex) {
        return parseHex(spec.text).map([&](QByteArray bytes) {
            program.literal() = std::move(bytes);
            return std::move(program);
        });
    }
    if (auto ok = program.compileText(spec); !ok)
        return tl::make_unexpected(ok.error());
    // What can only be seen when it is put together (a length that does not fit) is an error of the text too.
    if (program.hasTemplates()) {
        if (auto tried = program.render({0, 0, QRandomGenerator::global()}); !tried)
            return tl::make_unexpected(tried.error());
    }
    return program;
}

bool PayloadProgram::isDynamic() const
{
    return std::any_of(m_pieces.begin(), m_pieces.end(), [](const Piece& piece) {
        const auto* call = std::get_if<TemplateCall>(&piece);
        return call != nullptr && !std::holds_alternative<ChecksumTemplate>(call->what) &&
               !std::holds_alternative<LengthTemplate>(call->what);
    });
}

bool PayloadProgram::hasTemplates() const
{
    return std::any_of(m_pieces.begin(), m_pieces.end(),
                       [](const Piece& piece) { return std::holds_alternative<TemplateCall>(piece); });
}

QByteArray& PayloadProgram::literal()
{
    if (m_pieces.empty() || !std::holds_alternative<QByteArray>(m_pieces.back()))
        m_pieces.emplace_back(QByteArray());
    return std::get<QByteArray>(m_pieces.back());
}

Placed<void> PayloadProgram::compileText(const PayloadSpec& spec)
{
    const auto encoding = TextEncoding::byName(spec.encoding);
    if (!encoding)
        return failAt(0, encoding.error().detail);
    m_encoding = *encoding;

    const QStringView text = spec.text;
    qsizetype taken = 0;
    qsizetype at = 0;
    while (at < text.size()) {
        const bool isEscape = text.at(at) == u'\\' && (spec.escapes || text.mid(at).startsWith(u"\\{{")) &&
                              (spec.escapes || spec.templates);
        const bool isTemplate = spec.templates && text.at(at) == u'{' && text.mid(at).startsWith(u"{{");
        if (!isEscape && !isTemplate) {
            ++at;
            continue;
        }
        if (auto ok = takeText(text, taken, at); !ok)
            return ok;
        if (isEscape) {
            const auto length = takeEscape(text, at, spec.escapes);
            if (!length)
                return tl::make_unexpected(length.error());
            at += *length;
        } else {
            auto parsed = parseTemplate(text, at);
            if (!parsed)
                return tl::make_unexpected(parsed.error());
            m_pieces.emplace_back(std::move(parsed->call));
            at += parsed->length;
        }
        taken = at;
    }
    return takeText(text, taken, text.size());
}

Placed<qsizetype> PayloadProgram::takeEscape(QStringView text, qsizetype at, bool escapes)
{
    if (text.mid(at).startsWith(u"\\{{")) {
        literal() += m_encoding.encode(u"{{").bytes;
        return 3;
    }
    Q_ASSERT(escapes);
    const auto escape = parseEscape(text, at);
    if (!escape)
        return tl::make_unexpected(escape.error());
    if (const auto* byte = std::get_if<quint8>(&escape->value)) {
        literal() += char(*byte);
        return escape->length;
    }
    const auto character = QChar::fromUcs4(std::get<char32_t>(escape->value));
    const auto encoded = m_encoding.encode(QStringView(character));
    if (encoded.lossyAt >= 0)
        return failAt(
            at,
            PayloadText::tr("%1 has no place in %2").arg(text.mid(at, escape->length), m_encoding.name()));
    literal() += encoded.bytes;
    return escape->length;
}

Placed<void> PayloadProgram::takeText(QStringView text, qsizetype from, qsizetype to)
{
    if (from == to)
        return {};
    const QStringView run = text.mid(from, to - from);
    auto encoded = m_encoding.encode(run);
    if (encoded.lossyAt >= 0) {
        const qsizetype size =
            run.at(encoded.lossyAt).isHighSurrogate() && encoded.lossyAt + 1 < run.size() ? 2 : 1;
        return failAt(from + encoded.lossyAt, PayloadText::tr("\"%1\" has no place in %2")
                                                  .arg(run.mid(encoded.lossyAt, size), m_encoding.name()));
    }
    if (literal().isEmpty())
        literal() = std::move(encoded.bytes);
    else
        literal() += encoded.bytes;
    return {};
}

} // namespace wl
