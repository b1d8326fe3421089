// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings.h"
#include "eventprinter.h"
#include "history/historystore.h"
#include "http/requestcode.h"

#include <optional>

namespace wl::cli {

/// What `history` was asked to do.
struct HistoryChoice
{
    HistoryQuery query;
    qint64 id = 0;     ///< of `show`, and where the others were given one
    qint64 limit = -1; ///< the newest so many; −1 = all
    bool isBodyOnly = false;
    std::optional<CodeForm> code; ///< `show` the request for another program
    bool isHar = true;
    QString outPath; ///< "" = standard output
    bool isQuiet = false;
    PrintFormat print = PrintFormat::Text;
};

/// The history that the window keeps, below its cap.
[[nodiscard]] HistoryStore windowHistory(const Settings& settings);
/// Tells where a damaged history was put, where it was one.
void tellPutAside(HistoryStore& store);

// The views of the history; each gives the exit code, after it has told what failed.
[[nodiscard]] int listHistory(HistoryStore& store, const HistoryChoice& choice);
[[nodiscard]] int showHistory(HistoryStore& store, const HistoryChoice& choice);
[[nodiscard]] int exportHistory(HistoryStore& store, const HistoryChoice& choice);
/// For good. Pinned ones stay, unless it is they that are asked for.
[[nodiscard]] int deleteHistory(HistoryStore& store, const HistoryChoice& choice);
[[nodiscard]] int pinHistory(HistoryStore& store, const HistoryChoice& choice, bool isPinned);

/// One exchange as a JSON object on a line, without heads and bodies.
[[nodiscard]] QByteArray historyLine(const HistoryEntry& entry);
/// What is asked for, oldest first. Errors: those of HistoryStore.
[[nodiscard]] Result<QList<qint64>> chosenExchanges(HistoryStore& store, const HistoryChoice& choice);

} // namespace wl::cli
