// SPDX-License-Identifier: MIT
#include "query/bytepattern.h"

#include <re2/re2.h>

namespace wl {

namespace {

QString wordsOf(re2::RE2::ErrorCode code, const QString& part)
{
    using re2::RE2;
    switch (code) {
    case RE2::ErrorBadEscape:
        return QueryText::tr("%1 is not known in a pattern; there are no backreferences").arg(part);
    case RE2::ErrorBadCharClass:
    case RE2::ErrorBadCharRange: return QueryText::tr("the class %1 is not valid").arg(part);
    case RE2::ErrorMissingBracket: return QueryText::tr("a ] is missing");
    case RE2::ErrorMissingParen:
    case RE2::ErrorUnexpectedParen: return QueryText::tr("a ( or ) is missing");
    case RE2::ErrorTrailingBackslash: return QueryText::tr("the pattern ends with a backslash");
    case RE2::ErrorRepeatArgument: return QueryText::tr("there is nothing to repeat before %1").arg(part);
    case RE2::ErrorRepeatSize: return QueryText::tr("%1 repeats too often; 1000 times is the most").arg(part);
    case RE2::ErrorRepeatOp: return QueryText::tr("%1 repeats what is repeated already").arg(part);
    case RE2::ErrorBadPerlOp:
        return QueryText::tr("%1 is not possible: lookaround would make searches slow without bound")
            .arg(part);
    case RE2::ErrorBadUTF8: return QueryText::tr("the pattern is no valid text");
    case RE2::ErrorBadNamedCapture: return QueryText::tr("%1 is not the name of a group").arg(part);
    case RE2::ErrorPatternTooLarge: return QueryText::tr("the pattern takes too much memory");
    case RE2::NoError:
    case RE2::ErrorInternal: break;
    }
    return QueryText::tr("the pattern is not valid");
}

} // namespace

QueryResult<BytePattern> BytePattern::compile(const QByteArray& pattern, bool isCaseIgnored, Over over)
{
    if (pattern.size() > maxPatternBytes)
        return problemAt(maxPatternBytes, pattern.size() - maxPatternBytes,
                         QueryText::tr("the pattern is too long"));
    const bool isAscii = std::all_of(pattern.begin(), pattern.end(), [](char c) { return (c & 0x80) == 0; });
    const bool isBytes = isAscii && over == Over::Bytes;
    re2::RE2::Options options(isBytes ? re2::RE2::Latin1 : re2::RE2::DefaultOptions);
    options.set_log_errors(false);
    options.set_case_sensitive(!isCaseIgnored);
    options.set_max_mem(maxMemoryBytes);
    options.set_never_capture(true);
    auto compiled =
        std::make_shared<re2::RE2>(re2::StringPiece(pattern.constData(), size_t(pattern.size())), options);
    if (compiled->ok())
        return BytePattern(std::move(compiled));
    const QByteArray part = QByteArray::fromStdString(compiled->error_arg());
    const qsizetype at = part.isEmpty() ? -1 : pattern.indexOf(part);
    const QString words = wordsOf(compiled->error_code(), QString::fromUtf8(part));
    return at < 0 ? problemAt(0, pattern.size(), words) : problemAt(at, part.size(), words);
}

bool BytePattern::matches(QByteArrayView bytes) const
{
    const re2::StringPiece text(bytes.data(), size_t(bytes.size()));
    return m_pattern->Match(text, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

QByteArray BytePattern::quoted(const QByteArray& text)
{
    return QByteArray::fromStdString(
        re2::RE2::QuoteMeta(re2::StringPiece(text.constData(), size_t(text.size()))));
}

std::optional<BytePattern::Place> BytePattern::find(QByteArrayView bytes, qsizetype from, qsizetype to) const
{
    const re2::StringPiece text(bytes.data(), size_t(bytes.size()));
    re2::StringPiece found;
    if (!m_pattern->Match(text, size_t(from), size_t(to), re2::RE2::UNANCHORED, &found, 1))
        return std::nullopt;
    return Place{found.data() - bytes.data(), qsizetype(found.size())};
}

} // namespace wl
