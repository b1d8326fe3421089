// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"

#include <QByteArray>

#include <functional>

namespace wl::cli {

class EventPrinter;

/// Something to be printed. Plain data that travels from the network thread and the main thread to the
/// printer.
struct TrafficEvent
{
    enum class Kind : quint8 {
        Listening, ///< text: the address
        Known,     ///< a connection's facts: `info`; prints nothing
        Opened,
        Data,
        HalfClosed,
        Closed, ///< also by reset; text says how
        Failed,
        Note,
        Words, ///< a line for people; `conn` is not set
        Job,   ///< `job` is called on the printer's thread
    };

    Kind kind = Kind::Words;
    Direction direction = Direction::Received;
    ConnectionId conn;
    Timestamp time;
    QByteArray bytes; ///< of Data; UTF-8 text of the others
    std::shared_ptr<const ConnectionInfo> info;
    std::function<void(EventPrinter&)> job;
};

} // namespace wl::cli
