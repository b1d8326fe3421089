// SPDX-License-Identifier: MIT
// An empty QMainWindow: what a start costs without a program in it. Prints {"startup_ms": …} after the first
// painted frame and ends. The start is WIRELOUPE_STARTED_NS (monotonic) where it is set, else main().
//   bench_ui_empty SECONDS   stays that long and prints {"late_max_ms": …, "late_p999_ms": …}, the lateness
//   of a precise
//                            timer of 5 ms: what the machine leaves of punctuality to a program that does
//                            nothing.
#include <QApplication>
#include <QEvent>
#include <QMainWindow>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace {

qint64 monotonicNs()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

class Window final : public QMainWindow
{
public:
    explicit Window(qint64 startedNs)
        : m_startedNs(startedNs)
    {
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QMainWindow::paintEvent(event);
        QTimer::singleShot(0, this, [this] {
            std::printf("{\"startup_ms\": %.2f}\n", double(monotonicNs() - m_startedNs) / 1e6);
            QApplication::exit();
        });
    }

private:
    qint64 m_startedNs;
};

int stayAndMeasure(int seconds)
{
    QMainWindow window;
    window.resize(1280, 860);
    window.show();
    std::vector<double> late;
    qint64 last = monotonicNs();
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &window, [&] {
        const qint64 at = monotonicNs();
        late.push_back(std::max(0.0, double(at - last) / 1e6 - 5));
        last = at;
    });
    timer.start(std::chrono::milliseconds(5));
    QTimer::singleShot(std::chrono::seconds(seconds), &window, &QApplication::quit);
    const int code = QApplication::exec();
    std::sort(late.begin(), late.end());
    if (!late.empty())
        std::printf("{\"late_max_ms\": %.2f, \"late_p999_ms\": %.2f}\n", late.back(),
                    late[late.size() * 999 / 1000]);
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    const qint64 here = monotonicNs();
    const QApplication application(argc, argv);
    if (argc == 2)
        return stayAndMeasure(std::atoi(argv[1]));
    bool isTold = false;
    const qint64 told = qEnvironmentVariable("WIRELOUPE_STARTED_NS").toLongLong(&isTold);
    Window window(isTold ? told : here);
    window.resize(1280, 860);
    window.show();
    return QApplication::exec();
}
