// SPDX-License-Identifier: MIT
#include "ui/panes/common/payloadcheck.h"

#include "base/limits.h"
#include "payload/payloadsource.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace wl {

Result<qint64> payloadSize(const PayloadSpec& spec)
{
    const Result<PayloadSource> source = PayloadSource::compile(spec);
    if (!source)
        return tl::make_unexpected(source.error());
    if (source->isFile())
        return QFileInfo(source->filePath()).size();
    const Result<QByteArray> bytes = source->preview();
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    return bytes->size();
}

QString datagramProblem(const PayloadSpec& spec)
{
    const Result<qint64> size = payloadSize(spec);
    if (!size || *size <= limits::datagramBytes)
        return {};
    return QCoreApplication::translate("PayloadCheck", "A datagram holds at most %1; this is %2.")
        .arg(format::exactSize(limits::datagramBytes), format::exactSize(*size));
}

} // namespace wl
