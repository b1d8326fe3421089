// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "decode/decodedmessage.h"

#include <vector>

namespace wl {

/// What HAR says of one HTTP message: its parts, found among the fields of what was decoded. A value.
struct HarMessage
{
    struct Field
    {
        QByteArray name;
        QByteArray value;
    };

    [[nodiscard]] static HarMessage of(const DecodedMessage& message);

    [[nodiscard]] bool isRequest() const { return !method.isEmpty(); }
    /// The first header field of that name, any case; empty where there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    /// Bytes that it holds.
    [[nodiscard]] qint64 size() const { return content.size() + headSize; }

    QByteArray method;
    QByteArray target;
    QByteArray version;
    qint64 status = 0;
    QByteArray reason;
    std::vector<Field> headers;
    qint64 headSize = 0; ///< bytes up to the body
    qint64 bodySize = 0; ///< bytes of the body with its content coding
    QByteArray content;
    bool isContentWhole = true;
    QString problem;

    QString note; ///< what a person said of its last record
    ConnectionId connection;
    Direction direction = Direction::Sent;
    qint64 firstNs = 0; ///< when its first byte came, and its last
    qint64 lastNs = 0;
    bool isSelected = false; ///< its last record is
};

} // namespace wl
