// SPDX-License-Identifier: MIT
#pragma once

#include "history/historystore.h"

#include <QObject>

#include <functional>
#include <memory>

namespace wl {

class HttpClient;

/// The history of exchanges: keeps those that it is told of, and finds them again. Lives on the thread that
/// made it (UI or main); all work is done on a thread of its own, in the order of the calls, and answers come
/// by event on this thread, unless their context is gone by then.
class History : public QObject
{
    Q_OBJECT
public:
    template <typename Value>
    using Answer = std::function<void(const Result<Value>&)>;

    /// `client` outlives this object. Nothing is opened before the first call.
    History(HistoryConfig config, HttpClient& client, QObject* parent = nullptr);
    /// Waits until what was told is on the disk; what still goes on is kept as canceled.
    ~History() override;

    /// An exchange of the client has started with this request; its end is heard from the client.
    void record(ExchangeId id, const HttpRequest& request);

    /// A search that comes before the one before it has begun takes its place; that one gets no answer.
    void find(const HistoryQuery& query, QObject* context, Answer<QList<qint64>> answer);
    void entries(const QList<qint64>& ids, QObject* context, Answer<QList<HistoryEntry>> answer);
    /// One exchange with its bodies, to be shown, sent again or compared.
    void load(qint64 id, QObject* context, Answer<StoredExchange> answer);

    void setPinned(const QList<qint64>& ids, bool isPinned);
    /// Deletes; the answer is a number for takeBack().
    void remove(const QList<qint64>& ids, QObject* context, Answer<qint64> answer);
    /// Deletes all that are not pinned.
    void clear(QObject* context, Answer<qint64> answer);
    void takeBack(qint64 deletion);

    /// The window's history, which the terminal program writes to and reads as well.
    [[nodiscard]] static QString defaultFolder();

signals:
    /// Entries came, changed or went.
    void changed();
    /// Something could not be kept or read; the work itself goes on.
    void failed(const wl::Error& error);
    /// A damaged history was put aside there, and a new one begun.
    void putAside(const QString& folder);
    /// Its cap has removed so many of the oldest.
    void trimmed(qint64 entries);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
