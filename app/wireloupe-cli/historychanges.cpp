// SPDX-License-Identifier: MIT
#include "historyviews.h"

#include "base/errortext.h"
#include "exitcode.h"
#include "figures.h"
#include "runoptions.h"

/// `history delete`, `history pin` and `history unpin`.
namespace wl::cli {

namespace {

constexpr const char* cannotChange = "Cannot change the history";

int tellError(const Error& error)
{
    complain(ErrorText::sentence(QLatin1String(cannotChange), error));
    return error.code == ErrorCode::FileNotFound ? int(FileFailed) : int(exitCodeOf(error));
}

/// What is meant. Errors also: FileNotFound where a number is none.
Result<QList<HistoryEntry>> meant(HistoryStore& store, const HistoryChoice& choice)
{
    Result<QList<qint64>> ids =
        choice.id > 0 ? Result<QList<qint64>>(QList<qint64>{choice.id}) : chosenExchanges(store, choice);
    if (!ids)
        return tl::make_unexpected(ids.error());
    Result<QList<HistoryEntry>> entries = store.entries(*ids);
    if (entries && entries->isEmpty() && choice.id > 0)
        return fail(ErrorCode::FileNotFound, QStringLiteral("exchange %1 of the history").arg(choice.id));
    return entries;
}

QList<qint64> idsOf(const QList<HistoryEntry>& entries)
{
    QList<qint64> ids;
    for (const HistoryEntry& entry : entries)
        ids.append(entry.id);
    return ids;
}

int tell(const char* done, qsizetype count, const HistoryChoice& choice)
{
    if (!choice.isQuiet)
        complain(QStringLiteral("%1 %2 %3.")
                     .arg(QLatin1String(done), grouped(quint64(count)),
                          count == 1 ? QStringLiteral("exchange") : QStringLiteral("exchanges")));
    return Done;
}

} // namespace

int deleteHistory(HistoryStore& store, const HistoryChoice& choice)
{
    Result<QList<HistoryEntry>> entries = meant(store, choice);
    if (!entries)
        return tellError(entries.error());
    if (choice.id == 0 && !choice.query.isPinned)
        entries->removeIf([](const HistoryEntry& entry) { return entry.isPinned; });
    const Result<qint64> removed = store.remove(idsOf(*entries));
    return removed ? tell("Deleted", entries->size(), choice) : tellError(removed.error());
}

int pinHistory(HistoryStore& store, const HistoryChoice& choice, bool isPinned)
{
    const Result<QList<HistoryEntry>> entries = meant(store, choice);
    if (!entries)
        return tellError(entries.error());
    const Result<void> pinned = store.setPinned(idsOf(*entries), isPinned);
    return pinned ? tell(isPinned ? "Pinned" : "Unpinned", entries->size(), choice)
                  : tellError(pinned.error());
}

} // namespace wl::cli
