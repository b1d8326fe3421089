// SPDX-License-Identifier: MIT
#include "decode/jsonquerypattern.h"

#include <QByteArray>

#include <re2/re2.h>

namespace wl::jsonquery {

namespace {

/// In I-Regexp a dot is everything but line feed and carriage return (RFC 9485 §5.3), and ^ and $ are plain
/// characters nowhere: RE2's own meaning of them is kept.
QByteArray toRe2(QByteArrayView expression)
{
    QByteArray out;
    bool inClass = false;
    for (qsizetype i = 0; i < expression.size(); ++i) {
        const char c = expression[i];
        if (c == '\\' && i + 1 < expression.size()) {
            out += c;
            out += expression[++i];
            continue;
        }
        if (c == '[')
            inClass = true;
        else if (c == ']')
            inClass = false;
        if (c == '.' && !inClass)
            out += "[^\\n\\r]";
        else
            out += c;
    }
    return out;
}

struct Re2Pattern final : Pattern
{
    Re2Pattern(const QByteArray& text, const re2::RE2::Options& options, bool isWhole)
        : re(re2::StringPiece(text.constData(), size_t(text.size())), options)
        , anchor(isWhole ? re2::RE2::ANCHOR_BOTH : re2::RE2::UNANCHORED)
    {
    }

    [[nodiscard]] bool matches(QByteArrayView text) const override
    {
        const re2::StringPiece piece(text.data(), size_t(text.size()));
        return re.Match(piece, 0, piece.size(), anchor, nullptr, 0);
    }

    re2::RE2 re;
    re2::RE2::Anchor anchor;
};

} // namespace

std::shared_ptr<const Pattern> makePattern(QByteArrayView expression, bool isWhole)
{
    if (expression.size() > Pattern::maxBytes)
        return nullptr;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(Pattern::maxMemory);
    options.set_never_capture(true);
    auto made = std::make_shared<Re2Pattern>(toRe2(expression), options, isWhole);
    return made->re.ok() ? made : nullptr;
}

} // namespace wl::jsonquery
