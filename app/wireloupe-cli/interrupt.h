// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace wl::cli {

/// Turns SIGINT, SIGTERM and SIGHUP into a signal of the event loop (a handler may only write to a socket). A
/// second one that comes more than a second later ends the process at once with code 130. One per process.
class Interrupt final : public QObject
{
    Q_OBJECT
public:
    explicit Interrupt(QObject* parent = nullptr);
    ~Interrupt() override;

    /// Whether a signal has come; also while no event loop runs.
    [[nodiscard]] static bool hasCome();

    /// For a command that has nothing to complete: SIGINT and SIGTERM end the process with code 130.
    static void endAtOnce();

signals:
    void came();

private:
    QSocketNotifier* m_notifier = nullptr;
};

} // namespace wl::cli
