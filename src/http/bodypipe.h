// SPDX-License-Identifier: MIT
#pragma once

#include "http/bodywriter.h"
#include "net/wiretapticket.h"

#include <QObject>

namespace wl {

/// Where pipes and their writers meet.
struct BodyThreads
{
    QObject* disk = nullptr; ///< lives on the disk thread; outlives every pipe
    QObject* home = nullptr; ///< lives on the pipes' thread; outlives the disk thread
    std::shared_ptr<BodyStore> store;
};

/// Hands one body's pieces to a BodyWriter on the disk thread, and tells the wire tap how far that has come:
/// so a slow disk slows this server down and nobody else. Lives on the network thread.
class BodyPipe final : public QObject
{
    Q_OBJECT
public:
    BodyPipe(const BodyThreads& threads, const QList<QByteArray>& codings, std::shared_ptr<TapFlow> flow,
             QObject* parent);
    /// What was handed over is written all the same.
    ~BodyPipe() override;

    void write(const QByteArray& bytes);
    /// finished() comes when all is written.
    void finish(bool isWhole);
    /// As far as it is known now.
    [[nodiscard]] BodyProgress progress() const;

signals:
    /// The disk refused; nothing more is written.
    void failed(const wl::Error& error);
    void finished();
    /// The tap had stopped reading, and enough is taken now.
    void resumed();

private:
    struct Shared;

    QObject* m_disk;
    std::shared_ptr<Shared> m_shared; ///< lives on while the disk thread is at it
};

} // namespace wl
