// SPDX-License-Identifier: MIT
// The traffic list over a capture that is fed faster than any network here could: bench_ui_flood SECONDS RATE
// DISK_MB FILE. One thread feeds RATE records of 64 bytes a second into the sink, so that the cap on disk use
// is crossed, while the list is scrolled ten times a second and filtered anew every second. Ends by itself
// and writes what --stats writes plus fed, records_per_s, dropped_by_cap, filters and scrolls.
#include "base/processsetup.h"
#include "capture/capturestore.h"
#include "query/queryscan.h"
#include "ui/shell/uistatistics.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"

#include <QApplication>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>

#include <array>
#include <cstdio>
#include <thread>

using namespace wl;

namespace {

using Clock = std::chrono::steady_clock;

/// Feeds the sink in slices of a millisecond from a thread of its own, as a network thread would.
class Feeder
{
public:
    Feeder(CaptureStore& store, int rate)
        : m_store(store)
        , m_rate(rate)
    {
        for (int i = 0; i < int(m_connections.size()); ++i) {
            ConnectionInfo info;
            info.peer = SocketAddress::from(QHostAddress(QHostAddress::LocalHost), quint16(40'000 + i));
            info.local = SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 8'080);
            info.label = QStringLiteral("Server");
            m_connections.at(size_t(i)) = store.addConnection(info);
            store.event(m_connections.at(size_t(i)), RecordKind::Opened, Direction::Received, now(), {});
        }
    }

    void start(std::chrono::seconds duration)
    {
        m_thread = std::jthread([this, duration](const std::stop_token& stop) { run(stop, duration); });
    }
    void stop() { m_thread = {}; }

    [[nodiscard]] quint64 fed() const { return m_fed; } ///< after stop()
    [[nodiscard]] double perSecond() const { return double(m_fed) / m_seconds; }

private:
    void run(const std::stop_token& stop, std::chrono::seconds duration)
    {
        QByteArray payload(64, 'x');
        const Clock::time_point begin = Clock::now();
        const Clock::time_point end = begin + duration;
        while (Clock::now() < end && !stop.stop_requested()) {
            const double elapsed = std::chrono::duration<double>(Clock::now() - begin).count();
            const auto due = quint64(elapsed * m_rate);
            while (m_fed < due && !m_store.isCongested()) {
                payload[0] = char('a' + m_fed % 26);
                m_store.data(m_connections.at(m_fed % m_connections.size()),
                             m_fed % 2 == 0 ? Direction::Received : Direction::Sent, now(),
                             QByteArrayView(payload).first(qsizetype(1 + m_fed % 64)));
                ++m_fed;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        m_seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    }

    CaptureStore& m_store;
    int m_rate;
    std::array<ConnectionId, 8> m_connections;
    quint64 m_fed = 0;
    double m_seconds = 1;
    std::jthread m_thread;
};

/// What a restless person does with the list.
class Hand
{
public:
    explicit Hand(TrafficView& view)
        : m_view(view)
    {
        QObject::connect(&m_scrolling, &QTimer::timeout, &view, [this] { scroll(); });
        QObject::connect(&m_filtering, &QTimer::timeout, &view, [this] { filter(); });
        m_scrolling.start(std::chrono::milliseconds(100));
        m_filtering.start(std::chrono::seconds(1));
    }
    [[nodiscard]] int scrolls() const { return m_scrolls; }
    [[nodiscard]] int filters() const { return m_filters; }

private:
    void scroll()
    {
        // Nine times anywhere, then back to the tail.
        if (++m_scrolls % 10 == 0) {
            m_view.table()->setFollowing(true);
            return;
        }
        QScrollBar* bar = m_view.table()->verticalScrollBar();
        bar->setValue(QRandomGenerator::global()->bounded(bar->maximum() + 1));
    }
    void filter()
    {
        static const std::array texts{QStringLiteral("conn == 3 and length > 30"), QString(),
                                      QStringLiteral("payload contains \"zx\""), QStringLiteral("dir == in")};
        m_view.setFilterText(texts.at(size_t(m_filters++) % texts.size()));
    }

    TrafficView& m_view;
    QTimer m_scrolling;
    QTimer m_filtering;
    int m_scrolls = 0;
    int m_filters = 0;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::fprintf(stderr, "usage: bench_ui_flood SECONDS RATE DISK_MB FILE\n");
        return 2;
    }
    setUpProcess(false);
    const QApplication application(argc, argv);
    const QTemporaryDir folder;
    CaptureConfig config;
    config.segmented = true;
    config.path = folder.filePath(QStringLiteral("capture"));
    config.diskBytes = qint64(std::atoi(argv[3])) * 1'000'000;
    const auto store = CaptureStore::create(config);
    if (!store) {
        std::fprintf(stderr, "cannot make a capture\n");
        return 4;
    }
    const std::chrono::seconds duration(std::atoi(argv[1]));
    Feeder feeder(**store, std::atoi(argv[2]));
    Pulse pulse;
    auto view = std::make_unique<TrafficView>(pulse);
    view->setSource(borrowed(**store));
    view->resize(1600, 600);
    UiStatistics statistics(*view, UiStatistics::processStartNs());
    std::optional<Hand> hand;
    QObject::connect(&statistics, &UiStatistics::firstFrame, view.get(), [&] {
        feeder.start(duration);
        hand.emplace(*view);
        QTimer::singleShot(duration, &application, &QCoreApplication::quit);
    });
    view->show();
    const int code = QApplication::exec();
    const UiStatistics::Figures figures = statistics.figures();
    feeder.stop();
    const CaptureStatistics last = (*store)->statistics();
    const QString path = QString::fromLocal8Bit(argv[4]);
    const QJsonObject more{{QStringLiteral("fed"), qint64(feeder.fed())},
                           {QStringLiteral("records_per_s"), feeder.perSecond()},
                           {QStringLiteral("dropped_by_cap"), qint64(last.recordsDropped)},
                           {QStringLiteral("disk_bytes"), last.bytesOnDisk},
                           {QStringLiteral("filters"), hand ? hand->filters() : 0},
                           {QStringLiteral("scrolls"), hand ? hand->scrolls() : 0}};
    const bool isWritten =
        UiStatistics::write(path, figures, last.records, last.recordsLost, more).has_value();
    hand.reset();
    view.reset();
    return isWritten ? code : 4;
}
