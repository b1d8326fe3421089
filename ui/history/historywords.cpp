// SPDX-License-Identifier: MIT
#include "ui/history/historywords.h"

#include "base/errortext.h"
#include "ui/widgets/format.h"

#include <QDateTime>
#include <QLocale>
#include <QUrl>

namespace wl {

QString HistoryWords::request(const HistoryEntry& entry)
{
    const QUrl url(entry.url);
    const QString place = url.host().isEmpty()
                              ? entry.url
                              : url.toDisplayString(QUrl::RemoveScheme | QUrl::RemoveUserInfo).mid(2);
    return entry.method + u' ' + place;
}

QString HistoryWords::shortRequest(const HistoryEntry& entry)
{
    const QUrl url(entry.url);
    if (url.host().isEmpty())
        return request(entry);
    const QString path = url.toDisplayString(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    return entry.method + u' ' + (path.startsWith(u'/') ? path : u'/' + path);
}

QString HistoryWords::status(const HistoryEntry& entry)
{
    switch (entry.end) {
    case HistoryEntry::End::Done: return QString::number(entry.status);
    case HistoryEntry::End::Failed: return tr("failed");
    case HistoryEntry::End::Canceled: return tr("canceled");
    case HistoryEntry::End::Running: return tr("running");
    case HistoryEntry::End::Interrupted: return tr("cut short");
    }
    return {};
}

QString HistoryWords::time(const HistoryEntry& entry)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(entry.startedMs);
    const QDate today = QDate::currentDate();
    if (time.date() == today)
        return time.toString(QStringLiteral("HH:mm:ss"));
    const QString form = time.date().year() == today.year() ? tr("d MMM HH:mm") : tr("d MMM yyyy");
    return QLocale().toString(time, form);
}

QString HistoryWords::duration(const HistoryEntry& entry)
{
    return entry.durationUs < 0 ? QString() : format::duration(std::chrono::microseconds(entry.durationUs));
}

QString HistoryWords::size(const HistoryEntry& entry)
{
    return entry.status == 0 ? QString() : format::size(entry.bodyBytes);
}

QString HistoryWords::all(const HistoryEntry& entry)
{
    QStringList lines{entry.method + u' ' + entry.url,
                      isoTime({entry.startedMs * 1'000'000}).replace(u'T', u' '), status(entry)};
    if (entry.end == HistoryEntry::End::Failed)
        lines.last() += QStringLiteral(": ") + ErrorText::reason(entry.error);
    else if (entry.end == HistoryEntry::End::Interrupted)
        lines.last() += QStringLiteral(": ") + tr("the program ended before this exchange did");
    if (entry.durationUs >= 0)
        lines += duration(entry);
    if (entry.status > 0)
        lines += tr("Body: %1, on the wire %2")
                     .arg(format::exactSize(entry.bodyBytes), format::exactSize(entry.wireBytes));
    if (entry.isPinned)
        lines += tr("Pinned: stays when the history is full or cleared");
    return lines.join(u'\n');
}

QString HistoryWords::exchanges(qint64 count)
{
    return count == 1 ? tr("1 exchange") : tr("%1 exchanges").arg(format::count(quint64(count)));
}

} // namespace wl
