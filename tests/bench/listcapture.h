// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturestore.h"

#include <QHostAddress>
#include <QTemporaryDir>

#include <cstdio>
#include <memory>

namespace bench {

/// A segmented capture for the traffic list to show, with one connection.
struct ListCapture
{
    /// In `folder`; `store` is null, which was told, where it cannot be made.
    explicit ListCapture(const QTemporaryDir& folder)
    {
        wl::CaptureConfig config;
        config.path = folder.filePath(QStringLiteral("capture"));
        config.segmented = true;
        auto made = wl::CaptureStore::create(config);
        if (!made) {
            std::fprintf(stderr, "cannot make a capture\n");
            return;
        }
        store = std::move(*made);
        wl::ConnectionInfo info;
        info.peer = wl::SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 40'000);
        info.local = wl::SocketAddress::from(QHostAddress(QHostAddress::LocalHost), 8'080);
        info.label = QStringLiteral("Echo server");
        connection = store->addConnection(info);
    }

    std::unique_ptr<wl::CaptureStore> store;
    wl::ConnectionId connection;
};

} // namespace bench
