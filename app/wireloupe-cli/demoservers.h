// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "demoexchange.h"
#include "session/sessions.h"

#include <functional>
#include <vector>

namespace wl::cli {

/// One server of the Playground as the demo runs it.
struct DemoServer
{
    QString name;
    EndpointSpec spec; ///< on a free port of 127.0.0.1
    EndpointId id;
    SocketAddress address; ///< once it listens
};

/// The servers of the Playground that both programs carry. Errors: those of Workspace::load.
[[nodiscard]] Result<std::vector<DemoServer>> loadDemoServers();

/// "tcp://127.0.0.1:40123"
[[nodiscard]] QString demoAddress(const DemoServer& server);

/// What the demo says to such a server and must hear; nothing for a server that it does not know how to talk
/// to.
[[nodiscard]] std::vector<std::unique_ptr<DemoExchange>>
demoExchanges(const DemoServer& server, Sessions& sessions, const RecordSource& records);

} // namespace wl::cli
