// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "demoexchange.h"
#include "session/sessions.h"

#include <QTimer>

namespace wl::cli {

/// What a client of the demo says and must hear.
struct DemoTalk
{
    QByteArray message;    ///< sent when the connection is open; empty = nothing
    QByteArray answer;     ///< exactly this must come; empty = anything
    bool isClosed = false; ///< the server must close after it
};

/// A TCP client or a UDP socket that talks to one server of the Playground. What came is read from the
/// capture, so that the exchange proves the capture too.
class DemoSocket final : public DemoExchange
{
    Q_OBJECT
public:
    /// `sessions` and `records` outlive this object.
    DemoSocket(const QString& name, const EndpointSpec& spec, const DemoTalk& talk, Sessions& sessions,
               const RecordSource& records);

    void start() override;

private:
    void follow(const EndpointState& state);
    void look();
    void readReceived();
    void end(bool isRight, const QString& what);
    [[nodiscard]] QString summary() const;

    EndpointSpec m_spec;
    DemoTalk m_talk;
    Sessions& m_sessions;
    const RecordSource& m_records;
    QTimer m_poll;
    QTimer m_limit;
    EndpointId m_id;
    QByteArray m_received;
    quint64 m_nextRecord = 0;
    Timestamp m_begin;
    bool m_isOpen = false;
    bool m_hasPeerClosed = false;
    bool m_hasEnded = false;
};

} // namespace wl::cli
