// SPDX-License-Identifier: MIT
#include "history/historydatabase.h"

/// HistoryDatabase::find(): a query as SQL.
namespace wl {

namespace {

struct Conditions
{
    QStringList texts{QStringLiteral("deletion = 0")};
    QVariantList values;

    void add(const QString& text, const QVariantList& with = {})
    {
        texts.append(text);
        values += with;
    }
    void addPart(const QString& column, QString part)
    {
        for (const QChar special : {u'\\', u'%', u'_'})
            part.replace(special, QStringLiteral("\\") + special);
        add(column + QStringLiteral(" LIKE ? ESCAPE '\\'"), {u'%' + part + u'%'});
    }
};

bool hasWordCharacter(const QString& word)
{
    return std::any_of(word.begin(), word.end(),
                       [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
}

/// Each word is quoted, so that nothing in it is taken for the language of FTS5.
QString matchText(const QStringList& words)
{
    QStringList quoted;
    for (const QString& typed : words) {
        QString word = QString::fromUtf8(typed.toUtf8()); // without halves of surrogate pairs
        word.remove(QChar(u'\0'));
        if (hasWordCharacter(word))
            quoted.append(u'"' + word.replace(u'"', QStringLiteral("\"\"")) + QStringLiteral("\"*"));
    }
    return quoted.join(u' ');
}

Conditions conditionsOf(const HistoryQuery& query)
{
    Conditions all;
    for (const QString& host : query.hosts)
        all.addPart(QStringLiteral("host"), host);
    for (const QString& url : query.urls)
        all.addPart(QStringLiteral("url"), url);
    for (const QString& word : query.words) {
        if (!hasWordCharacter(word))
            all.addPart(QStringLiteral("url"), word);
    }
    if (!query.methods.isEmpty()) {
        QStringList marks;
        QVariantList names;
        for (const QString& method : query.methods) {
            marks.append(QStringLiteral("?"));
            names.append(method.toUpper());
        }
        all.add(QStringLiteral("upper(method) IN (%1)").arg(marks.join(u',')), names);
    }
    if (query.status)
        all.add(QStringLiteral("status BETWEEN ? AND ?"), {query.status->least, query.status->most});
    if (query.sinceMs)
        all.add(QStringLiteral("started_ms >= ?"), {*query.sinceMs});
    if (query.beforeMs)
        all.add(QStringLiteral("started_ms < ?"), {*query.beforeMs});
    if (query.isPinned)
        all.add(QStringLiteral("pinned = 1"));
    if (query.hasFailed)
        all.add(QStringLiteral("ended = 'failed'"));
    if (const QString match = matchText(query.words); !match.isEmpty())
        all.add(QStringLiteral("id IN (SELECT rowid FROM words WHERE words MATCH ?)"), {match});
    return all;
}

} // namespace

Result<QList<qint64>> HistoryDatabase::find(const HistoryQuery& query)
{
    const Conditions conditions = conditionsOf(query);
    return ids(QStringLiteral("SELECT id FROM exchange WHERE %1 ORDER BY id")
                   .arg(conditions.texts.join(QStringLiteral(" AND "))),
               conditions.values);
}

} // namespace wl
