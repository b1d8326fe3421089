// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QObject>
#include <QSocketNotifier>

namespace wl::cli {

/// Standard input, read piece by piece and only when asked, so that a slow peer slows the reader down. Main
/// thread.
class StandardInput final : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 pieceBytes = 256LL * 1024;

    explicit StandardInput(QObject* parent = nullptr);

    /// One piece, the end or a failure comes, later.
    void request();

signals:
    void came(const QByteArray& piece);
    void ended();
    void failed(const wl::Error& error);

private:
    void readPiece();

    QSocketNotifier* m_notifier = nullptr;
};

/// All of standard input, which this waits for. Errors: FileFailed; TooLarge beyond `maxBytes`.
[[nodiscard]] Result<QByteArray> readStandardInput(qint64 maxBytes);

} // namespace wl::cli
