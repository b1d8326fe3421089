// SPDX-License-Identifier: MIT
#include "httpcurl.h"

#include "base/errortext.h"

#include <QFile>

#include <cstdio>

namespace wl::cli {

namespace {

constexpr qint64 mostBytes = 16 * 1024 * 1024;

Result<QString> standardInputText()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail(ErrorCode::FileFailed, input.errorString());
    const QByteArray bytes = input.read(mostBytes + 1);
    if (bytes.size() > mostBytes)
        return fail(ErrorCode::TooLarge, QStringLiteral("the curl command"));
    return QString::fromUtf8(bytes);
}

} // namespace

Result<CurlImport> readCurl(const QString& text)
{
    const Result<QString> command = text == QLatin1String("-") ? standardInputText() : Result<QString>(text);
    if (!command)
        return tl::make_unexpected(command.error());
    const auto imports = importCurl(*command);
    if (!imports)
        return fail(ErrorCode::BadOption, QStringLiteral("--curl: ") + ErrorText::reason(imports.error()));
    CurlImport first = imports->constFirst();
    if (imports->size() > 1)
        first.notes.append(
            QStringLiteral("The text has %1 requests: the first one is sent.").arg(imports->size()));
    return first;
}

} // namespace wl::cli
