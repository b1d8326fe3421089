// SPDX-License-Identifier: MIT
#include "ui/panes/http/urlquery.h"

#include <QStringList>

namespace wl::urlquery {

namespace {

/// Where the query's text is, behind the question mark; {-1, -1} where there is none.
std::pair<qsizetype, qsizetype> queryRange(const QString& url)
{
    qsizetype end = url.indexOf(u'#');
    end = end < 0 ? url.size() : end;
    const qsizetype mark = url.indexOf(u'?');
    if (mark < 0 || mark >= end)
        return {-1, -1};
    return {mark + 1, end};
}

QString textOf(const Parameter& parameter)
{
    if (!parameter.hasEquals && parameter.value.isEmpty())
        return parameter.name;
    return parameter.name + u'=' + parameter.value;
}

} // namespace

QList<Parameter> parameters(const QString& url)
{
    QList<Parameter> result;
    const auto [start, end] = queryRange(url);
    if (start < 0 || start == end)
        return result;
    for (const QString& piece : url.mid(start, end - start).split(u'&')) {
        const qsizetype equals = piece.indexOf(u'=');
        if (equals < 0)
            result << Parameter{piece, {}, false};
        else
            result << Parameter{piece.first(equals), piece.mid(equals + 1), true};
    }
    return result;
}

QString withParameter(const QString& url, qsizetype index, const Parameter& parameter)
{
    const auto [start, end] = queryRange(url);
    if (start < 0)
        return url;
    QStringList pieces = url.mid(start, end - start).split(u'&');
    if (index < 0 || index >= pieces.size())
        return url;
    if (parameter.name.isEmpty() && parameter.value.isEmpty())
        pieces.removeAt(index);
    else
        pieces[index] = textOf(parameter);
    const QString before = pieces.isEmpty() ? url.first(start - 1) : url.first(start);
    return before + pieces.join(u'&') + url.mid(end);
}

} // namespace wl::urlquery
