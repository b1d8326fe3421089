// SPDX-License-Identifier: MIT
#pragma once

#include "history/historyquery.h"
#include "history/historyrecord.h"
#include "http/bodystore.h"

#include <memory>

namespace wl {

class HistoryDatabase;

struct HistoryConfig
{
    QString folder; ///< made where it is missing (0700): history.db and the folder bodies
    qint64 capBytes = 1024LL * 1024 * 1024;
};

/// The history on the disk: the database, and bodies beyond HistoryBody::inlineBytes as files beside it.
/// What is stored is committed when a call returns; a process that is killed loses at most what it was at. A
/// damaged database is put aside with its bodies, and a new one begun. Blocks: one thread, not the UI's.
/// Errors of all calls: those of HistoryDatabase, file errors.
class HistoryStore
{
public:
    explicit HistoryStore(HistoryConfig config);
    /// Removes what was deleted and not taken back, unless that takes long: then the next one goes on with
    /// it.
    ~HistoryStore();

    /// An exchange has begun; the id of its entry.
    [[nodiscard]] Result<qint64> begin(const HttpRequest& request, qint64 startedMs);
    /// It has ended: `exchange.isFinished()`, or its program ends. Removes the oldest entries where the cap
    /// is passed. Where only a body could not be kept, the rest is, and the error says why.
    [[nodiscard]] Result<void> finish(qint64 id, const HttpRequest& request, const HttpExchange& exchange);

    [[nodiscard]] Result<QList<qint64>> find(const HistoryQuery& query);
    [[nodiscard]] Result<QList<HistoryEntry>> entries(const QList<qint64>& ids);
    /// Bodies are put into a folder of their own, so that nothing in the history can change what is looked
    /// at. Errors also: FileNotFound.
    [[nodiscard]] Result<StoredExchange> load(qint64 id);

    [[nodiscard]] Result<void> setPinned(const QList<qint64>& ids, bool isPinned);
    /// The number of the deletion, for takeBack(), which can be had for the last one of each process as long
    /// as it runs. What is deleted does not count for the cap.
    [[nodiscard]] Result<qint64> remove(const QList<qint64>& ids);
    /// All that are not pinned.
    [[nodiscard]] Result<qint64> clear();
    /// Errors also: FileNotFound (it is gone for good).
    [[nodiscard]] Result<void> takeBack(qint64 deletion);

    /// A part of what is to be done besides the calls: removes what nobody can take back, makes the file
    /// smaller. Whether there is more. Nothing where the history is not open.
    bool tidy();

    /// How many entries the cap has removed since the last call.
    [[nodiscard]] qint64 takeTrimmed() { return std::exchange(m_trimmed, 0); }
    /// Where a damaged history was put since the last call; empty = there was none.
    [[nodiscard]] QString takePutAside() { return std::exchange(m_putAside, {}); }

private:
    [[nodiscard]] Result<void> open();
    void removeOrphans();
    void putAside();
    [[nodiscard]] Result<void> count();
    [[nodiscard]] Result<void> trim();
    [[nodiscard]] Result<void> removeNow(const QList<qint64>& ids);
    [[nodiscard]] Result<HistoryBody> keepBody(const BodyFile& body, qint64 bytes, const QString& file);
    [[nodiscard]] Result<std::shared_ptr<BodyFile>> bodyOf(const HistoryBody& body, const QString& file,
                                                           QStringList& notes);
    [[nodiscard]] QString bodyPath(qint64 id, bool isDecoded) const;
    /// Opens the database where that is still to do, and puts a damaged one aside: then the call is made
    /// again with the new one.
    template <typename Call>
    auto withDatabase(Call call) -> decltype(call(std::declval<HistoryDatabase&>()));

    HistoryConfig m_config;
    std::unique_ptr<HistoryDatabase> m_database;
    std::shared_ptr<BodyStore> m_bodies = std::make_shared<BodyStore>(); ///< of what is loaded
    qint64 m_storedBytes = 0;
    /// What tidy() does next; each leads to the one before it.
    enum class Untidy : quint8 { Nothing, Space, Words, Deleted } m_untidy = Untidy::Nothing;
    bool m_hasRemoved = false; ///< and not yet made anything of the room
    qint64 m_trimmed = 0;
    QString m_putAside;
};

} // namespace wl
