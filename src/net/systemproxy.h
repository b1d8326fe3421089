// SPDX-License-Identifier: MIT
#pragma once

#include "base/poolanswer.h"
#include "net/specs.h"

#include <QUrl>

#include <functional>

namespace wl {

/// Asks the system which proxy it wants for a URL: the desktop's settings, a PAC script or the environment
/// (http_proxy, no_proxy). That may take long, so a pool thread does it. One thread's object; the answer
/// comes from its event loop.
class SystemProxy
{
public:
    /// The first that is of a kind that we speak; Kind::None where there is none.
    using Answer = std::function<void(const ProxySpec&)>;

    /// Gives up what is under way.
    void start(const QUrl& url, Answer answer);
    /// No answer comes any more (the system cannot be stopped).
    void cancel() { m_answer.cancel(); }

private:
    PoolAnswer<ProxySpec> m_answer;
};

} // namespace wl
