// SPDX-License-Identifier: MIT
#include "ui/panes/http/textfinder.h"

#include <algorithm>

namespace wl {

namespace {

constexpr qsizetype pieceBytes = 1024 * 1024;

bool isAscii(const QByteArray& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

} // namespace

QueryResult<TextFinder> TextFinder::create(const FindQuestion& question)
{
    TextFinder finder;
    if (!question.isPattern && !question.wholeWords && (question.matchCase || isAscii(question.text))) {
        finder.m_plain.emplace(question.text,
                               question.matchCase ? ByteSearch::Case::Exact : ByteSearch::Case::Any);
        return finder;
    }
    const auto over = question.overBytes ? BytePattern::Over::Bytes : BytePattern::Over::Utf8;
    const QByteArray core = question.isPattern ? question.text : BytePattern::quoted(question.text);
    // Alone first: the place of a mistake is that in what was typed.
    if (auto alone = BytePattern::compile(core, !question.matchCase, over); !alone)
        return tl::make_unexpected(alone.error());
    const QByteArray edge = question.wholeWords ? "\\b" : "";
    auto pattern = BytePattern::compile("(?m)" + edge + "(?:" + core + ")" + edge, !question.matchCase, over);
    if (!pattern)
        return tl::make_unexpected(pattern.error());
    finder.m_pattern = std::move(*pattern);
    return finder;
}

std::optional<TextFinder::Place> TextFinder::inPiece(QByteArrayView text, qsizetype from, qsizetype to,
                                                     const std::stop_token& stop) const
{
    const qsizetype end = std::min(text.size(), to + overlapBytes);
    if (m_plain) {
        const qsizetype found = m_plain->find(text.first(end), from);
        if (found < 0 || found >= to || m_plain->isEmpty())
            return std::nullopt;
        return Place{found, m_plain->size()};
    }
    while (from < to && !stop.stop_requested()) {
        const auto found = m_pattern->find(text, from, end);
        if (!found || found->offset >= to)
            return std::nullopt;
        if (found->size > 0)
            return found;
        from = found->offset + 1;
    }
    return std::nullopt;
}

std::optional<TextFinder::Place> TextFinder::next(QByteArrayView text, qsizetype from,
                                                  const std::stop_token& stop) const
{
    for (qsizetype at = from; at < text.size() && !stop.stop_requested(); at += pieceBytes) {
        if (const auto found = inPiece(text, at, std::min(text.size(), at + pieceBytes), stop))
            return found;
    }
    return std::nullopt;
}

std::optional<TextFinder::Place> TextFinder::previous(QByteArrayView text, qsizetype before,
                                                      const std::stop_token& stop) const
{
    for (qsizetype end = std::min(before, text.size()); end > 0 && !stop.stop_requested();) {
        const qsizetype start = std::max<qsizetype>(0, end - pieceBytes);
        std::optional<Place> last;
        for (auto found = inPiece(text, start, end, stop); found;
             found = inPiece(text, found->offset + found->size, end, stop))
            last = found;
        if (last)
            return last;
        end = start;
    }
    return std::nullopt;
}

std::vector<qsizetype> TextFinder::all(QByteArrayView text, const std::stop_token& stop) const
{
    std::vector<qsizetype> places;
    for (auto found = next(text, 0, stop); found && places.size() <= maxCounted && !stop.stop_requested();
         found = next(text, found->offset + found->size, stop))
        places.push_back(found->offset);
    return places;
}

} // namespace wl
