// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretap.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>

#include <memory>

namespace wl {

class BodyDevice;
struct ComposedRequest;

/// One manager of the Qt engine, which carries one exchange at a time. Managers' thread.
class ManagerSlot final : public QObject
{
    Q_OBJECT
public:
    /// How long a manager may take to say that its exchange is over.
    static constexpr std::chrono::seconds endLimit{5};

    explicit ManagerSlot(QByteArray name, QObject* parent);

    /// Its SOCKS user name, which names it to the tap.
    [[nodiscard]] const QByteArray& name() const { return m_name; }
    /// It carries no exchange, and its manager has said that the last one is over.
    [[nodiscard]] bool isFree() const { return !m_isTaken && !m_reply; }

    void setTaken() { m_isTaken = true; }
    /// Sends through the tap. `body` (null = none) becomes the reply's.
    void send(const ComposedRequest& request, const TapDoor& door, std::unique_ptr<BodyDevice> body);
    /// Clears what the last exchange has left: when there is nothing else to do.
    void tidy() { m_lastReply.reset(); }
    /// The exchange is over; the manager hears of it from the tap, or by the body's end where the request is
    /// not whole.
    void letGo();
    /// Looks whether the manager has heard of it: one that does not answer for long is replaced.
    void tick(Timestamp time);

signals:
    /// It can be taken again.
    void freed();
    /// The manager ended the exchange that it still carries; the tap says why, unless it never heard of it.
    void endedEarly(const QString& reason);

private:
    void renew();
    void setDoor(const TapDoor& door);
    void replyFinished();

    QByteArray m_name;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    quint16 m_doorPort = 0;
    QByteArray m_doorPassword;
    QPointer<QNetworkReply> m_reply;
    QPointer<BodyDevice> m_body; ///< of m_reply, null where it has none
    std::unique_ptr<QNetworkReply>
        m_lastReply;         ///< finished; deleted while the next request waits for its answer
    Timestamp m_endingSince; ///< valid while the exchange is over and the manager has not said so
    bool m_isTaken = false;
};

/// At most sixteen managers. Each brings a hidden thread of Qt's, so they are made as they are needed. Any of
/// them serves any exchange: connections to servers are the tap's, not theirs.
class ManagerPool final : public QObject
{
    Q_OBJECT
public:
    static constexpr int maxManagers = 16;

    using QObject::QObject;

    /// A free manager, null where there is none: freed() then comes.
    [[nodiscard]] ManagerSlot* take();
    void tick(Timestamp time);

signals:
    void freed();

private:
    QList<ManagerSlot*> m_slots;
};

} // namespace wl
