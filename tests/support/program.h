// SPDX-License-Identifier: MIT
#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

namespace wl::test {

/// Another program that a test runs and ends with itself.
class Program
{
public:
    Program(const QString& program, const QStringList& arguments)
    {
        m_process.start(program, arguments);
        m_process.waitForStarted();
    }
    ~Program()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished();
    }

    [[nodiscard]] QProcess& process() { return m_process; }
    /// The next line of stdout (of stderr), letting the event loop run until it is there; empty where the
    /// program ended without one.
    [[nodiscard]] QByteArray line(QProcess::ProcessChannel channel = QProcess::StandardOutput)
    {
        m_process.setReadChannel(channel);
        (void)QTest::qWaitFor(
            [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; }, 20'000);
        return m_process.readLine().trimmed();
    }
    void write(const QByteArray& bytes) { m_process.write(bytes); }
    /// Closes stdin.
    void finish() { m_process.closeWriteChannel(); }
    /// Exit code, letting the event loop run until the end; -1 where it does not end or crashed.
    [[nodiscard]] int wait()
    {
        const bool hasEnded =
            QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 60'000);
        return hasEnded && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

    [[nodiscard]] static bool isThere(const QString& program)
    {
        return !QStandardPaths::findExecutable(program).isEmpty();
    }

private:
    QProcess m_process;
};

} // namespace wl::test
