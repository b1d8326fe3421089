// SPDX-License-Identifier: MIT
#include "ui/traffic/payloadfile.h"

#include "base/filecommit.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

namespace wl {

QByteArray joinedPayloads(const RecordSource& source, const QList<RecordId>& records, qint64 maxBytes)
{
    QByteArray all;
    for (const RecordId id : records) {
        if (all.size() >= maxBytes)
            break;
        if (source.record(id).kind == RecordKind::Data)
            all += source.payload(id, 0, maxBytes - all.size()).value_or(QByteArray());
    }
    return all;
}

void savePayloads(std::shared_ptr<const RecordSource> source, const QList<RecordId>& records,
                  const QString& path, QObject* context, std::function<void(const Result<void>&)> done)
{
    constexpr qint64 maxBytes = 1024LL * 1024 * 1024;
    auto* watcher = new QFutureWatcher<Result<void>>(context);
    QObject::connect(watcher, &QFutureWatcher<Result<void>>::finished, context,
                     [watcher, done = std::move(done)] {
                         done(watcher->result());
                         watcher->deleteLater();
                     });
    watcher->setFuture(QtConcurrent::run([source = std::move(source), records, path]() -> Result<void> {
        return commitFile(path, joinedPayloads(*source, records, maxBytes));
    }));
}

} // namespace wl
