// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapgate.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>

#include <memory>
#include <vector>

namespace wl {

class BodyDevice;
struct ComposedRequest;

/// One manager of the Qt engine, which carries one exchange at a time. Managers' thread.
class ManagerSlot final : public QObject
{
    Q_OBJECT
public:
    explicit ManagerSlot(QByteArray name, QObject* parent);

    /// Its SOCKS user name, which names it to the tap.
    [[nodiscard]] const QByteArray& name() const { return m_name; }
    [[nodiscard]] const QByteArray& profile() const { return m_profile; }
    /// A kept-alive connection that it may have is for another profile: it is dropped.
    void setProfile(const QByteArray& profile);
    [[nodiscard]] bool isTaken() const { return m_isTaken; }
    /// Its exchange is over, but the manager has not said so yet.
    [[nodiscard]] bool isEnding() const { return !m_isTaken && !m_reply.isNull(); }

    void setTaken() { m_isTaken = true; }
    /// Sends through the tap. `body` (null = none) becomes the reply's.
    void send(const ComposedRequest& request, const TapDoor& door, std::unique_ptr<BodyDevice> body);
    /// The exchange is over; with `abort` the manager gives up at once.
    void letGo(bool abort);

signals:
    /// It can be taken again.
    void freed();
    /// The manager ended the exchange that it still carries; the tap says why, unless it never heard of it.
    void endedEarly(const QString& reason);

private:
    void setDoor(const TapDoor& door);
    void replyFinished();

    QByteArray m_name;
    QByteArray m_profile;
    QNetworkAccessManager m_manager;
    quint16 m_doorPort = 0;
    QByteArray m_doorPassword;
    QPointer<QNetworkReply> m_reply;
    bool m_isTaken = false;
};

/// At most eight managers. Each brings a hidden thread of Qt's, so they are made as they are needed.
class ManagerPool final : public QObject
{
    Q_OBJECT
public:
    static constexpr int maxManagers = 8;

    using QObject::QObject;

    /// A manager for this profile: one that may have a connection for it, else a new or an unused one. Null
    /// where all are taken, or where the one with the connection is free in a moment: freed() then comes.
    [[nodiscard]] ManagerSlot* take(const QByteArray& profile);

signals:
    void freed();

private:
    [[nodiscard]] ManagerSlot* add();

    std::vector<ManagerSlot*> m_slots; ///< the least recently used first
};

} // namespace wl
