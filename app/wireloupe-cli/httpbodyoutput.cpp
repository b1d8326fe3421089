// SPDX-License-Identifier: MIT
#include "httpbodyoutput.h"

namespace wl::cli {

namespace {

constexpr qint64 pieceBytes = 256LL * 1024;

} // namespace

HttpBodyOutput::HttpBodyOutput(const QString& path)
    : m_out(path)
{
}

Result<void> HttpBodyOutput::complete()
{
    const bool wantsFile = !m_out.fileName().isEmpty() && !m_out.isOpen();
    if (wantsFile && !m_out.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return fail(ErrorCode::FileNotWritable, m_out.fileName());
    return {};
}

Result<void> HttpBodyOutput::pump(const std::shared_ptr<BodyFile>& body, EventPrinter& printer)
{
    if (!body)
        return {};
    if (const auto opened = complete(); !opened)
        return opened;
    // A small body is in memory and needs no cache folder.
    if (!body->bytes().isNull())
        return write(QByteArrayView(body->bytes()).sliced(qsizetype(m_offset)), printer);
    return copyFile(body->path(), printer);
}

Result<void> HttpBodyOutput::copyFile(const QString& path, EventPrinter& printer)
{
    if (!m_in.isOpen()) {
        m_in.setFileName(path);
        if (!m_in.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return fail(ErrorCode::FileNotReadable, path);
    }
    for (QByteArray piece = m_in.read(pieceBytes); !piece.isEmpty(); piece = m_in.read(pieceBytes)) {
        if (const auto written = write(piece, printer); !written || printer.out().isBroken())
            return written;
    }
    if (m_in.error() != QFileDevice::NoError)
        return fail(ErrorCode::FileFailed, m_in.fileName());
    return {};
}

Result<void> HttpBodyOutput::write(QByteArrayView piece, EventPrinter& printer)
{
    if (m_out.isOpen()) {
        if (m_out.write(piece.data(), piece.size()) != piece.size())
            return fail(m_out.error() == QFileDevice::ResourceError ? ErrorCode::DiskFull
                                                                    : ErrorCode::FileFailed,
                        m_out.fileName());
    } else {
        printer.printDocument(piece, m_offset);
    }
    m_offset += quint64(piece.size());
    return {};
}

} // namespace wl::cli
