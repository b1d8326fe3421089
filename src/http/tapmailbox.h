// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapticket.h"

#include <functional>
#include <mutex>

namespace wl {

/// Where the network thread leaves what came of one exchange and the managers' thread takes it. The reader is
/// woken once for any number of pieces, and only for bodies and the end: for the rest it looks by its timer.
class TapMailbox final : public TapObserver
{
public:
    /// `wake` is called on the network thread and only posts.
    explicit TapMailbox(std::function<void()> wake);

    void tapBody(QByteArrayView piece) override;
    void tapChanged(const TapRecord& record) override;

    /// What came since the last call.
    struct Mail
    {
        bool isNew = false; ///< the record changed
        TapRecord record;
        QByteArray body;
    };
    [[nodiscard]] Mail take();

private:
    std::function<void()> m_wake;
    std::mutex m_mutex;
    Mail m_mail;
    bool m_isAwake = false; ///< a wake is on its way
};

} // namespace wl
