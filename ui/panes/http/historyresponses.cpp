// SPDX-License-Identifier: MIT
#include "ui/panes/http/historyresponses.h"

#include "history/history.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QUrl>

namespace wl {

namespace {

constexpr qsizetype mostOffered = 50;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(HistoryResponses)
};

QString nameOf(const HistoryEntry& entry)
{
    const QString path = QUrl(entry.url).path(QUrl::FullyEncoded).left(60);
    return Words::tr("History: %1 %2%3 \u00B7 %4 \u00B7 %5")
        .arg(entry.method, entry.host, path)
        .arg(entry.status)
        .arg(QDateTime::fromMSecsSinceEpoch(entry.startedMs)
                 .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")));
}

NamedResponse responseOf(History& history, const HistoryEntry& entry)
{
    NamedResponse response;
    response.name = nameOf(entry);
    response.load = [&history, id = entry.id](QObject* context, const NamedResponse::Taker& take) {
        history.load(id, context, [take](const Result<StoredExchange>& stored) {
            take(stored ? stored->exchange : HttpExchange());
        });
    };
    return response;
}

} // namespace

CompareTab::MoreChoices historyResponses(History& history)
{
    return [&history](QObject* context, const CompareTab::Taker& take) {
        history.find({}, context, [&history, context, take](const Result<QList<qint64>>& ids) {
            if (!ids)
                return;
            history.entries(ids->first(std::min(ids->size(), mostOffered)), context,
                            [&history, take](const Result<QList<HistoryEntry>>& entries) {
                                QList<NamedResponse> responses;
                                for (const HistoryEntry& entry : entries.value_or(QList<HistoryEntry>())) {
                                    if (entry.status > 0)
                                        responses << responseOf(history, entry);
                                }
                                take(responses);
                            });
        });
    };
}

} // namespace wl
