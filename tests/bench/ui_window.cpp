// SPDX-License-Identifier: MIT
// The whole window with a listening echo server pane, for a load generator from outside: bench_ui_window
// SECONDS PORT FILE. It posts a click on the traffic list's Follow button twice a second, ends by itself and
// writes what
// --stats writes plus list_updates_per_s and last_row_age_max_ms (age of the last row when it is painted).
#include "base/processsetup.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panefactory.h"
#include "ui/shell/theme.h"
#include "ui/shell/uistatistics.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"

#include <QApplication>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>

#include <cstdio>

using namespace wl;

namespace {

/// Counts updates of the list and how old its last row is when it is painted.
class ListWatch final : public QObject
{
public:
    explicit ListWatch(TrafficView& view)
        : m_view(view)
    {
        view.table()->viewport()->installEventFilter(this);
        connect(view.table()->model(), &QAbstractItemModel::rowsInserted, this, [this] {
            if (!m_first.isValid())
                m_first = now();
            m_last = now();
            ++m_updates;
            m_isNew = true;
        });
    }

    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && m_isNew) {
            m_isNew = false;
            const auto* model = static_cast<const TrafficModel*>(m_view.table()->model());
            const RecordId id = model->recordAt(model->rowCount() - 1);
            const Timestamp time = m_view.source()->record(id).time();
            m_oldest = std::max(m_oldest, std::chrono::duration<double, std::milli>(now() - time).count());
        }
        return false;
    }

    [[nodiscard]] double updatesPerSecond() const
    {
        const double seconds = std::chrono::duration<double>(m_last - m_first).count();
        return seconds > 0 ? double(m_updates - 1) / seconds : 0;
    }
    [[nodiscard]] double oldestMs() const { return m_oldest; }

private:
    TrafficView& m_view;
    Timestamp m_first;
    Timestamp m_last;
    int m_updates = 0;
    bool m_isNew = false;
    double m_oldest = 0;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4) {
        std::fprintf(stderr, "usage: bench_ui_window SECONDS PORT FILE\n");
        return 2;
    }
    setUpProcess(false);
    const QApplication application(argc, argv);
    theme::install();
    const QTemporaryDir folder;
    Settings settings = Settings::load(folder.filePath(QStringLiteral("settings.ini")));
    CaptureConfig config;
    config.segmented = true;
    config.path = folder.filePath(QStringLiteral("captures/one"));
    const auto capture = CaptureStore::create(config);
    if (!capture) {
        std::fprintf(stderr, "cannot make a capture\n");
        return 4;
    }
    auto sessions = std::make_unique<Sessions>(**capture);
    auto window = std::make_unique<MainWindow>(ShellServices{settings, **capture, *sessions, folder.path(),
                                                             folder.filePath(QStringLiteral("captures"))});
    UiStatistics statistics(*window, UiStatistics::processStartNs());
    ListWatch watch(window->traffic());
    QObject::connect(&statistics, &UiStatistics::firstFrame, window.get(), [&] {
        window->openArguments(
            {QStringLiteral("listen tcp://127.0.0.1:%1 --echo").arg(QLatin1String(argv[2]))});
    });
    QTimer clicks;
    auto* follow = window->traffic().findChild<QToolButton*>(QStringLiteral("trafficFollow"));
    QObject::connect(&clicks, &QTimer::timeout, window.get(), [&] {
        if (!window->traffic().table()->isFollowing())
            window->traffic().table()->setFollowing(true);
        else
            statistics.postClick(*follow);
    });
    clicks.start(std::chrono::milliseconds(500));
    QTimer::singleShot(std::chrono::seconds(std::atoi(argv[1])), &application, &QCoreApplication::quit);
    window->resize(1600, 1000);
    window->show();
    const int code = QApplication::exec();
    const UiStatistics::Figures figures = statistics.figures();
    const CaptureStatistics last = (*capture)->statistics();
    const QString path = QString::fromLocal8Bit(argv[3]);
    const QJsonObject more{{QStringLiteral("list_updates_per_s"), watch.updatesPerSecond()},
                           {QStringLiteral("last_row_age_max_ms"), watch.oldestMs()}};
    const bool isWritten =
        UiStatistics::write(path, figures, last.records, last.recordsLost + last.datagramsDropped, more)
            .has_value();
    window.reset();
    sessions.reset();
    return isWritten ? code : 4;
}
