// SPDX-License-Identifier: MIT
#include "ui/widgets/payloadlineends.h"

#include "ui/widgets/payloadconversion.h"

namespace wl::payloadlineends {

namespace {

/// Whether the line that ends at `end` ends with an escaped CR, `\r` with a backslash of its own.
bool endsWithEscapedCr(QStringView line)
{
    if (!line.endsWith(u"\\r"))
        return false;
    qsizetype backslashes = 0;
    for (qsizetype i = line.size() - 2; i >= 0 && line[i] == u'\\'; --i)
        ++backslashes;
    return backslashes % 2 == 1;
}

/// The line without the CR that may end it, as it is or escaped.
QStringView withoutCr(QStringView line, bool escapes)
{
    if (line.endsWith(u'\r'))
        return line.chopped(1);
    return escapes && endsWithEscapedCr(line) ? line.chopped(2) : line;
}

/// Calls `visit(line, hasBreak, isHead)` for each line, without its line feed.
template <typename Visit>
void eachLine(const QString& text, bool escapes, Visit visit)
{
    bool isHead = true;
    bool hadFull = false;
    qsizetype start = 0;
    while (start <= text.size()) {
        const qsizetype end = text.indexOf(u'\n', start);
        const QStringView line = QStringView(text).sliced(start, (end < 0 ? text.size() : end) - start);
        visit(line, end >= 0, isHead);
        const bool isEmpty = withoutCr(line, escapes).isEmpty();
        if (isEmpty && hadFull)
            isHead = false;
        hadFull = hadFull || !isEmpty;
        if (end < 0)
            return;
        start = end + 1;
    }
}

bool isCrLf(LineEnds ends, bool isHead)
{
    return ends == LineEnds::CrLf || (ends == LineEnds::HeadCrLf && isHead);
}

} // namespace

QString toPayload(const QString& shown, LineEnds ends, bool escapes)
{
    QString payload;
    payload.reserve(shown.size() + shown.size() / 16);
    eachLine(shown, escapes, [&](QStringView line, bool hasBreak, bool isHead) {
        payload += line;
        if (!hasBreak)
            return;
        const bool hasCr = withoutCr(line, escapes).size() < line.size();
        payload += isCrLf(ends, isHead) && !hasCr ? QLatin1String("\r\n") : QLatin1String("\n");
    });
    return payload;
}

QString toShown(const QString& payload, LineEnds ends)
{
    QString shown;
    shown.reserve(payload.size());
    eachLine(payload, false, [&](QStringView line, bool hasBreak, bool isHead) {
        shown += hasBreak && isCrLf(ends, isHead) ? withoutCr(line, false) : line;
        if (hasBreak)
            shown += u'\n';
    });
    return shown;
}

qsizetype shownPlace(const QString& payload, LineEnds ends, qsizetype at)
{
    return at < 0 ? at : toShown(payload.first(std::min(at, payload.size())), ends).size();
}

std::optional<LineEnds> endsOf(const QString& payload, bool escapes)
{
    for (const LineEnds ends : {LineEnds::HeadCrLf, LineEnds::CrLf, LineEnds::Lf}) {
        const QString shown = toShown(payload, ends);
        if (!payloadconversion::hasSpecials(shown) && toPayload(shown, ends, escapes) == payload)
            return ends;
    }
    return std::nullopt;
}

} // namespace wl::payloadlineends
