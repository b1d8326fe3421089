// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpworker.h"
#include "tests/support/recordingsink.h"

#include <QEvent>
#include <QEventLoop>
#include <QSemaphore>
#include <QThread>
#include <QTimer>

#include <map>

namespace wltest {

/// The receiver of what goes to the disk, which can be held up: then nothing is written until it is released.
class HeldDisk final : public QObject
{
public:
    bool event(QEvent* event) override
    {
        if (event->type() == QEvent::MetaCall) {
            m_gate.acquire();
            m_gate.release();
            written();
        }
        return QObject::event(event);
    }
    void hold() { m_gate.acquire(); }
    void release() { m_gate.release(); }

    /// Called on the disk's thread for each piece.
    std::function<void()> written = [] {};

private:
    QSemaphore m_gate{1};
};

/// An HttpWorker on the test's own thread, with a disk of the test's.
struct WorkerFixture
{
    explicit WorkerFixture(bool keepsData = true)
        : sink(keepsData)
    {
        disk.moveToThread(&diskThread);
        diskThread.start();
    }
    ~WorkerFixture()
    {
        disk.release();
        worker.shutDown();
        diskThread.quit();
        diskThread.wait();
    }

    wl::ExchangeId start(const wl::HttpRequest& request)
    {
        const wl::ExchangeId id(++m_lastId);
        worker.start({id, *wl::composeRequest(request), request.settings, wl::EndpointId(1), {}});
        return id;
    }
    /// In an event loop without pauses, which would hold up the network too.
    wl::HttpExchange wait(wl::ExchangeId id, int timeoutMs = 20000)
    {
        QTimer limit;
        QObject::connect(&limit, &QTimer::timeout, &m_loop, &QEventLoop::quit);
        limit.start(timeoutMs);
        m_awaited = id;
        if (!last[id].isFinished())
            m_loop.exec();
        return last[id];
    }

    wl::test::RecordingSink sink;
    QThread diskThread;
    HeldDisk disk;
    std::map<wl::ExchangeId, wl::HttpExchange> last;
    std::map<wl::ExchangeId, int> reports;
    wl::HttpWorker worker{sink, disk, [this](const wl::HttpExchange& exchange) {
                              last[exchange.id] = exchange;
                              ++reports[exchange.id];
                              if (exchange.isFinished() && exchange.id == m_awaited)
                                  m_loop.quit();
                          }};

private:
    QEventLoop m_loop;
    wl::ExchangeId m_awaited;
    quint32 m_lastId = 0;
};

} // namespace wltest
