// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/pane.h"

#include <QPointer>
#include <QTimer>

namespace wl {

/// Waits until a client pane is connected or a UDP pane is bound, tells it once, and goes by itself. It gives
/// up when that fails, when the pane goes, or after `patience`. UI thread.
class PaneWait : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds patience{30};

    /// References outlive the wait, or the pane takes it along.
    PaneWait(Pane& pane, const Sessions& sessions, QObject* parent);

    /// Looks at once; later looks come with the pane's changes.
    void check();

signals:
    void ready(wl::EndpointId endpoint);
    void gaveUp();

private:
    void finish(bool isReady);

    QPointer<Pane> m_pane;
    const Sessions& m_sessions;
    QTimer m_limit;
    EndpointId m_before; ///< had ended when the wait began
    bool m_isOver = false;
};

} // namespace wl
