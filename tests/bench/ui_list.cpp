// SPDX-License-Identifier: MIT
// The traffic list over a real capture: N records (default 1 million), then 100 times 500 more, each appended
// and painted, and 100 times scrolled to another place and painted. Prints JSON: milliseconds for append and
// paint and for scroll and paint (median, maximum), anonymous memory a record.
#include "anonymousbytes.h"
#include "base/processsetup.h"
#include "listcapture.h"
#include "query/queryscan.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cstdio>

using namespace wl;

namespace {

constexpr int batch = 500;
constexpr int rounds = 100;

void append(CaptureStore& store, ConnectionId connection, int count)
{
    static const QByteArray payload(64, 'x');
    for (int i = 0; i < count; ++i) {
        while (store.isCongested())
            static_cast<void>(store.flush());
        store.data(connection, i % 2 == 0 ? Direction::Received : Direction::Sent, now(), payload);
    }
}

/// Counts what is really painted, so that a window that is not on the screen is not taken for a fast one.
class PaintCount final : public QObject
{
public:
    explicit PaintCount(QWidget& widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
    int count = 0;
};

/// Milliseconds of each round of `step`, each painted, in rising order.
template <class Step>
std::array<double, rounds> paintedTimes(QWidget& viewport, Step step)
{
    std::array<double, rounds> times{};
    for (int round = 0; round < rounds; ++round) {
        const auto measured = step(round);
        QElapsedTimer timer;
        timer.start();
        measured();
        viewport.repaint();
        times.at(size_t(round)) = double(timer.nsecsElapsed()) / 1e6;
    }
    std::sort(times.begin(), times.end());
    return times;
}

int measure(CaptureStore& store, ConnectionId connection, TrafficView& view, const PaintCount& paints,
            int records)
{
    static_cast<void>(store.flush());
    const qint64 before = bench::anonymousBytes();
    append(store, connection, records);
    static_cast<void>(store.flush());
    view.table()->refresh();
    view.table()->viewport()->repaint();
    const qint64 after = bench::anonymousBytes();

    const int paintsBefore = paints.count;
    const auto appended = paintedTimes(*view.table()->viewport(), [&](int) {
        append(store, connection, batch);
        return [&] { view.table()->refresh(); };
    });
    QScrollBar* bar = view.table()->verticalScrollBar();
    const auto scrolled = paintedTimes(*view.table()->viewport(), [&](int round) {
        return [bar, round] { bar->setValue(int(qint64(bar->maximum()) * (round * 37 % rounds) / rounds)); };
    });
    if (paints.count < paintsBefore + 2 * rounds) {
        std::fprintf(stderr, "the list was not painted\n");
        return 1;
    }
    std::printf("{\"records\": %d, \"append_paint_ms_median\": %.2f, \"append_paint_ms_max\": %.2f, "
                "\"scroll_paint_ms_median\": %.2f, \"scroll_paint_ms_max\": %.2f, "
                "\"anon_bytes_per_record\": %.1f}\n",
                records, appended[rounds / 2], appended.back(), scrolled[rounds / 2], scrolled.back(),
                double(after - before) / records);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    setUpProcess(false);
    const QApplication application(argc, argv);
    const int records = argc > 1 ? std::max(batch, std::atoi(argv[1])) : 1'000'000;
    const QTemporaryDir folder;
    const bench::ListCapture capture(folder);
    if (!capture.store)
        return 4;
    CaptureStore& store = *capture.store;
    const ConnectionId connection = capture.connection;
    store.event(connection, RecordKind::Opened, Direction::Received, now(), {});

    Pulse pulse;
    TrafficView view(pulse);
    view.setSource(borrowed(store));
    view.resize(1600, 1000);
    PaintCount paints(*view.table()->viewport());
    append(store, connection, batch);
    view.show();
    QTimer::singleShot(300, &application, [&] { // shown and painted once
        QCoreApplication::exit(measure(store, connection, view, paints, records));
    });
    return QApplication::exec();
}
