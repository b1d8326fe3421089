// SPDX-License-Identifier: MIT
#include "ui/traffic/payloadtask.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QtConcurrentRun>

namespace wl {

namespace {

constexpr qsizetype fewRecords = 1000;  ///< are copied at once,
constexpr qint64 fewBytes = 256 * 1024; ///< where they have no more bytes

bool isLittle(const RecordSource& source, const QList<RecordId>& records)
{
    if (records.size() > fewRecords)
        return false;
    qint64 bytes = 0;
    for (const RecordId id : records)
        bytes += source.record(id).length;
    return bytes <= fewBytes;
}

} // namespace

PayloadTask::PayloadTask(Pulse& pulse, QObject* parent)
    : QObject(parent)
{
    connect(&m_saving, &QFutureWatcherBase::finished, this, [this] {
        const Result<PayloadSum> result = m_saving.result();
        if (result)
            emit saved(m_path, *result);
        else
            emit saveFailed(m_path, result.error());
    });
    connect(&m_copying, &QFutureWatcherBase::finished, this, [this] { finishCopy(m_copying.result()); });
    connect(&pulse, &Pulse::tick, this, [this] {
        if (isSaving())
            emit savingProgress(m_path, int(m_done->load(std::memory_order_relaxed) * 100 /
                                            std::max<qsizetype>(1, m_toSave)));
    });
}

PayloadTask::~PayloadTask()
{
    m_saveStop.request_stop();
    m_copyStop.request_stop();
    m_saving.waitForFinished();
    m_copying.waitForFinished();
    for (QFuture<Copy>& copy : m_earlier)
        copy.waitForFinished();
}

void PayloadTask::save(const Source& source, const QList<RecordId>& records, quint64 unselected,
                       const QString& path)
{
    if (isSaving())
        return;
    m_path = path;
    m_toSave = records.size();
    m_saveStop = {};
    m_done->store(0);
    m_saving.setFuture(QtConcurrent::run([source, records, unselected, path, stop = m_saveStop.get_token(),
                                          done = m_done]() -> Result<PayloadSum> {
        Result<PayloadSum> sum = writePayloads(*source, records, path, stop, [&done](qsizetype at) {
            done->store(at, std::memory_order_relaxed);
        });
        if (sum)
            sum->unselected = unselected;
        return sum;
    }));
}

void PayloadTask::cancelSaving()
{
    m_saveStop.request_stop();
}

PayloadTask::Copy PayloadTask::makeCopy(const RecordSource& source, const QList<RecordId>& records,
                                        CopyFormat format, const std::stop_token& stop)
{
    const JoinedPayloads joined = joinedPayloads(source, records, copyLimitBytes, stop);
    if (stop.stop_requested())
        return {{}, {}, stop};
    return {format(joined.bytes), joined.sum, stop};
}

void PayloadTask::copy(const Source& source, const QList<RecordId>& records, quint64 unselected,
                       CopyFormat format)
{
    m_copyStop.request_stop();
    m_copyStop = {};
    const std::stop_token stop = m_copyStop.get_token();
    if (unselected == 0 && isLittle(*source, records)) {
        finishCopy(makeCopy(*source, records, format, stop));
        return;
    }
    std::erase_if(m_earlier, [](const QFuture<Copy>& copy) { return copy.isFinished(); });
    if (m_copying.isRunning())
        m_earlier.push_back(m_copying.future());
    m_copying.setFuture(QtConcurrent::run([source, records, unselected, format, stop] {
        Copy made = makeCopy(*source, records, format, stop);
        made.sum.unselected = unselected;
        return made;
    }));
}

void PayloadTask::finishCopy(const Copy& copy)
{
    if (copy.stop.stop_requested())
        return;
    QGuiApplication::clipboard()->setText(copy.text);
    emit copied(copy.sum);
}

} // namespace wl
