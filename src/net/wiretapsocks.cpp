// SPDX-License-Identifier: MIT
#include "net/wiretapsocks.h"

#include <QHostAddress>

#include <utility>

namespace wl {

namespace {

constexpr uchar socksVersion = 5;
constexpr uchar authVersion = 1;
constexpr uchar userPasswordMethod = 2;
constexpr uchar connectCommand = 1;
constexpr uchar ipv4Type = 1;
constexpr uchar nameType = 3;
constexpr uchar ipv6Type = 4;

} // namespace

qsizetype WireTapSocks::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    while (m_state == State::Handshake && taken < bytes.size()) {
        m_bytes.append(bytes[taken++]);
        if (!isRightVersion()) {
            refuseStep();
            break;
        }
        const qsizetype length = messageLength();
        if (length > 0 && m_bytes.size() == length) {
            handleMessage();
            m_bytes.clear();
        }
    }
    return taken;
}

bool WireTapSocks::isRightVersion() const
{
    return uchar(m_bytes[0]) == (m_step == Step::Credentials ? authVersion : socksVersion);
}

void WireTapSocks::refuseStep()
{
    switch (m_step) {
    case Step::Methods: m_answer += QByteArray("\x05\xff", 2); break;
    case Step::Credentials: m_answer += QByteArray("\x01\x01", 2); break;
    case Step::Request: m_answer += QByteArray("\x05\x07\x00\x01\x00\x00\x00\x00\x00\x00", 10); break;
    }
    m_state = State::Refused;
}

qsizetype WireTapSocks::messageLength() const
{
    const auto at = [this](qsizetype i) { return qsizetype(uchar(m_bytes[i])); };
    const qsizetype size = m_bytes.size();
    switch (m_step) {
    case Step::Methods: return size < 2 ? 0 : 2 + at(1);
    case Step::Credentials: {
        if (size < 2 || size < 3 + at(1))
            return 0;
        return 3 + at(1) + at(2 + at(1));
    }
    case Step::Request:
        if (size < 5)
            return 0;
        if (at(3) == nameType)
            return 7 + at(4);
        return at(3) == ipv6Type ? 22 : 10;
    }
    return 0;
}

void WireTapSocks::handleMessage()
{
    switch (m_step) {
    case Step::Methods: readMethods(); break;
    case Step::Credentials: readCredentials(); break;
    case Step::Request: readRequest(); break;
    }
}

void WireTapSocks::readMethods()
{
    if (m_bytes.indexOf(char(userPasswordMethod), 2) < 0) {
        refuseStep();
        return;
    }
    m_answer += QByteArray("\x05\x02", 2);
    m_step = Step::Credentials;
}

void WireTapSocks::readCredentials()
{
    const qsizetype userLength = uchar(m_bytes[1]);
    m_user = m_bytes.sliced(2, userLength);
    m_password = m_bytes.sliced(3 + userLength);
    m_state = State::Authenticating;
}

void WireTapSocks::accept()
{
    m_answer += QByteArray("\x01\x00", 2);
    m_step = Step::Request;
    m_state = State::Handshake;
}

void WireTapSocks::refuse()
{
    refuseStep();
}

void WireTapSocks::readRequest()
{
    const uchar type = uchar(m_bytes[3]);
    const bool known = type == ipv4Type || type == nameType || type == ipv6Type;
    if (uchar(m_bytes[1]) != connectCommand || !known) {
        refuseStep();
        return;
    }
    if (type == nameType) {
        m_host = QString::fromUtf8(m_bytes.sliced(5, uchar(m_bytes[4])));
    } else if (type == ipv4Type) {
        const QByteArray a = m_bytes.sliced(4, 4);
        m_host = QHostAddress(quint32(uchar(a[0])) << 24 | quint32(uchar(a[1])) << 16 |
                              quint32(uchar(a[2])) << 8 | quint32(uchar(a[3])))
                     .toString();
    } else {
        m_host = QHostAddress(reinterpret_cast<const quint8*>(m_bytes.constData() + 4)).toString();
    }
    m_port = quint16(uchar(m_bytes[m_bytes.size() - 2]) << 8 | uchar(m_bytes.back()));
    m_answer += QByteArray("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);
    m_state = State::Connected;
}

QByteArray WireTapSocks::takeAnswer()
{
    return std::exchange(m_answer, {});
}

} // namespace wl
