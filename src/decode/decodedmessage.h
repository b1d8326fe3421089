// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <variant>
#include <vector>

namespace wl {

/// What the bytes of a conversation are, above TCP, TLS and UDP.
enum class Protocol : quint8 { Unknown, Lines, Http, WebSocket, Json, Tls, Dns, Mqtt, Modbus, Syslog, Http2 };

/// Bytes of one direction: of a stream counted from its first byte, of a datagram from its own first byte.
struct ByteRange
{
    qint64 offset = 0;
    qint64 length = 0;

    [[nodiscard]] qint64 end() const { return offset + length; }
    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// Nothing, a truth, a whole number, a fraction, or bytes (text as UTF-8 where the protocol says so, else as
/// it was).
using FieldValue = std::variant<std::monostate, bool, qint64, double, QByteArray>;

/// One value of a message and the bytes that it was read from.
struct DecodedField
{
    /// As the filter language names it ("http.status"), static storage; nullptr where only a tree shows it.
    const char* name = nullptr;
    QByteArray key; ///< of a field that carries one: the header field's name as sent
    QString label;  ///< for the tree (treeWords()); empty unless DecodeWishes::tree
    FieldValue value;
    ByteRange range; ///< of the direction, as DecodedMessage::range; empty where no bytes of the wire say it
    int parent = -1; ///< index in DecodedMessage::fields; -1 at the top
    bool isNamedOnly = false; ///< the label does not say the value
};

/// One whole message of a conversation, or what there was of one that was cut short or is malformed.
struct DecodedMessage
{
    Protocol protocol = Protocol::Unknown;
    Direction direction = Direction::Sent;
    ByteRange range;
    QString info; ///< one line for a list ("GET /posts HTTP/1.1"); empty unless DecodeWishes::info
    std::vector<DecodedField> fields; ///< parents before their children; only those that were wished for
    QByteArray content;               ///< the body without its codings, as far as DecodeWishes::contentBytes
    bool isContentWhole = true;       ///< content was not cut at the wished limit, and its codings were right
    /// What is wrong with it, and where (a byte of the direction).
    struct Problem
    {
        QString text;
        qint64 offset = 0;
    };
    std::optional<Problem> problem;
};

} // namespace wl
