// SPDX-License-Identifier: MIT
#include "http/pathvariables.h"

#include "base/typedtext.h"

#include <QUrl>

#include <algorithm>
#include <functional>

namespace wl {

namespace {

struct Range
{
    qsizetype start = 0;
    qsizetype end = 0;
};

qsizetype firstOf(const QString& text, QStringView characters, qsizetype from)
{
    while (from < text.size() && !characters.contains(text[from]))
        ++from;
    return from;
}

/// The path, from its first slash to the query or the fragment.
Range pathOf(const QString& url)
{
    qsizetype start = firstOf(url, u"/?#", 0);
    if (start > 0 && url[start - 1] == u':' && QStringView(url).sliced(start).startsWith(u"//"))
        start = firstOf(url, u"/?#", start + 2);
    if (start >= url.size() || url[start] != u'/')
        return {url.size(), url.size()};
    return {start, firstOf(url, u"?#", start)};
}

bool isVariable(QStringView segment)
{
    return segment.size() > 1 && segment.front() == u':';
}

/// Calls `visit` for each piece of the path between slashes, in order.
void eachSegment(const QString& url, const std::function<void(QStringView segment)>& visit)
{
    const Range path = pathOf(url);
    for (const QStringView segment : QStringView(url).sliced(path.start, path.end - path.start).split(u'/'))
        visit(segment);
}

/// What is put in place of a segment.
Result<QString> valueOf(const QString& name, const QList<HttpField>& rows, bool encode)
{
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const HttpField& candidate) { return candidate.name == name; });
    if (row != rows.end() && !row->enabled)
        return u':' + name;
    if (row == rows.end() || row->value.isEmpty())
        return fail(ErrorCode::BadAddress, QStringLiteral("the path variable :%1 has no value").arg(name));
    if (encode)
        return QString::fromLatin1(QUrl::toPercentEncoding(row->value));
    if (hasControlCharacter(row->value))
        return fail(ErrorCode::BadAddress,
                    QStringLiteral("a control character in the path variable :%1").arg(name));
    return QString(row->value).replace(u'#', QStringLiteral("%23"));
}

} // namespace

QStringList pathVariableNames(const QString& url)
{
    QStringList names;
    eachSegment(url.trimmed(), [&](QStringView segment) {
        if (isVariable(segment) && !names.contains(segment.sliced(1)))
            names.append(segment.sliced(1).toString());
    });
    return names;
}

QList<HttpField> literalPathRows(const QString& url)
{
    QList<HttpField> rows;
    for (const QString& name : pathVariableNames(url)) {
        HttpField row;
        row.name = name;
        row.enabled = false;
        rows.append(row);
    }
    return rows;
}

Result<QString> withPathVariables(const QString& url, const QList<HttpField>& rows, bool encode)
{
    const Range path = pathOf(url);
    QStringList segments;
    std::optional<Error> error;
    eachSegment(url, [&](QStringView segment) {
        if (error || !isVariable(segment)) {
            segments.append(segment.toString());
            return;
        }
        const Result<QString> value = valueOf(segment.sliced(1).toString(), rows, encode);
        if (value)
            segments.append(*value);
        else
            error = value.error();
    });
    if (error)
        return tl::make_unexpected(*error);
    return url.first(path.start) + segments.join(u'/') + url.sliced(path.end);
}

} // namespace wl
