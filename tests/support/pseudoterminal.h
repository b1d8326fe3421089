// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QProcess>

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace wl::test {

/// A pseudo terminal; the program's standard output is its other end.
class PseudoTerminal
{
public:
    PseudoTerminal()
        : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC))
    {
        ::grantpt(m_master);
        ::unlockpt(m_master);
    }
    ~PseudoTerminal()
    {
        ::close(m_master);
        if (m_other >= 0)
            ::close(m_other);
    }
    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;
    void attach(QProcess& process)
    {
        const QByteArray name = ::ptsname(m_master);
        process.setChildProcessModifier([name] {
            const int slave = ::open(name.constData(), O_RDWR | O_NOCTTY);
            ::dup2(slave, STDOUT_FILENO);
        });
    }
    /// The other end for this process; it is closed with the terminal.
    [[nodiscard]] int openOtherEnd()
    {
        m_other = ::open(::ptsname(m_master), O_RDWR | O_NOCTTY | O_CLOEXEC);
        return m_other;
    }
    const QByteArray& read()
    {
        QByteArray piece(4096, '\0');
        for (ssize_t got = 0; (got = ::read(m_master, piece.data(), size_t(piece.size()))) > 0;)
            m_shown.append(piece.first(got));
        return m_shown;
    }

private:
    int m_master;
    int m_other = -1;
    QByteArray m_shown;
};

} // namespace wl::test
