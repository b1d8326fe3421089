// SPDX-License-Identifier: MIT
#include "historyviews.h"

#include "base/errortext.h"
#include "duration.h"
#include "exitcode.h"
#include "figures.h"
#include "history/history.h"
#include "httpoptions.h"
#include "outlet.h"
#include "query/jsonline.h"
#include "runoptions.h"
#include "terminaltext.h"

#include <QFile>

#include <unistd.h>

namespace wl::cli {

namespace {

constexpr qsizetype listedAtOnce = 500;

QString endWord(const HistoryEntry& entry)
{
    switch (entry.end) {
    case HistoryEntry::End::Done: return QString::number(entry.status);
    case HistoryEntry::End::Failed: return errorName(entry.error.code);
    case HistoryEntry::End::Canceled: return QStringLiteral("canceled");
    case HistoryEntry::End::Running: return QStringLiteral("running");
    case HistoryEntry::End::Interrupted: return QStringLiteral("cut-short");
    }
    return {};
}

QString textLine(const HistoryEntry& entry)
{
    const QString duration = entry.durationUs < 0 ? QStringLiteral("-")
                                                  : durationText(std::chrono::microseconds(entry.durationUs));
    return QStringLiteral("%1  %2  %3  %4  %5 B  %6 %7%8\n")
        .arg(entry.id, 6)
        .arg(isoTime({entry.startedMs * 1'000'000}).left(19).replace(u'T', u' '),
             endWord(entry).leftJustified(3))
        .arg(duration, 9)
        .arg(grouped(quint64(std::max<qint64>(entry.bodyBytes, 0))), 9)
        .arg(harmlessLine(entry.method), harmlessLine(entry.url),
             entry.isPinned ? QStringLiteral("  (pinned)") : QString());
}

int tellError(const QString& tried, const Error& error)
{
    complain(ErrorText::sentence(tried, error));
    return error.code == ErrorCode::FileNotFound ? int(FileFailed) : int(exitCodeOf(error));
}

/// Everything to standard output; on a terminal harmless.
class Page
{
public:
    Page()
        : m_out(STDOUT_FILENO)
    {
    }
    void write(QByteArrayView bytes)
    {
        if (m_out.isTerminal())
            m_out.write(m_text.escape(bytes));
        else
            m_out.write(bytes);
    }
    /// The exit code.
    int end()
    {
        if (m_out.isTerminal())
            m_out.write(m_text.end());
        return endOutput(m_out, Done);
    }

private:
    Outlet m_out;
    TerminalText m_text;
};

/// False where it cannot be read.
bool writeBody(const BodyFile& body, Page& page)
{
    if (!body.bytes().isNull()) {
        page.write(body.bytes());
        return true;
    }
    QFile file(body.path());
    if (!file.open(QIODevice::ReadOnly))
        return false;
    for (QByteArray piece = file.read(1 << 16); !piece.isEmpty(); piece = file.read(1 << 16))
        page.write(piece);
    return file.error() == QFile::NoError;
}

} // namespace

HistoryStore windowHistory(const Settings& settings)
{
    return HistoryStore(
        {History::defaultFolder(), settings.number(QStringLiteral("history/disk_mb")) * 1'000'000});
}

void tellPutAside(HistoryStore& store)
{
    if (const QString folder = store.takePutAside(); !folder.isEmpty())
        complain(QStringLiteral("The history was damaged. It was put aside in %1, and a new one begun.")
                     .arg(folder));
}

QByteArray historyLine(const HistoryEntry& entry)
{
    JsonLine line;
    line.add("id", entry.id).add("time", isoTime({entry.startedMs * 1'000'000}));
    line.add("method", entry.method).add("url", entry.url).add("status", qint64(entry.status));
    line.add("ended", endWord(entry)).add("size", entry.bodyBytes).add("wire_size", entry.wireBytes);
    if (entry.durationUs >= 0)
        line.add("duration_ms", double(entry.durationUs) / 1000);
    line.add("pinned", entry.isPinned);
    return line.line();
}

Result<QList<qint64>> chosenExchanges(HistoryStore& store, const HistoryChoice& choice)
{
    Result<QList<qint64>> ids = store.find(choice.query);
    if (ids && choice.limit >= 0 && ids->size() > choice.limit)
        *ids = ids->last(choice.limit);
    return ids;
}

int listHistory(HistoryStore& store, const HistoryChoice& choice)
{
    const Result<QList<qint64>> ids = chosenExchanges(store, choice);
    if (!ids)
        return tellError(QStringLiteral("Cannot read the history"), ids.error());
    Page page;
    for (qsizetype from = 0; from < ids->size(); from += listedAtOnce) {
        const auto entries = store.entries(ids->sliced(from, std::min(listedAtOnce, ids->size() - from)));
        if (!entries)
            return tellError(QStringLiteral("Cannot read the history"), entries.error());
        for (const HistoryEntry& entry : *entries)
            page.write(choice.print == PrintFormat::Json ? historyLine(entry) : textLine(entry).toUtf8());
    }
    return page.end();
}

int showHistory(HistoryStore& store, const HistoryChoice& choice)
{
    const Result<StoredExchange> stored = store.load(choice.id);
    if (!stored)
        return tellError(QStringLiteral("Cannot show exchange %1").arg(choice.id), stored.error());
    if (choice.code) {
        if (!stored->emptied.isEmpty())
            complain(QStringLiteral("The history keeps no secrets. These are empty: %1.")
                         .arg(stored->emptied.join(QStringLiteral(", "))));
        return printCode(stored->request, *choice.code);
    }
    Page page;
    if (!choice.isBodyOnly) {
        for (const HttpHop& hop : stored->exchange.hops)
            page.write(hop.requestHead + hop.responseHead);
    }
    const auto body = stored->exchange.content();
    if (body && !writeBody(*body, page))
        return tellError(QStringLiteral("Cannot show the body"),
                         {ErrorCode::FileNotReadable, body->path(), 0});
    for (const QString& note : stored->notes)
        complain(note);
    if (stored->entry.end == HistoryEntry::End::Failed)
        complain(ErrorText::sentence(QStringLiteral("This exchange failed"), stored->entry.error));
    return page.end();
}

} // namespace wl::cli
