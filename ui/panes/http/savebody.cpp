// SPDX-License-Identifier: MIT
#include "ui/panes/http/savebody.h"

#include "base/errortext.h"

#include <QSaveFile>

#include <cerrno>

namespace wl {

namespace {

constexpr qint64 pieceBytes = 1024 * 1024;

class SaveText
{
    Q_DECLARE_TR_FUNCTIONS(SaveText)
};

QString problem(const QString& path, int errnoValue)
{
    return ErrorText::sentence(SaveText::tr("Cannot save the body as %1").arg(path),
                               {fileErrorCode(errnoValue), path, errnoValue});
}

} // namespace

QString copyBody(const BodyFile& body, const QString& path, CopyProgress& progress, std::stop_token stop)
{
    QFile in(body.path());
    if (!in.open(QIODevice::ReadOnly))
        return problem(path, errno);
    progress.all = in.size();
    QSaveFile out(path);
    errno = 0;
    if (!out.open(QIODevice::WriteOnly))
        return problem(path, errno);
    while (!stop.stop_requested()) {
        const QByteArray piece = in.read(pieceBytes);
        if (piece.isEmpty())
            break;
        if (out.write(piece) != piece.size())
            return problem(path, errno);
        progress.done.fetch_add(piece.size());
    }
    if (stop.stop_requested() || in.error() != QFileDevice::NoError) {
        out.cancelWriting();
        return problem(path, EIO);
    }
    return out.commit() ? QString() : problem(path, errno);
}

} // namespace wl
