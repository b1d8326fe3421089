// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/rawpeer.h"

#include <QFile>

#include <poll.h>

#include <cstring>
#include <thread>

namespace wl::test {

/// How large the body is, and by how much memory may grow meanwhile.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr qint64 bodyBytes = 64LL * 1024 * 1024;
inline constexpr qint64 allowedGrowth = 512LL * 1024 * 1024; // a sanitizer keeps what is freed
#else
inline constexpr qint64 bodyBytes = 1024LL * 1024 * 1024;
inline constexpr qint64 allowedGrowth = 64LL * 1024 * 1024;
#endif

/// RssAnon of a process in bytes, -1 where it is gone.
inline qint64 anonymousBytes(const QString& process = QStringLiteral("self"))
{
    QFile file(QStringLiteral("/proc/%1/status").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("RssAnon:"))
            return line.mid(8).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return -1;
}

/// A block of the body: its number, so that nothing can be missing, doubled or out of order, and noise.
inline constexpr qint64 blockBytes = 64 * 1024;
inline void fillBlock(QByteArray& block, qint64 number)
{
    quint64 value = quint64(number) * 0x9e3779b97f4a7c15ull + 1;
    for (qsizetype i = 0; i + 8 <= block.size(); i += 8) {
        value = value * 6364136223846793005ull + 1442695040888963407ull;
        std::memcpy(block.data() + i, &value, 8);
    }
}

/// Serves one request with the big body, from a thread of its own: blocking, a block in memory.
class BigServer
{
public:
    explicit BigServer(bool chunked)
        : m_thread([this, chunked] { serve(chunked); })
    {
    }
    ~BigServer() { m_thread.join(); }
    [[nodiscard]] quint16 port() const { return m_listener.port(); }

private:
    void serve(bool chunked)
    {
        pollfd waiting{m_listener.fd(), POLLIN, 0};
        ::poll(&waiting, 1, 10000);
        std::optional<RawPeer> peer = m_listener.accept();
        if (!peer)
            return;
        ::fcntl(peer->fd(), F_SETFL, ::fcntl(peer->fd(), F_GETFL) & ~O_NONBLOCK);
        char request[4096];
        (void)!::recv(peer->fd(), request, sizeof request, 0);
        const QByteArray framing = chunked ? QByteArray("Transfer-Encoding: chunked")
                                           : "Content-Length: " + QByteArray::number(bodyBytes);
        bool ok = sendAll(*peer, "HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
        QByteArray block(blockBytes, '\0');
        for (qint64 i = 0; ok && i < bodyBytes / blockBytes; ++i) {
            fillBlock(block, i);
            if (chunked)
                ok = sendAll(*peer, QByteArray::number(blockBytes, 16) + "\r\n");
            ok = ok && sendAll(*peer, block) && (!chunked || sendAll(*peer, "\r\n"));
        }
        if (chunked)
            sendAll(*peer, "0\r\n\r\n");
    }
    static bool sendAll(RawPeer& peer, QByteArrayView bytes)
    {
        while (!bytes.isEmpty()) {
            const qsizetype sent = peer.send(bytes);
            if (sent <= 0)
                return false;
            bytes = bytes.sliced(sent);
        }
        return true;
    }

    RawListener m_listener;
    std::thread m_thread;
};

/// Whether a file holds just that body.
inline bool isTheBody(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() != bodyBytes)
        return false;
    QByteArray expected(blockBytes, '\0');
    QByteArray block(blockBytes, '\0');
    for (qint64 i = 0; i < bodyBytes / blockBytes; ++i) {
        fillBlock(expected, i);
        if (file.read(block.data(), blockBytes) != blockBytes || block != expected)
            return false;
    }
    return true;
}

} // namespace wl::test
