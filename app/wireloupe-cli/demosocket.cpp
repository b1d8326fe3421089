// SPDX-License-Identifier: MIT
#include "demosocket.h"

#include "base/errortext.h"
#include "duration.h"
#include "terminaltext.h"

namespace wl::cli {

namespace {

using namespace std::chrono_literals;
using Phase = EndpointState::Phase;

constexpr auto pollEvery = 2ms;
constexpr auto longest = 5s;
constexpr qsizetype quotedBytes = 48;

} // namespace

QString demoQuoted(const QByteArray& bytes)
{
    QString text = harmlessLine(QString::fromUtf8(bytes.left(quotedBytes)));
    if (bytes.size() > quotedBytes)
        text += u'…';
    return u'"' + text + u'"';
}

DemoSocket::DemoSocket(const QString& name, const EndpointSpec& spec, const DemoTalk& talk,
                       Sessions& sessions, const RecordSource& records)
    : DemoExchange(name)
    , m_spec(spec)
    , m_talk(talk)
    , m_sessions(sessions)
    , m_records(records)
{
    connect(&m_poll, &QTimer::timeout, this, &DemoSocket::look);
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        end(false, QStringLiteral("no answer within 5 s; came: %1").arg(demoQuoted(m_received)));
    });
    connect(&m_sessions, &Sessions::stateChanged, this, [this](EndpointId id, const EndpointState& state) {
        if (id == m_id)
            follow(state);
    });
}

void DemoSocket::start()
{
    m_begin = now();
    m_nextRecord = m_records.recordCount();
    const auto started = m_sessions.start(m_spec);
    if (!started)
        return end(false, ErrorText::reason(started.error()));
    m_id = *started;
    m_limit.start(longest);
}

void DemoSocket::follow(const EndpointState& state)
{
    switch (state.phase) {
    case Phase::Open:
    case Phase::Listening: break;
    case Phase::PeerFinished: m_hasPeerClosed = true; return;
    case Phase::Stopped:
        m_hasPeerClosed = true;
        return m_isOpen ? look() : end(false, ErrorText::reason(state.error));
    case Phase::Failed: return end(false, ErrorText::reason(state.error));
    default: return;
    }
    if (std::exchange(m_isOpen, true))
        return;
    m_poll.start(pollEvery);
    if (m_talk.message.isEmpty())
        return;
    SendJob job;
    job.payload.form = PayloadSpec::Form::Hex;
    job.payload.text = QString::fromLatin1(m_talk.message.toHex());
    if (const auto sent = m_sessions.send(m_id, job); !sent)
        end(false, ErrorText::reason(sent.error()));
}

void DemoSocket::look()
{
    if (m_hasEnded)
        return;
    const bool hasClosed = m_hasPeerClosed; // before the records are read, which then are all
    readReceived();
    if (m_talk.isClosed && !hasClosed)
        return;
    const bool isComplete =
        m_talk.answer.isEmpty() ? !m_received.isEmpty() : m_received.size() >= m_talk.answer.size();
    if (!isComplete && !hasClosed)
        return;
    const bool isRight = m_talk.answer.isEmpty() ? isComplete : m_received == m_talk.answer;
    end(isRight, summary());
}

void DemoSocket::readReceived()
{
    for (const quint64 count = m_records.recordCount(); m_nextRecord < count; ++m_nextRecord) {
        const RecordId id(m_nextRecord);
        const RecordEntry entry = m_records.record(id);
        const bool isOurs = m_records.connection(entry.connectionId()).info.endpoint == m_id;
        if (!isOurs || entry.kind != RecordKind::Data || entry.direction != Direction::Received)
            continue;
        if (const auto bytes = m_records.payload(id))
            m_received += *bytes;
    }
}

QString DemoSocket::summary() const
{
    QString text;
    if (!m_talk.message.isEmpty())
        text = QStringLiteral("→ %1  ").arg(demoQuoted(m_talk.message));
    text += QStringLiteral("← %1").arg(demoQuoted(m_received));
    if (m_talk.isClosed)
        text += QStringLiteral("  closed by the server");
    return text + QStringLiteral("  ") + durationText(now() - m_begin);
}

void DemoSocket::end(bool isRight, const QString& what)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_poll.stop();
    m_limit.stop();
    if (m_id.isValid())
        m_sessions.remove(m_id);
    emit finished(isRight, what);
}

} // namespace wl::cli
