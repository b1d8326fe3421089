// SPDX-License-Identifier: MIT
#include "history/historydatabase.h"
#include "history/processlife.h"

#include <QDateTime>

#include <unistd.h>

/// HistoryDatabase: what is deleted, taken back, and removed for good.
namespace wl {

namespace {

/// Pages that are given back in one transaction.
constexpr int pagesAtOnce = 2000;
/// Free pages that are not worth it.
constexpr int keptPages = 256;
/// Exchanges up to which the index of words is merged.
constexpr int mergedUpTo = 1000;

} // namespace

Result<qint64> HistoryDatabase::markDeleted(const QList<qint64>& which)
{
    return mark({}, which);
}

Result<qint64> HistoryDatabase::markAllDeleted()
{
    return mark(QStringLiteral("pinned = 0 AND process = 0 AND deletion = 0"), {});
}

Result<qint64> HistoryDatabase::mark(const QString& where, const QList<qint64>& which)
{
    return inTransaction([&]() -> Result<qint64> {
        Result<QSqlQuery> made = run(QStringLiteral("INSERT INTO deletion (process, made_ms) VALUES (?, ?)"),
                                     {qint64(::getpid()), QDateTime::currentMSecsSinceEpoch()});
        if (!made)
            return tl::make_unexpected(made.error());
        const qint64 number = made->lastInsertId().toLongLong();
        const QString sql = QStringLiteral("UPDATE exchange SET deletion = %1 WHERE ").arg(number);
        const Result<void> done = where.isEmpty()
                                      ? executeIn(sql + QStringLiteral("deletion = 0 AND id"), which)
                                      : execute(sql + where);
        return done ? Result<qint64>(number) : tl::make_unexpected(done.error());
    });
}

Result<void> HistoryDatabase::takeBack(qint64 deletion)
{
    return inTransaction([&]() -> Result<void> {
        const Result<QSqlQuery> taken =
            run(QStringLiteral("UPDATE exchange SET deletion = 0 "
                               "WHERE deletion = (SELECT id FROM deletion WHERE id = ?)"),
                {deletion});
        if (!taken)
            return tl::make_unexpected(taken.error());
        if (taken->numRowsAffected() == 0)
            return fail(ErrorCode::FileNotFound, QStringLiteral("what was deleted"));
        return execute(QStringLiteral("DELETE FROM deletion WHERE id = ?"), {deletion});
    });
}

/// The last one of each process that still runs.
Result<QList<qint64>> HistoryDatabase::takeableDeletions()
{
    Result<QSqlQuery> query =
        run(QStringLiteral("SELECT max(id), process, made_ms FROM deletion GROUP BY process"));
    if (!query)
        return tl::make_unexpected(query.error());
    QList<qint64> numbers;
    while (query->next()) {
        if (isProcessThere(query->value(1).toLongLong(), query->value(2).toLongLong()))
            numbers.append(query->value(0).toLongLong());
    }
    return numbers;
}

Result<QList<qint64>> HistoryDatabase::deletedForGood(int limit)
{
    // As one: another program's deletion that comes between would count as one of nobody.
    return inTransaction([&]() -> Result<QList<qint64>> {
        const Result<QList<qint64>> takeable = takeableDeletions();
        if (!takeable)
            return takeable;
        QStringList numbers;
        for (const qint64 number : *takeable)
            numbers.append(QString::number(number));
        const QString others = QStringLiteral("NOT IN (%1)").arg(numbers.join(u','));
        if (Result<void> done = execute(QStringLiteral("DELETE FROM deletion WHERE id ") + others); !done)
            return tl::make_unexpected(done.error());
        return ids(
            QStringLiteral("SELECT id FROM exchange WHERE deletion > 0 AND deletion %1 LIMIT ?").arg(others),
            {limit});
    });
}

Result<void> HistoryDatabase::forgetDeletions()
{
    return execute(QStringLiteral("DELETE FROM deletion WHERE process = ?"), {qint64(::getpid())});
}

Result<void> HistoryDatabase::endInterrupted()
{
    Result<QSqlQuery> query =
        run(QStringLiteral("SELECT id, process, started_ms FROM exchange WHERE process > 0"));
    if (!query)
        return tl::make_unexpected(query.error());
    QList<qint64> ended;
    while (query->next()) {
        if (!isProcessThere(query->value(1).toLongLong(), query->value(2).toLongLong()))
            ended.append(query->value(0).toLongLong());
    }
    return executeIn(QStringLiteral("UPDATE exchange SET process = 0 WHERE id"), ended);
}

Result<void> HistoryDatabase::remove(const QList<qint64>& which)
{
    return inTransaction([&]() -> Result<void> {
        Result<void> done = executeIn(QStringLiteral("DELETE FROM words WHERE rowid"), which);
        if (done)
            done = executeIn(QStringLiteral("DELETE FROM content WHERE id"), which);
        if (done)
            done = executeIn(QStringLiteral("DELETE FROM exchange WHERE id"), which);
        return done;
    });
}

/// The index keeps the words of what was deleted until it is merged, which takes long where there is much.
void HistoryDatabase::mergeWords()
{
    const auto left =
        ids(QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM exchange LIMIT %1)").arg(mergedUpTo + 1));
    if (left && left->value(0) <= mergedUpTo)
        (void)execute(QStringLiteral("INSERT INTO words (words) VALUES ('optimize')"));
}

/// Free pages go from the file's end; a statement gives one back each time it is run. A few stay: what comes
/// next uses them.
bool HistoryDatabase::giveSpaceBack()
{
    const Result<QList<qint64>> free = ids(QStringLiteral("PRAGMA freelist_count"));
    const qint64 left = free ? free->value(0) : 0;
    m_isGivingBack = left > (m_isGivingBack ? 0 : keptPages);
    if (!m_isGivingBack)
        return false;
    const Result<void> given = inTransaction([&]() -> Result<void> {
        Result<void> done;
        for (qint64 i = 0; done && i < std::min<qint64>(left, pagesAtOnce); ++i)
            done = execute(QStringLiteral("PRAGMA incremental_vacuum(1)"));
        return done;
    });
    m_isGivingBack = given && left > pagesAtOnce;
    return m_isGivingBack;
}

} // namespace wl
