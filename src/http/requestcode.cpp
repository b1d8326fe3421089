// SPDX-License-Identifier: MIT
#include "http/requestcode.h"

#include "http/bodydevice.h"
#include "http/codeparts.h"

namespace wl {

namespace {

/// Of a body that is copied into a text.
constexpr qint64 mostBytes = 16 * 1024 * 1024;

/// What the program does not set by itself.
bool isToBeSet(const ComposedField& field, bool isMultipart)
{
    if (isMultipart && (field.isNamed("Content-Type") || field.isNamed("Content-Length")))
        return false; // its own boundary
    return !field.isAutomatic || field.isNamed("Authorization") || field.isNamed("Content-Type");
}

/// One part a file, as the wire has them.
QList<HttpPart> singleParts(const QList<HttpPart>& typed)
{
    QList<HttpPart> parts;
    for (const HttpPart& part : typed) {
        if (!part.enabled)
            continue;
        HttpPart single = part;
        for (const QString& file : part.files) {
            single.files = {file};
            parts.append(single);
        }
        if (part.files.isEmpty())
            parts.append(single);
    }
    return parts;
}

CodeParts partsOf(const HttpRequest& request, const ComposedRequest& composed)
{
    CodeParts parts;
    parts.method = composed.method;
    parts.url = composed.url.scheme().toLatin1() + "://" + httpAuthority(composed.url) + composed.target;
    parts.hasBody = composed.body.exists;
    parts.route = curlRoute(request.settings, composed);
    if (request.body.kind == HttpBody::Kind::Multipart)
        parts.parts = singleParts(request.body.parts);
    else if (request.body.kind == HttpBody::Kind::File)
        parts.filePath = request.body.filePath;
    else
        for (const BodySegment& segment : composed.body.segments)
            parts.bytes += segment.bytes;
    for (const ComposedField& field : composed.fields) {
        if (isToBeSet(field, parts.isMultipart()))
            parts.fields.append(field);
    }
    return parts;
}

Result<CodeText> rawText(const HttpRequest& request)
{
    const Result<QByteArray> bytes = rawRequestBytes(request);
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    CodeText code{QString::fromUtf8(*bytes), {}};
    if (code.text.toUtf8() != *bytes)
        code.notes.append(QStringLiteral("The body is not UTF-8: as text it is not the same bytes."));
    return code;
}

} // namespace

QString hexEscape(uchar byte)
{
    return QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
}

QString octalEscape(uchar byte)
{
    return QStringLiteral("\\%1").arg(byte, 3, 8, QLatin1Char('0'));
}

QString literalText(QByteArrayView bytes, QByteArrayView quoted, QString (*escape)(uchar))
{
    QString text;
    for (const char c : bytes) {
        const auto byte = uchar(c);
        if (c == '\n')
            text += QStringLiteral("\\n");
        else if (c == '\r')
            text += QStringLiteral("\\r");
        else if (c == '\t')
            text += QStringLiteral("\\t");
        else if (quoted.contains(c))
            text += QStringLiteral("\\") + QLatin1Char(c);
        else if (byte < 0x20 || byte >= 0x7f)
            text += escape(byte);
        else
            text += QLatin1Char(c);
    }
    return text;
}

Result<QByteArray> rawRequestBytes(const HttpRequest& request)
{
    HttpRequest exact = request;
    exact.settings.engine = HttpEngine::Exact;
    const Result<ComposedRequest> composed = composeRequest(exact);
    if (!composed)
        return tl::make_unexpected(composed.error());
    if (composed->body.size() > mostBytes)
        return fail(ErrorCode::TooLarge, QStringLiteral("the body"));
    BodyDevice body(composed->body);
    return composed->head() + body.readAll();
}

Result<CodeText> requestCode(const HttpRequest& request, CodeForm form)
{
    HttpRequest exact = request;
    exact.settings.engine = HttpEngine::Exact;
    const Result<ComposedRequest> composed = composeRequest(exact);
    if (!composed)
        return tl::make_unexpected(composed.error());
    if (form == CodeForm::Raw)
        return rawText(request);
    if (request.isRaw)
        return fail(ErrorCode::BadOption, QStringLiteral("a raw request can be copied as raw HTTP only"));
    const CodeParts parts = partsOf(request, *composed);
    if (parts.bytes.size() > mostBytes)
        return fail(ErrorCode::TooLarge, QStringLiteral("the body"));
    if (form == CodeForm::Curl)
        return curlCode(parts);
    CodeText code = form == CodeForm::PythonRequests    ? pythonCode(parts)
                    : form == CodeForm::JavaScriptFetch ? javaScriptCode(parts)
                                                        : cppQtCode(parts);
    if (!parts.route.options.isEmpty())
        code.notes.append(QStringLiteral("Proxy, addresses, versions and TLS terms are not part of it."));
    return code;
}

} // namespace wl
