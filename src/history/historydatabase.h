// SPDX-License-Identifier: MIT
#pragma once

#include "history/historyquery.h"
#include "history/historyrecord.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>

namespace wl {

/// The history's SQLite file: WAL, full-text search (FTS5), a schema with a version. It knows no files
/// beside it. One thread, the one that opened it. Errors of all calls: DiskFull, FileNotWritable,
/// FileMalformed (the file is damaged, or of a later version), FileFailed.
class HistoryDatabase
{
public:
    static constexpr int schemaVersion = 2;

    /// Opens the file, or makes it (mode 0600); brings an older one to this version.
    [[nodiscard]] static Result<std::unique_ptr<HistoryDatabase>> open(const QString& path);
    ~HistoryDatabase();
    HistoryDatabase(const HistoryDatabase&) = delete;
    HistoryDatabase& operator=(const HistoryDatabase&) = delete;

    /// Stores one that begins (End::Running): its request and entry; its id.
    [[nodiscard]] Result<qint64> add(const HistoryRecord& record);
    /// Replaces all of it but the request, what was emptied, and the pin.
    [[nodiscard]] Result<void> update(const HistoryRecord& record);

    /// Ids of what fits and is not deleted, oldest first.
    [[nodiscard]] Result<QList<qint64>> find(const HistoryQuery& query);
    /// In the order of the ids; those that are gone are left out.
    [[nodiscard]] Result<QList<HistoryEntry>> entries(const QList<qint64>& ids);
    /// Errors also: FileNotFound (there is none with that id).
    [[nodiscard]] Result<HistoryRecord> record(qint64 id);

    [[nodiscard]] Result<void> setPinned(const QList<qint64>& ids, bool isPinned);
    /// Hides these, to be taken back or removed later; the number of this deletion.
    [[nodiscard]] Result<qint64> markDeleted(const QList<qint64>& ids);
    /// The same for all that are not pinned and not under way.
    [[nodiscard]] Result<qint64> markAllDeleted();
    /// Errors also: FileNotFound (it is gone for good).
    [[nodiscard]] Result<void> takeBack(qint64 deletion);

    /// Some of those that are marked as deleted and that nobody can take back any more: each running process
    /// can take back the last of its deletions.
    [[nodiscard]] Result<QList<qint64>> deletedForGood(int limit);
    /// This process takes none of its deletions back any more.
    [[nodiscard]] Result<void> forgetDeletions();
    /// After removals, of a small history: nothing of what was removed stays in the index of words.
    void mergeWords();
    /// Makes the file smaller by some of its free pages; whether more are to be given back.
    [[nodiscard]] bool giveSpaceBack();
    /// What a process that is gone was at has ended.
    [[nodiscard]] Result<void> endInterrupted();
    struct Oldest
    {
        QList<qint64> ids;
        qint64 bytes = 0;
    };
    /// The oldest that may go, as many as hold `bytes`, at most `limit`.
    [[nodiscard]] Result<Oldest> oldest(qint64 bytes, int limit);
    [[nodiscard]] Result<void> remove(const QList<qint64>& ids);
    /// The sum of HistoryRecord::storedBytes() of what is not deleted.
    [[nodiscard]] Result<qint64> storedBytes();

private:
    explicit HistoryDatabase(QString connection);

    [[nodiscard]] Result<QSqlQuery> run(const QString& sql, const QVariantList& values = {});
    [[nodiscard]] Result<void> execute(const QString& sql, const QVariantList& values = {});
    /// The statement, which ends with the name of a column, for the rows whose number it has.
    [[nodiscard]] Result<void> executeIn(const QString& sql, const QList<qint64>& numbers);
    [[nodiscard]] Result<QList<qint64>> ids(const QString& sql, const QVariantList& values = {});
    template <typename Work>
    [[nodiscard]] auto inTransaction(Work work) -> decltype(work())
    {
        // IMMEDIATE: to wait for other programs here, not within.
        if (Result<void> begun = execute(QStringLiteral("BEGIN IMMEDIATE")); !begun)
            return tl::make_unexpected(begun.error());
        auto result = work();
        if (result) {
            if (Result<void> committed = execute(QStringLiteral("COMMIT")); !committed)
                result = tl::make_unexpected(committed.error());
        }
        if (!result)
            (void)execute(QStringLiteral("ROLLBACK")); // there may be none any more
        return result;
    }
    [[nodiscard]] Result<void> prepareFile(const QString& path);
    [[nodiscard]] Result<void> migrate();
    [[nodiscard]] Result<void> index(const HistoryRecord& record);
    [[nodiscard]] Result<qint64> mark(const QString& where, const QList<qint64>& ids);
    [[nodiscard]] Result<QList<qint64>> takeableDeletions();

    QString m_connection;
    QSqlDatabase m_database;
    bool m_isGivingBack = false;
};

} // namespace wl
