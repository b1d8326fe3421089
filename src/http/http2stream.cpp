// SPDX-License-Identifier: MIT
#include "http/http2stream.h"

#include "base/limits.h"

#include <algorithm>

namespace wl {

QString http2CodeName(quint32 code)
{
    return QString::fromLatin1(nghttp2_http2_strerror(code));
}

bool Http2Stream::addField(const QByteArray& name, const QByteArray& value)
{
    fieldBytes += name.size() + value.size() + 4;
    ++fieldCount;
    if (fieldBytes > limits::headerBytes || fieldCount > limits::headerFields) {
        failure = Error{ErrorCode::HeaderTooLarge,
                        QStringLiteral("%1 fields with %2 bytes came").arg(fieldCount).arg(fieldBytes)};
        return false;
    }
    fields.append({name, value});
    return true;
}

void Http2Stream::endFields()
{
    const QList<Http1Field> section = std::exchange(fields, {});
    if (user)
        user->streamFields(section);
}

qint64 Http2Stream::readBody(char* data, qint64 size)
{
    if (bodyLeft == 0 || !body)
        return 0;
    const qint64 count = body->read(data, std::min(size, bodyLeft));
    if (count <= 0)
        return -1;
    bodyLeft -= count;
    return count;
}

Error Http2Stream::closedBy(quint32 code, const QString& reason) const
{
    if (failure)
        return *failure;
    if (code == NGHTTP2_REFUSED_STREAM)
        return {ErrorCode::NotProcessed, resetCode ? QStringLiteral("RST_STREAM REFUSED_STREAM") : reason};
    if (resetCode)
        return {ErrorCode::StreamReset, QStringLiteral("RST_STREAM ") + http2CodeName(*resetCode)};
    return {ErrorCode::BadHttp2, reason.isEmpty() ? http2CodeName(code) : reason};
}

} // namespace wl
