// SPDX-License-Identifier: MIT
#include "ui/shell/uistatistics.h"

#include "base/filecommit.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMouseEvent>

#include <ctime>
#include <unistd.h>

namespace wl {

namespace {

constexpr qint64 nsPerMs = 1'000'000;
constexpr qint64 timerNs = 5 * nsPerMs;
constexpr qint64 bucketNs = nsPerMs / 10;

qint64 clockNs(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// CLOCK_MONOTONIC, the one that WIRELOUPE_STARTED_NS is in.
qint64 monotonicNs()
{
    return clockNs(CLOCK_MONOTONIC);
}

/// Field 22 of /proc/self/stat: ticks since boot at which the process started; 0 where it cannot be read.
qint64 startTicks()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype startTime = 22 - 3; // the first field after the name is number 3
    return fields.value(startTime).toLongLong();
}

} // namespace

UiStatistics::UiStatistics(QWidget& window, qint64 startedNs, bool isMeasured, QObject* parent)
    : QObject(parent)
    , m_window(&window)
    , m_startedNs(startedNs)
    , m_isMeasured(isMeasured)
{
    qApp->installEventFilter(this);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(std::chrono::milliseconds(timerNs / nsPerMs));
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const qint64 at = monotonicNs();
        countLateness(at - m_lastNs - timerNs);
        m_lastNs = at;
    });
}

void UiStatistics::postClick(QWidget& target)
{
    const QPointF middle = QRectF(target.rect()).center();
    const QPointF global = target.mapToGlobal(middle);
    m_clicked = &target;
    m_clickedNs = monotonicNs();
    QCoreApplication::postEvent(&target, new QMouseEvent(QEvent::MouseButtonPress, middle, global,
                                                         Qt::LeftButton, Qt::LeftButton, Qt::NoModifier));
    QCoreApplication::postEvent(&target, new QMouseEvent(QEvent::MouseButtonRelease, middle, global,
                                                         Qt::LeftButton, Qt::NoButton, Qt::NoModifier));
}

bool UiStatistics::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::Paint)
        return false;
    if (!m_startupMs && watched == m_window) {
        // The frame is on the screen when the event loop goes on.
        QMetaObject::invokeMethod(this, &UiStatistics::painted, Qt::QueuedConnection);
    } else if (m_clickedNs != 0 && watched == m_clicked) {
        m_clickMaxNs = std::max(m_clickMaxNs, monotonicNs() - m_clickedNs);
        m_clickedNs = 0;
    }
    return false;
}

void UiStatistics::painted()
{
    if (m_startupMs)
        return;
    m_lastNs = monotonicNs();
    m_startupMs = double(m_lastNs - m_startedNs) / double(nsPerMs);
    if (m_isMeasured)
        m_timer.start();
    else
        qApp->removeEventFilter(this);
    emit firstFrame();
}

void UiStatistics::countLateness(qint64 lateNs)
{
    const qint64 late = std::max<qint64>(0, lateNs);
    m_lateMaxNs = std::max(m_lateMaxNs, late);
    ++m_lateness.at(size_t(std::min<qint64>(late / bucketNs, buckets - 1)));
    ++m_samples;
}

UiStatistics::Figures UiStatistics::figures() const
{
    Figures figures;
    figures.startupMs = m_startupMs.value_or(-1);
    figures.lateMaxMs = double(m_lateMaxNs) / double(nsPerMs);
    quint64 rest = m_samples / 1000;
    for (int bucket = buckets - 1; bucket >= 0; --bucket) {
        const quint64 here = m_lateness.at(size_t(bucket));
        if (here > rest) {
            figures.lateP999Ms =
                std::min(figures.lateMaxMs, double(bucket + 1) * double(bucketNs) / double(nsPerMs));
            break;
        }
        rest -= here;
    }
    if (m_clickMaxNs >= 0)
        figures.clickMaxMs = double(m_clickMaxNs) / double(nsPerMs);
    return figures;
}

qint64 UiStatistics::processStartNs()
{
    bool isNumber = false;
    const qint64 told = qEnvironmentVariable("WIRELOUPE_STARTED_NS").toLongLong(&isNumber);
    if (isNumber)
        return told;
    const qint64 ticks = startTicks();
    if (ticks == 0)
        return monotonicNs();
    const qint64 sinceBoot = ticks * (1'000'000'000 / ::sysconf(_SC_CLK_TCK));
    return monotonicNs() - (clockNs(CLOCK_BOOTTIME) - sinceBoot);
}

double UiStatistics::anonymousMb()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray& line : lines) {
        if (line.startsWith("RssAnon:"))
            return double(line.mid(8).trimmed().split(' ').value(0).toLongLong()) * 1024 / 1e6;
    }
    return -1;
}

Result<void> UiStatistics::write(const QString& path, const Figures& figures, quint64 records,
                                 quint64 dropped, const QJsonObject& more)
{
    QJsonObject object = more;
    object.insert(QStringLiteral("startup_ms"), figures.startupMs);
    object.insert(QStringLiteral("late_max_ms"), figures.lateMaxMs);
    object.insert(QStringLiteral("late_p999_ms"), figures.lateP999Ms);
    object.insert(QStringLiteral("click_max_ms"), figures.clickMaxMs);
    object.insert(QStringLiteral("records"), double(records));
    object.insert(QStringLiteral("dropped"), double(dropped));
    object.insert(QStringLiteral("anon_mb"), anonymousMb());
    return commitFile(path, QJsonDocument(object).toJson());
}

} // namespace wl
