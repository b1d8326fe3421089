// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

namespace wl {

/// Turns SIGINT, SIGTERM and SIGHUP into a signal of the event loop: the handler only writes to a socket. One
/// per process; a second signal ends the process at once.
class SignalWatch : public QObject
{
    Q_OBJECT
public:
    explicit SignalWatch(QObject* parent = nullptr);

signals:
    void ended();
};

} // namespace wl
