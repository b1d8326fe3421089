// SPDX-License-Identifier: MIT
#include "payload/payloadsource.h"

#include "base/limits.h"
#include "payload/payloadprogram.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cerrno>
#include <chrono>

namespace wl {

struct PayloadSource::Private
{
    PayloadProgram program;
    QString text; ///< for the places in errors
    QString filePath;
    std::optional<QByteArray> bytes; ///< of ofBytes()
    quint64 messages = 0;

    [[nodiscard]] Result<QByteArray> render() const
    {
        if (bytes)
            return *bytes;
        if (!filePath.isEmpty())
            return readPayloadFile();
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        auto rendered =
            program.render({messages, std::chrono::nanoseconds(now).count(), QRandomGenerator::global()});
        if (!rendered)
            return tl::make_unexpected(PayloadText::error(text, rendered.error()));
        return std::move(*rendered);
    }

    [[nodiscard]] Result<QByteArray> readPayloadFile() const
    {
        QFile file(filePath);
        if (!file.open(QIODevice::ReadOnly))
            return fail(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound, filePath);
        if (file.size() > limits::sendQueueBytes)
            return fail(ErrorCode::TooLarge, filePath);
        QByteArray content = file.readAll();
        if (file.error() != QFileDevice::NoError)
            return fail(ErrorCode::FileFailed, filePath);
        return content;
    }
};

namespace {

Result<void> checkFile(const QString& path)
{
    if (path.isEmpty())
        return fail(ErrorCode::BadPayload, PayloadText::tr("no file is chosen"));
    const QFileInfo info(path);
    if (!info.exists())
        return fail(ErrorCode::FileNotFound, path, ENOENT);
    // A pipe or a device could block, or never end.
    if (!info.isFile() || !info.isReadable())
        return fail(ErrorCode::FileNotReadable, path, info.isDir() ? EISDIR : EACCES);
    return {};
}

} // namespace

PayloadSource::PayloadSource()
    : d(std::make_unique<Private>())
{
}

PayloadSource::PayloadSource(PayloadSource&&) noexcept = default;
PayloadSource& PayloadSource::operator=(PayloadSource&&) noexcept = default;
PayloadSource::~PayloadSource() = default;

Result<PayloadSource> PayloadSource::compile(const PayloadSpec& spec)
{
    PayloadSource source;
    if (spec.form == PayloadSpec::Form::File) {
        if (auto ok = checkFile(spec.text); !ok)
            return tl::make_unexpected(ok.error());
        source.d->filePath = spec.text;
        return source;
    }
    auto program = PayloadProgram::compile(spec);
    if (!program)
        return tl::make_unexpected(PayloadText::error(spec.text, program.error()));
    source.d->program = std::move(*program);
    if (source.d->program.hasTemplates())
        source.d->text = spec.text;
    return source;
}

PayloadSource PayloadSource::ofBytes(const QByteArray& bytes)
{
    PayloadSource source;
    source.d->bytes = bytes;
    return source;
}

void PayloadSource::setMessagesBefore(quint64 messages)
{
    d->messages = messages;
}

Result<QByteArray> PayloadSource::render()
{
    auto bytes = d->render();
    if (bytes)
        ++d->messages;
    return bytes;
}

Result<QByteArray> PayloadSource::preview() const
{
    return d->render();
}

bool PayloadSource::isFile() const
{
    return !d->filePath.isEmpty();
}

QString PayloadSource::filePath() const
{
    return d->filePath;
}

bool PayloadSource::isDynamic() const
{
    return d->program.isDynamic();
}

} // namespace wl
