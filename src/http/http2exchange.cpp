// SPDX-License-Identifier: MIT
#include "http/http2exchange.h"

#include "http/http2fields.h"

namespace wl {

namespace {

/// Of `:status`; 0 where there is none.
int statusOf(const QList<Http1Field>& fields)
{
    for (const Http1Field& field : fields) {
        if (field.name == ":status")
            return field.value.toInt();
    }
    return 0;
}

/// Those without the colon in front.
QList<Http1Field> plainFields(const QList<Http1Field>& fields)
{
    QList<Http1Field> plain;
    for (const Http1Field& field : fields) {
        if (!field.name.startsWith(':'))
            plain.append(field);
    }
    return plain;
}

} // namespace

void Http2Exchange::requestBegan(const QByteArray& text)
{
    m_record.requestHead = text;
    touch();
}

void Http2Exchange::requestBody(qint64 bytes)
{
    if (m_record.requestBodyBytes != bytes)
        touch();
    m_record.requestBodyBytes = bytes;
}

void Http2Exchange::streamFields(const QList<Http1Field>& fields)
{
    touch();
    m_record.responseHead += http2Text(fields);
    const int status = statusOf(fields);
    if (m_record.hasHead)
        m_record.trailers += fields;
    else if (status / 100 == 1)
        m_record.interim.append({status, "HTTP/2", {}, plainFields(fields), {}, 0});
    else
        takeHead(status, fields);
}

void Http2Exchange::takeHead(int status, const QList<Http1Field>& fields)
{
    Http1Head& head = m_record.head;
    head.raw = http2Text(fields);
    head.status = status;
    head.version = "HTTP/2";
    head.keepAlive = true;
    head.fields = plainFields(fields);
    bool isNumber = false;
    const qint64 length = head.value("content-length").toLongLong(&isNumber);
    head.contentLength = isNumber && length >= 0 ? length : -1;
    head.framing = head.contentLength >= 0 ? Http1Framing::Length : Http1Framing::None;
    m_record.hasHead = true;
}

void Http2Exchange::streamEnded(const Error& reason, const QString& farewell)
{
    if (!farewell.isEmpty())
        fail({ErrorCode::StreamReset, farewell});
    failBy(reason);
    fail({ErrorCode::BodyCutShort, QStringLiteral("%1 bytes of the body came").arg(m_record.wireBodyBytes)});
}

void Http2Exchange::collectWarnings()
{
    if (m_record.error.code == ErrorCode::None && m_record.requestBodyBytes < m_ticket.requestBodyBytes)
        warnOfCutBody();
}

} // namespace wl
