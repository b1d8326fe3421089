// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/descriptor.h"

#include <QByteArray>
#include <QByteArrayView>

#include <deque>

namespace wl {

/// What a connection has yet to send: bytes in memory, bounded by limits::sendQueueBytes, and files, which
/// are read piece by piece as they come to the front. A plain value, one thread.
class SendQueue
{
public:
    /// The largest piece of a file that is held in memory, and the largest piece front() gives.
    static constexpr qint64 pieceBytes = 1024LL * 1024;
    /// Files that may wait in one queue, each holding a descriptor.
    static constexpr int maxFiles = 64;

    /// Errors: QueueFull, and then nothing of it is taken.
    [[nodiscard]] Result<void> append(QByteArrayView bytes);
    /// The file as long as it is now. Errors: FileNotFound, FileNotReadable (also for what is no regular
    /// file), QueueFull.
    [[nodiscard]] Result<void> appendFile(const QString& path);

    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }
    /// Whether append() would take this many bytes.
    [[nodiscard]] bool hasRoom(qint64 bytes) const;
    /// All that is left to send, files included.
    [[nodiscard]] qint64 bytes() const { return m_memoryBytes + m_fileBytes; }

    /// The next bytes to send, at most pieceBytes and at least one; valid until the next call that is not
    /// const. Not for an empty queue. Errors: the file in front failed or got shorter (its rest is dropped;
    /// the queue may then be empty).
    [[nodiscard]] Result<QByteArrayView> front();
    /// `count` bytes of what front() gave are sent.
    void consume(qint64 count);
    void clear();

private:
    struct Entry
    {
        QByteArray bytes; ///< of a file: the piece that was read
        qint64 offset = 0;
        Descriptor file;
        qint64 fileLeft = 0; ///< not yet read
        QString path;
    };

    [[nodiscard]] Result<void> readPiece(Entry& entry);

    std::deque<Entry> m_entries;
    qint64 m_memoryBytes = 0;
    qint64 m_fileBytes = 0; ///< of files: unread, and read but not yet sent
    int m_files = 0;
};

} // namespace wl
