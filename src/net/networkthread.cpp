// SPDX-License-Identifier: MIT
#include "net/networkthread.h"

namespace wl {

NetworkThread::NetworkThread()
    : m_context(new QObject)
{
    m_thread.setObjectName(QStringLiteral("network"));
    m_context->moveToThread(&m_thread);
    // Direct: on the network thread itself, after its event loop has ended, with all children of the context.
    QObject::connect(
        &m_thread, &QThread::finished, m_context, [this] { delete m_context; }, Qt::DirectConnection);
    m_thread.start();
}

NetworkThread::~NetworkThread()
{
    // By the queue, so that what was posted before still runs.
    post([this] { m_thread.quit(); });
    m_thread.wait();
}

} // namespace wl
