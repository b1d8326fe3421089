// SPDX-License-Identifier: MIT
#include "capturereading.h"

#include "base/errortext.h"
#include "exitcode.h"
#include "runoptions.h"

#include <QEventLoop>
#include <QTimer>

#include <fcntl.h>
#include <unistd.h>

namespace wl::cli {

namespace {

constexpr int pollMs = 5;
constexpr qint64 pieceBytes = 1024LL * 1024;

} // namespace

CaptureReading::CaptureReading(const QString& path)
    : m_path(path)
{
    auto opened = path == QLatin1String("-")
                      ? CaptureFile::openPipe(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0),
                                              QStringLiteral("standard input"))
                      : CaptureFile::open(path);
    if (opened)
        m_file = std::move(*opened);
    else
        m_openError = opened.error();
}

int CaptureReading::forEach(const Row& row)
{
    quint64 next = 0;
    return forEachPart([&](quint64 count) {
        bool isWanted = true;
        for (; next < count && isWanted; ++next)
            isWanted = row(RecordId(next));
        return isWanted;
    });
}

int CaptureReading::forEachPart(const Part& part)
{
    if (!m_file)
        return tell(m_openError);
    QEventLoop loop;
    QTimer poll;
    bool isWanted = true;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        const bool isLast = m_file->progress().isFinished; // asked before the count, which then is the last
        isWanted = part(m_file->recordCount());
        if (isLast || !isWanted)
            loop.quit();
    });
    poll.start(pollMs);
    loop.exec();
    m_file->cancel();
    const auto error = m_file->progress().error;
    return isWanted && error ? tell(*error) : int(Done);
}

bool CaptureReading::readPayload(RecordId id, const std::function<void(QByteArrayView, quint64)>& take) const
{
    const qint64 length = m_file->record(id).length;
    for (qint64 offset = 0; offset < length;) {
        const auto piece = m_file->payload(id, offset, pieceBytes);
        if (!piece || piece->isEmpty()) {
            complain(QStringLiteral("The payload of record %1 cannot be read.").arg(id.value() + 1));
            return false;
        }
        take(*piece, quint64(offset));
        offset += piece->size();
    }
    return true;
}

int CaptureReading::tell(const Error& error) const
{
    complain(ErrorText::sentence(QStringLiteral("Cannot read the capture ") + m_path, error));
    return FileFailed;
}

} // namespace wl::cli
