// SPDX-License-Identifier: MIT
// An empty QMainWindow: what a start costs without a program in it. Prints {"startup_ms": …} after the first
// painted frame and ends. The start is WIRELOUPE_STARTED_NS (monotonic) where it is set, else main().
#include <QApplication>
#include <QEvent>
#include <QMainWindow>
#include <QTimer>

#include <cstdio>
#include <ctime>

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

} // namespace

int main(int argc, char** argv)
{
    const qint64 here = monotonicNs();
    const QApplication application(argc, argv);
    bool isTold = false;
    const qint64 told = qEnvironmentVariable("WIRELOUPE_STARTED_NS").toLongLong(&isTold);
    Window window(isTold ? told : here);
    window.resize(1280, 860);
    window.show();
    return QApplication::exec();
}
