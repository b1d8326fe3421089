// SPDX-License-Identifier: MIT
#pragma once

#include "base/socketaddress.h"
#include "ui/panes/common/remark.h"
#include "workspace/item.h"

#include <QCoreApplication>

namespace wl {

/// What the UDP pane says about itself, from plain values.
class UdpWords
{
    Q_DECLARE_TR_FUNCTIONS(UdpWords)
public:
    /// `local` is where it is bound.
    [[nodiscard]] static QString title(const UdpSpec& udp, const QList<SocketAddress>& local);
    /// Of a bound socket: groups that it is not in, or that the form says something else than it was started
    /// from. The message, the target, groups and the TTL are used as they are now.
    [[nodiscard]] static Remark remark(UdpItem started, const UdpItem& form,
                                       const QList<MulticastGroup>& missingGroups);
    /// Whom a send would go to.
    struct Receivers
    {
        qsizetype peers = 0; ///< selected; 0 = the target
        bool areOfClosedSocket = false;
        QString target;
        QString problem; ///< of the form
    };
    /// Of the Send button.
    [[nodiscard]] static QString sendText(const Receivers& to);
    /// Empty where something can be sent.
    [[nodiscard]] static QString whyNotSend(const Receivers& to);
    /// What is said where no peer is; `where` is empty while nothing is bound.
    [[nodiscard]] static QString noPeers(const QString& where);
};

} // namespace wl
