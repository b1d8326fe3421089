// SPDX-License-Identifier: MIT
#include "exportdestination.h"

#include "base/errortext.h"
#include "exitcode.h"
#include "runoptions.h"

#include <unistd.h>

namespace wl::cli {

ExportDestination::ExportDestination(const QString& path)
    : m_path(path)
    , m_out(STDOUT_FILENO)
{
    if (path.isEmpty())
        return;
    auto file = FileCommit::begin(path);
    if (file)
        m_file.emplace(std::move(*file));
    else
        m_error = file.error();
}

QString ExportDestination::name() const
{
    return m_path.isEmpty() ? QStringLiteral("standard output") : m_path;
}

Result<void> ExportDestination::write(QByteArrayView bytes)
{
    if (m_file)
        return m_file->write(bytes);
    m_out.write(bytes);
    m_out.flush();
    if (m_out.isBroken())
        return fail(fileErrorCode(m_out.errorNumber()), name(), m_out.errorNumber());
    return {};
}

int tellWriteError(const ExportDestination& to, const Error& error)
{
    if (to.isReaderGone())
        return Done;
    complain(ErrorText::sentence(QStringLiteral("Cannot write to ") + to.name(), error));
    return FileFailed;
}

} // namespace wl::cli
