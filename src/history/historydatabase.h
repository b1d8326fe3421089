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
    static constexpr int schemaVersion = 1;

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
    /// The same for all that are not pinned.
    [[nodiscard]] Result<qint64> markAllDeleted();
    [[nodiscard]] Result<void> takeBack(qint64 deletion);

    /// Some of those that are marked as deleted.
    [[nodiscard]] Result<QList<qint64>> deleted(int limit);
    struct Oldest
    {
        QList<qint64> ids;
        qint64 bytes = 0;
    };
    /// The oldest that may go, as many as hold `bytes`, at most `limit`.
    [[nodiscard]] Result<Oldest> oldest(qint64 bytes, int limit);
    [[nodiscard]] Result<void> remove(const QList<qint64>& ids);
    /// The sum of HistoryRecord::storedBytes().
    [[nodiscard]] Result<qint64> storedBytes();

private:
    explicit HistoryDatabase(QString connection);

    [[nodiscard]] Result<QSqlQuery> run(const QString& sql, const QVariantList& values = {});
    [[nodiscard]] Result<void> execute(const QString& sql, const QVariantList& values = {});
    /// The statement, which ends with the name of a column, for the rows whose number it has.
    [[nodiscard]] Result<void> executeIn(const QString& sql, const QList<qint64>& numbers);
    [[nodiscard]] Result<QList<qint64>> ids(const QString& sql, const QVariantList& values = {});
    template <typename Work>
    [[nodiscard]] auto inTransaction(Work work) -> decltype(work());
    [[nodiscard]] Result<void> prepareFile(const QString& path);
    [[nodiscard]] Result<void> migrate();
    [[nodiscard]] Result<void> index(const HistoryRecord& record);
    [[nodiscard]] Result<qint64> mark(const QString& where, const QList<qint64>& ids);

    QString m_connection;
    QSqlDatabase m_database;
};

} // namespace wl
