// SPDX-License-Identifier: MIT
#include "standardinput.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace wl::cli {

StandardInput::StandardInput(QObject* parent)
    : QObject(parent)
{
    if (::fcntl(STDIN_FILENO, F_GETFD) < 0)
        return; // closed by whoever started us: an empty input
    m_notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this);
    m_notifier->setEnabled(false);
    connect(m_notifier, &QSocketNotifier::activated, this, &StandardInput::readPiece);
}

void StandardInput::request()
{
    if (m_notifier)
        m_notifier->setEnabled(true);
    else
        QMetaObject::invokeMethod(this, &StandardInput::ended, Qt::QueuedConnection);
}

void StandardInput::readPiece()
{
    QByteArray piece(pieceBytes, Qt::Uninitialized);
    const ssize_t got = ::read(STDIN_FILENO, piece.data(), size_t(piece.size()));
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    m_notifier->setEnabled(false);
    if (got < 0) {
        emit failed(Error{fileErrorCode(errno), QStringLiteral("standard input"), errno});
        return;
    }
    if (got == 0) {
        emit ended();
        return;
    }
    piece.truncate(got);
    emit came(piece);
}

Result<QByteArray> readStandardInput(qint64 maxBytes)
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail(ErrorCode::FileFailed, input.errorString());
    QByteArray bytes;
    while (bytes.size() <= maxBytes) { // a pipe gives what it has
        const QByteArray piece = input.read(maxBytes + 1 - bytes.size());
        if (piece.isEmpty())
            return bytes;
        bytes += piece;
    }
    return fail(ErrorCode::TooLarge, QStringLiteral("standard input"));
}

} // namespace wl::cli
