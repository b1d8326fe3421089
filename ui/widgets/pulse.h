// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

namespace wl {

/// The one timer by which models and panes pull what is new (25 Hz). UI thread; the shell owns it. Nobody
/// makes a timer of their own to poll counts.
class Pulse : public QObject
{
    Q_OBJECT
public:
    explicit Pulse(QObject* parent = nullptr);

signals:
    void tick();

private:
    QTimer m_timer;
};

} // namespace wl
