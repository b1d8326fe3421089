// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <cstddef>

/// Every limit on what comes from outside, by name. Sizes in bytes.
namespace wl::limits {

inline constexpr qint64 sendQueueBytes = 64 * 1024 * 1024;     ///< queued to send per connection
inline constexpr qint64 sinkUnwrittenBytes = 64 * 1024 * 1024; ///< captured but not yet on disk
inline constexpr int readBytes = 256 * 1024;                   ///< one read of a stream
inline constexpr int datagramBytes = 65'507;                   ///< payload of one UDP datagram over IPv4
inline constexpr int serverClients = 20'000;                   ///< default limit on clients of a server
inline constexpr int udpPeers = 10'000;                        ///< remembered peers per UDP endpoint
inline constexpr int listenBacklog = 4096;
inline constexpr qint64 headerBytes = 256 * 1024; ///< head of an HTTP message
inline constexpr int headerFields = 10'000;
inline constexpr int redirects = 20;
inline constexpr int contentLayers = 5;   ///< stacked Content-Encodings
inline constexpr int contentRatio = 1000; ///< decoded : encoded, beyond contentRatioFrom
inline constexpr qint64 contentRatioFrom = 10 * 1024 * 1024;
inline constexpr qint64 contentBytes = 16LL * 1024 * 1024 * 1024; ///< decoded, of one body; streams to a file
inline constexpr qsizetype undecidedBytes = 4096;            ///< of a direction, kept to tell the protocol
inline constexpr qsizetype startLineBytes = 8192;            ///< of HTTP, kept to find a message's beginning
inline constexpr size_t pipelinedRequests = 10'000;          ///< remembered until their responses come
inline constexpr qint64 jsonMessageBytes = 16 * 1024 * 1024; ///< kept of one JSON text of a stream
inline constexpr qint64 inflatedMessageBytes = 64 * 1024 * 1024; ///< one compressed WebSocket message
inline constexpr size_t messageFrames = 1000;            ///< of a WebSocket message, shown in its tree
inline constexpr qsizetype treeFields = 2000;            ///< members of JSON in one message's tree
inline constexpr qsizetype treeDepth = 64;               ///< of JSON in a message's tree
inline constexpr qsizetype labelBytes = 120;             ///< of outside bytes in one label of a tree
inline constexpr qint64 tapAheadBytes = 4 * 1024 * 1024; ///< of a body, beyond what the reader has taken
inline constexpr qint64 segmentBytes = 64 * 1024 * 1024;
inline constexpr qint64 captureDiskBytes = 2LL * 1024 * 1024 * 1024;
inline constexpr qint64 pcapngBlockBytes = 16 * 1024 * 1024; ///< one block of a capture from others
/// TCP segments of a capture from others that wait for those before them: of one direction, and in all.
inline constexpr std::size_t heldSegments = 16'384;
inline constexpr std::size_t heldSegmentsInAll = 262'144;
/// Fragments of IP packets in a capture from others that wait for the rest: of one packet, and in all.
inline constexpr std::size_t heldFragmentsOfPacket = 2048;
inline constexpr std::size_t heldFragmentsInAll = 65'536;
/// Different descriptions of packets that an opened capture keeps; further ones do without the size.
inline constexpr std::size_t captureDescriptions = 65'536;
inline constexpr std::size_t messageFields = 20'000;   ///< of one decoded message
inline constexpr qsizetype messageBytes = 1024 * 1024; ///< kept of one binary message while it is decoded
inline constexpr qsizetype seekBytes = 32 * 1024;      ///< of a message that shows where decoding can go on
inline constexpr qint64 undecodedBytes = 16 * 1024;    ///< that one message with a problem tells of
inline constexpr qsizetype lineBytes = 64 * 1024;
inline constexpr qsizetype syslogBytes = 64 * 1024;           ///< one syslog message
inline constexpr qsizetype tlsRecordBytes = 16 * 1024 + 2048; ///< RFC 5246 §6.2.3, without the header
inline constexpr qsizetype tlsHandshakeBytes = 128 * 1024;    ///< kept of one handshake message
inline constexpr int dnsPointers = 128;                       ///< followed in one name
inline constexpr std::size_t modbusRequests = 256;            ///< that wait for their response
inline constexpr qsizetype mqttAliasBytes = 256 * 1024; ///< of topics remembered by alias, per direction
inline constexpr qint64 workspaceFileBytes = 64 * 1024 * 1024;

} // namespace wl::limits
