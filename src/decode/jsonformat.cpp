// SPDX-License-Identifier: MIT
#include "decode/jsonformat.h"

namespace wl {

namespace {

using Kind = JsonToken::Kind;

constexpr qsizetype pieceBytes = 64 * 1024;

/// One run of formatJson.
class Formatter
{
public:
    Formatter(const JsonStyle& style, const std::function<bool(QByteArrayView)>& sink)
        : m_style(style)
        , m_sink(sink)
    {
        m_buffer.reserve(pieceBytes + 4096);
    }

    JsonFormatOutcome run(QByteArrayView text, std::stop_token stop)
    {
        JsonParser parser(text, std::move(stop), JsonTokenizer::Utf8::Lenient);
        JsonFormatOutcome outcome;
        qsizetype consumed = 0;
        while (m_wantsMore) {
            const auto event = parser.next();
            if (event.token.isLast()) {
                outcome.isCanceled = event.token.kind == Kind::Canceled;
                if (event.token.kind == Kind::Error) {
                    outcome.error = JsonError{event.token.problem, event.token.offset};
                    putRest(text.sliced(consumed));
                }
                break;
            }
            put(event, parser.bytes(event.token));
            consumed = event.token.offset + event.token.size;
        }
        flush();
        outcome.isStopped = !m_wantsMore;
        return outcome;
    }

private:
    void put(const JsonParser::Event& event, QByteArrayView bytes)
    {
        const Kind kind = event.token.kind;
        const bool closes = kind == Kind::EndObject || kind == Kind::EndArray;
        const bool indented = m_style.kind == JsonStyle::Kind::Indented;
        // Nothing is put inside an empty pair of brackets.
        if (indented && (closes ? !m_justOpened : m_breakBefore))
            newLine(event.depth);
        m_breakBefore = kind == Kind::BeginObject || kind == Kind::BeginArray || kind == Kind::Comma;
        m_justOpened = kind == Kind::BeginObject || kind == Kind::BeginArray;
        append(bytes);
        if (kind == Kind::Colon && indented)
            append(" ");
    }

    void newLine(qsizetype depth)
    {
        static const QByteArray blanks(1024, ' ');
        append("\n");
        const qsizetype levels = std::min<qsizetype>(depth, m_style.maxIndentedLevels);
        append(QByteArrayView(blanks).first(std::min<qsizetype>(levels * m_style.spaces, blanks.size())));
    }

    void putRest(QByteArrayView rest)
    {
        // Whitespace before what is wrong is not worth a line of its own.
        qsizetype start = 0;
        while (start < rest.size() && QByteArrayView(" \t\r\n").contains(rest[start]))
            ++start;
        if (start == rest.size())
            return;
        if (m_hasOutput)
            append("\n");
        for (QByteArrayView left = rest.sliced(start); !left.isEmpty() && m_wantsMore;) {
            append(left.first(std::min(left.size(), pieceBytes)));
            left = left.sliced(std::min(left.size(), pieceBytes));
        }
    }

    void append(QByteArrayView bytes)
    {
        m_hasOutput = true;
        if (bytes.size() >= pieceBytes) {
            flush();
            if (m_wantsMore)
                m_wantsMore = m_sink(bytes);
            return;
        }
        m_buffer.append(bytes);
        if (m_buffer.size() >= pieceBytes)
            flush();
    }

    void flush()
    {
        if (!m_buffer.isEmpty() && m_wantsMore)
            m_wantsMore = m_sink(m_buffer);
        m_buffer.resize(0);
    }

    const JsonStyle& m_style;
    const std::function<bool(QByteArrayView)>& m_sink;
    QByteArray m_buffer;
    bool m_wantsMore = true;
    bool m_hasOutput = false;
    bool m_breakBefore = false;
    bool m_justOpened = false;
};

} // namespace

JsonFormatOutcome formatJson(QByteArrayView text, const JsonStyle& style,
                             const std::function<bool(QByteArrayView)>& sink, std::stop_token stop)
{
    return Formatter(style, sink).run(text, std::move(stop));
}

QByteArray formattedJson(QByteArrayView text, const JsonStyle& style, JsonFormatOutcome* outcome)
{
    QByteArray out;
    const auto result = formatJson(text, style, [&](QByteArrayView piece) {
        out.append(piece);
        return true;
    });
    if (outcome != nullptr)
        *outcome = result;
    return out;
}

} // namespace wl
