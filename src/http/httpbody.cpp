// SPDX-License-Identifier: MIT
#include "http/httpbody.h"

#include "base/typedtext.h"
#include "http/graphqlbody.h"

#include <QFileInfo>
#include <QHash>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QUrl>

#include <numeric>

namespace wl {

namespace {

void append(BodyPlan& plan, const QByteArray& bytes)
{
    if (!plan.segments.isEmpty() && plan.segments.last().filePath.isEmpty()) {
        plan.segments.last().bytes += bytes;
        plan.segments.last().size += bytes.size();
    } else if (!bytes.isEmpty()) {
        plan.segments.append({bytes, {}, bytes.size()});
    }
}

Result<void> appendFile(BodyPlan& plan, const QString& path)
{
    const QFileInfo file(path);
    if (path.isEmpty() || !file.exists())
        return fail(ErrorCode::FileNotFound, path);
    if (!file.isFile() || !file.isReadable())
        return fail(ErrorCode::FileNotReadable, path);
    plan.segments.append({{}, path, file.size()});
    return {};
}

/// application/x-www-form-urlencoded as browsers write it (WHATWG URL §5).
QByteArray formEncoded(const QString& text)
{
    QByteArray encoded = QUrl::toPercentEncoding(text, "*", "~");
    return encoded.replace("%20", "+");
}

QByteArray formText(const QList<HttpField>& fields)
{
    QByteArray text;
    for (const HttpField& field : fields) {
        if (!field.enabled || (field.name.isEmpty() && field.value.isEmpty()))
            continue;
        if (!text.isEmpty())
            text += '&';
        text += formEncoded(field.name) + '=' + formEncoded(field.value);
    }
    return text;
}

/// A name in a Content-Disposition, as browsers write it (RFC 7578 §2, WHATWG HTML §4.10.21.8).
QByteArray quotedName(const QString& name)
{
    QByteArray text = name.toUtf8();
    text.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    return '"' + text + '"';
}

QByteArray typeOfFile(const QString& path)
{
    static const QHash<QString, QByteArray> types{
        {QStringLiteral("txt"), "text/plain"},        {QStringLiteral("csv"), "text/csv"},
        {QStringLiteral("html"), "text/html"},        {QStringLiteral("htm"), "text/html"},
        {QStringLiteral("css"), "text/css"},          {QStringLiteral("js"), "text/javascript"},
        {QStringLiteral("json"), "application/json"}, {QStringLiteral("xml"), "application/xml"},
        {QStringLiteral("pdf"), "application/pdf"},   {QStringLiteral("zip"), "application/zip"},
        {QStringLiteral("gz"), "application/gzip"},   {QStringLiteral("png"), "image/png"},
        {QStringLiteral("jpg"), "image/jpeg"},        {QStringLiteral("jpeg"), "image/jpeg"},
        {QStringLiteral("gif"), "image/gif"},         {QStringLiteral("svg"), "image/svg+xml"},
        {QStringLiteral("webp"), "image/webp"},       {QStringLiteral("mp4"), "video/mp4"},
        {QStringLiteral("mp3"), "audio/mpeg"},        {QStringLiteral("wav"), "audio/wav"},
    };
    return types.value(QFileInfo(path).suffix().toLower(), "application/octet-stream");
}

void appendPartHead(BodyPlan& plan, const QByteArray& boundary, const HttpPart& part, const QString& file)
{
    QByteArray head = "--" + boundary + "\r\nContent-Disposition: " + partDisposition(part, file);
    if (const QByteArray type = partType(part, file); !type.isEmpty())
        head += "\r\nContent-Type: " + type;
    append(plan, head + "\r\n\r\n");
}

Result<void> appendPart(BodyPlan& plan, const QByteArray& boundary, const HttpPart& part)
{
    if (hasLineBreak(part.contentType))
        return fail(ErrorCode::BadOption, QStringLiteral("the content type of the part %1").arg(part.name));
    if (part.files.isEmpty()) {
        appendPartHead(plan, boundary, part, {});
        append(plan, part.text.toUtf8() + "\r\n");
        return {};
    }
    for (const QString& file : part.files) {
        appendPartHead(plan, boundary, part, file);
        if (Result<void> added = appendFile(plan, file); !added)
            return added;
        append(plan, "\r\n");
    }
    return {};
}

/// The boundary parameter of a typed content type (RFC 2046 §5.1.1); empty where there is none.
QByteArray typedBoundary(const QString& contentType)
{
    static const QRegularExpression parameter(QStringLiteral(R"*(;\s*boundary=(?:"([^"]+)"|([^;"\s]+)))*"),
                                              QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = parameter.match(contentType);
    return (match.captured(1) + match.captured(2)).toUtf8();
}

Result<void> makeMultipart(BodyPlan& plan, const HttpBody& body)
{
    const QByteArray typed = typedBoundary(body.contentType);
    const QByteArray boundary =
        !typed.isEmpty()
            ? typed
            : "----wireloupe-" + QByteArray::number(QRandomGenerator::global()->generate64(), 36);
    if (hasLineBreak(QString::fromUtf8(boundary)))
        return fail(ErrorCode::BadOption, QStringLiteral("the boundary"));
    for (const HttpPart& part : body.parts) {
        if (!part.enabled)
            continue;
        if (Result<void> added = appendPart(plan, boundary, part); !added)
            return added;
    }
    append(plan, "--" + boundary + "--\r\n");
    const QByteArray type =
        body.contentType.isEmpty() ? QByteArray("multipart/form-data") : body.contentType.toUtf8();
    plan.contentType = typed.isEmpty() ? type + "; boundary=" + boundary : type;
    return {};
}

Result<void> fill(BodyPlan& plan, const HttpBody& body)
{
    switch (body.kind) {
    case HttpBody::Kind::None: break;
    case HttpBody::Kind::Text:
        append(plan, body.text.toUtf8());
        plan.contentType = "text/plain; charset=utf-8";
        break;
    case HttpBody::Kind::Json:
        append(plan, body.text.toUtf8());
        plan.contentType = "application/json";
        break;
    case HttpBody::Kind::Xml:
        append(plan, body.text.toUtf8());
        plan.contentType = "application/xml";
        break;
    case HttpBody::Kind::Form:
        append(plan, formText(body.fields));
        plan.contentType = "application/x-www-form-urlencoded";
        break;
    case HttpBody::Kind::Multipart: return makeMultipart(plan, body);
    case HttpBody::Kind::GraphQl:
        append(plan, graphQlBody(body));
        plan.contentType = "application/json";
        break;
    case HttpBody::Kind::File:
        plan.contentType = typeOfFile(body.filePath);
        return appendFile(plan, body.filePath);
    }
    return {};
}

} // namespace

qint64 BodyPlan::size() const
{
    return std::accumulate(segments.begin(), segments.end(), qint64(0),
                           [](qint64 sum, const BodySegment& segment) { return sum + segment.size; });
}

QByteArray partDisposition(const HttpPart& part, const QString& file)
{
    QByteArray text = "form-data; name=" + quotedName(part.name);
    const QString name = part.fileName.isEmpty() ? QFileInfo(file).fileName() : part.fileName;
    return name.isEmpty() ? text : text + "; filename=" + quotedName(name);
}

QByteArray partType(const HttpPart& part, const QString& file)
{
    if (!part.contentType.isEmpty() || file.isEmpty())
        return part.contentType.toUtf8();
    return typeOfFile(part.fileName.isEmpty() ? file : part.fileName);
}

bool goesIntoQuery(const HttpBody& body, const QByteArray& method)
{
    return body.kind == HttpBody::Kind::GraphQl && (method == "GET" || method == "HEAD");
}

Result<BodyPlan> makeHttpBody(const HttpBody& body, const QByteArray& method)
{
    BodyPlan plan;
    if (goesIntoQuery(body, method))
        return plan;
    if (Result<void> filled = fill(plan, body); !filled)
        return tl::make_unexpected(filled.error());
    if (hasLineBreak(body.contentType))
        return fail(ErrorCode::BadOption, QStringLiteral("Content-Type"));
    const bool isSaid = body.kind == HttpBody::Kind::None || body.kind == HttpBody::Kind::Multipart;
    if (!body.contentType.isEmpty() && !isSaid)
        plan.contentType = body.contentType.toUtf8();
    const bool expectsOne = method == "POST" || method == "PUT" || method == "PATCH";
    plan.exists = plan.size() > 0 || expectsOne;
    if (!plan.exists)
        plan.contentType.clear();
    return plan;
}

} // namespace wl
