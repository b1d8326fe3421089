// SPDX-License-Identifier: MIT
#include "httpcurl.h"

#include "base/errortext.h"
#include "standardinput.h"

namespace wl::cli {

namespace {

constexpr qint64 mostBytes = 16 * 1024 * 1024;

} // namespace

Result<CurlImport> readCurl(const QString& text)
{
    QString command = text;
    if (text == QLatin1String("-")) {
        const Result<QByteArray> input = readStandardInput(mostBytes);
        if (!input)
            return tl::make_unexpected(input.error());
        command = QString::fromUtf8(*input);
    }
    const auto imports = importCurl(command);
    if (!imports)
        return fail(ErrorCode::BadOption, QStringLiteral("--curl: ") + ErrorText::reason(imports.error()));
    CurlImport first = imports->constFirst();
    if (imports->size() > 1)
        first.notes.append(
            QStringLiteral("The text has %1 requests: the first one is sent.").arg(imports->size()));
    return first;
}

} // namespace wl::cli
