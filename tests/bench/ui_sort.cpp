// SPDX-License-Identifier: MIT
// Sorts the traffic list over a real capture by one column after the other: N records (default 1 million), of
// which each begins differently. Prints JSON, for each column: milliseconds until the rows are in order, and
// how late a 5 ms timer of the UI thread was meanwhile, at most; and how late it was in three seconds before
// in which nothing was done.
#include "base/processsetup.h"
#include "listcapture.h"
#include "query/querycontext.h"
#include "ui/traffic/trafficheader.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>

using namespace wl;

namespace {

constexpr int timerMs = 5;
constexpr int idleMs = 3'000;

void append(CaptureStore& store, ConnectionId connection, int count)
{
    quint32 random = 1;
    for (int i = 0; i < count; ++i) {
        random = random * 1'664'525 + 1'013'904'223;
        const QByteArray payload = (QByteArray::number(random % 1'000'000) + '\n').leftJustified(64, 'x');
        while (store.isCongested())
            static_cast<void>(store.flush());
        store.data(connection, i % 2 == 0 ? Direction::Received : Direction::Sent, now(),
                   payload.first(32 + int(random >> 8) % 32));
    }
    static_cast<void>(store.flush());
}

/// How late a timer is, at most.
class Lateness
{
public:
    Lateness()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            const double late = double(m_since.nsecsElapsed()) / 1e6 - timerMs;
            m_most = std::max(m_most, late);
            m_since.start();
        });
    }
    void start()
    {
        m_most = 0;
        m_since.start();
        m_timer.start(timerMs);
    }
    [[nodiscard]] double most() const { return m_most; }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_most = 0;
};

struct Column
{
    const char* name;
    TrafficModel::Column column;
};
constexpr Column columns[] = {{"time", TrafficModel::Time},
                              {"length", TrafficModel::Length},
                              {"source", TrafficModel::Source},
                              {"info", TrafficModel::Info}};

void sortAll(TrafficView& view, Lateness& lateness)
{
    auto* model = qobject_cast<TrafficModel*>(view.table()->model());
    QEventLoop idle;
    lateness.start();
    QTimer::singleShot(idleMs, &idle, &QEventLoop::quit);
    idle.exec();
    std::printf("{\"records\": %d, \"idle_late_ms\": %.1f", model->rowCount(), lateness.most());
    for (const Column& each : columns) {
        QElapsedTimer clock;
        clock.start();
        lateness.start();
        QEventLoop loop;
        QObject::connect(model, &TrafficModel::reordered, &loop, [&] {
            QTimer::singleShot(4 * timerMs, &loop, &QEventLoop::quit); // painted, too
        });
        emit view.table()->header().sortChosen(TrafficSort{each.column, Qt::DescendingOrder});
        loop.exec();
        std::printf(", \"%s_ms\": %lld, \"%s_late_ms\": %.1f", each.name, clock.elapsed(), each.name,
                    lateness.most());
    }
    std::printf("}\n");
}

} // namespace

int main(int argc, char** argv)
{
    setUpProcess(false);
    const QApplication application(argc, argv);
    const int records = argc > 1 ? std::max(1'000, std::atoi(argv[1])) : 1'000'000;
    const QTemporaryDir folder;
    const bench::ListCapture capture(folder);
    if (!capture.store)
        return 4;
    append(*capture.store, capture.connection, records);

    Pulse pulse;
    TrafficView view(pulse);
    view.setSource(borrowed(*capture.store));
    view.resize(1600, 1000);
    view.show();
    Lateness lateness;
    QTimer::singleShot(300, &application, [&] { // shown and painted once
        sortAll(view, lateness);
        QCoreApplication::quit();
    });
    return QApplication::exec();
}
