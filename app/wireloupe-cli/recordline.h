// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QByteArray>
#include <QString>

namespace wl::cli {

/// One row of `capture list`: a record in words.
struct RecordLine
{
    quint64 number = 0; ///< from 1, as in the window
    Timestamp time;
    quint64 connection = 0; ///< from 1
    Direction direction = Direction::Sent;
    QString source;
    QString destination;
    QString protocol; ///< TCP, TLS, UDP, or HTTP where the first bytes are the start of a message
    qint64 length = 0;
    QString info;

    /// "      7  12:01:07.123456     1 ←  127.0.0.1:1 → 127.0.0.1:2  TCP  12  hello"
    [[nodiscard]] QByteArray text() const;
    [[nodiscard]] QByteArray json() const;
    /// The line above the rows.
    [[nodiscard]] static QByteArray header();
};

/// Reads a record and as much of its payload as a line shows.
[[nodiscard]] RecordLine recordLine(const RecordSource& source, RecordId id);

} // namespace wl::cli
