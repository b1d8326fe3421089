// SPDX-License-Identifier: MIT
#include "http/requestcode.h"

#include "http/bodydevice.h"
#include "http/codeparts.h"
#include "http/httpresolve.h"
#include "net/proxyaddress.h"

namespace wl {

namespace {

/// Of a body that is copied into a text.
constexpr qint64 mostBytes = 16 * 1024 * 1024;

/// Fields that every program fills in itself.
constexpr const char* ownFields[] = {
    "Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Connection", "Content-Length"};

/// What the program does not set by itself.
bool isToBeSet(const ComposedField& field, const CodeParts& parts)
{
    if (parts.isMultipart() && (field.isNamed("Content-Type") || field.isNamed("Content-Length")))
        return false; // its own boundary
    return !field.isAutomatic || std::none_of(std::begin(ownFields), std::end(ownFields),
                                              [&](const char* own) { return field.isNamed(own); });
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
            single.contentType = QString::fromUtf8(partType(part, file));
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
    parts.target = composed.target;
    parts.hasBody = composed.body.exists;
    parts.hasOddFraming = composed.hasOddFraming;
    parts.route = curlRoute(request.settings, composed);
    if (request.body.kind == HttpBody::Kind::Multipart)
        parts.parts = singleParts(request.body.parts);
    if (request.body.kind == HttpBody::Kind::File)
        parts.filePath = request.body.filePath;
    else if (!parts.isMultipart())
        for (const BodySegment& segment : composed.body.segments)
            parts.bytes += segment.bytes;
    for (const ComposedField& field : composed.fields) {
        if (isToBeSet(field, parts))
            parts.fields.append(field);
    }
    for (const char* own : {"Host", "User-Agent", "Accept"}) {
        if (!composed.hasField(own))
            parts.unwanted.append(own);
    }
    if (parts.isMultipart() && !request.body.contentType.startsWith(QLatin1String("multipart/form-data")))
        parts.multipartType = request.body.contentType.toUtf8();
    parts.signer = composed.signer;
    parts.settings = request.settings;
    parts.host = composed.url.host(QUrl::FullyEncoded);
    parts.port = httpPort(composed.url);
    parts.isTls = composed.url.scheme() == QLatin1String("https");
    return parts;
}

/// As it was typed, whoever is to send it.
Result<ComposedRequest> composeExactly(const HttpRequest& request)
{
    HttpRequest exact = request;
    exact.settings.engine = HttpEngine::Exact;
    return composeRequest(exact);
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
    const Result<ComposedRequest> composed = composeExactly(request);
    if (!composed)
        return tl::make_unexpected(composed.error());
    if (composed->body.size() > mostBytes)
        return fail(ErrorCode::TooLarge, QStringLiteral("the body"));
    BodyDevice body(composed->body);
    return composed->head() + body.readAll();
}

QStringList notesForOwnFields(const CodeParts& parts, std::initializer_list<QByteArrayView> own,
                              const QString& program)
{
    QStringList notes;
    for (const QByteArrayView name : own) {
        if (parts.unwanted.contains(name))
            notes.append(QStringLiteral("%1 sends its own %2.").arg(program, QString::fromLatin1(name)));
    }
    if (parts.hasOddFraming)
        notes.append(QStringLiteral("%1 frames the body by itself, whatever the typed Content-Length or "
                                    "Transfer-Encoding says.")
                         .arg(program));
    if (!parts.multipartType.isEmpty())
        notes.append(QStringLiteral("%1 sends multipart/form-data, not %2.")
                         .arg(program, QString::fromUtf8(parts.multipartType)));
    return notes;
}

QStringList notesForMissing(const CodeParts& parts, std::initializer_list<CodeAbility> missing,
                            const QString& program)
{
    const TlsSpec& tls = parts.settings.tls;
    const auto isUsed = [&](CodeAbility ability) {
        switch (ability) {
        case CodeAbility::Resolve:
            return !overriddenAddress(parts.settings.resolve, parts.host, parts.port).isEmpty();
        case CodeAbility::TlsVersions:
            return parts.isTls &&
                   (tls.minVersion != TlsVersion::Default || tls.maxVersion != TlsVersion::Default);
        case CodeAbility::Certificates: return parts.isTls && !tls.certificateFile.isEmpty();
        case CodeAbility::Digest: return parts.signer.kind == HttpAuth::Kind::Digest;
        case CodeAbility::Proxy: return !proxyUrl(parts.settings.proxy).isEmpty();
        case CodeAbility::Http2: return parts.settings.version != HttpVersion::Http1;
        }
        return false;
    };
    const auto words = [](CodeAbility ability) {
        switch (ability) {
        case CodeAbility::Resolve: return QStringLiteral("another address for a name");
        case CodeAbility::TlsVersions: return QStringLiteral("bounds on the TLS version");
        case CodeAbility::Certificates: return QStringLiteral("this client certificate");
        case CodeAbility::Digest: return QStringLiteral("digest authentication");
        case CodeAbility::Proxy: return QStringLiteral("the proxy");
        case CodeAbility::Http2: return QStringLiteral("HTTP/2");
        }
        return QString();
    };
    QStringList notes;
    for (const CodeAbility ability : missing) {
        if (isUsed(ability))
            notes.append(
                QStringLiteral("%1 has no setting for %2: it is left out.").arg(program, words(ability)));
    }
    if (parts.signer.kind == HttpAuth::Kind::AwsV4)
        notes.append(QStringLiteral("The AWS signature is of now: it is accepted for some minutes."));
    return notes;
}

Result<CodeText> requestCode(const HttpRequest& request, CodeForm form)
{
    if (form == CodeForm::Raw)
        return rawText(request);
    const Result<ComposedRequest> composed = composeExactly(request);
    if (!composed)
        return tl::make_unexpected(composed.error());
    if (request.isRaw)
        return fail(ErrorCode::BadOption, QStringLiteral("a raw request can be copied as raw HTTP only"));
    const CodeParts parts = partsOf(request, *composed);
    if (parts.bytes.size() > mostBytes)
        return fail(ErrorCode::TooLarge, QStringLiteral("the body"));
    switch (form) {
    case CodeForm::PythonRequests: return pythonCode(parts);
    case CodeForm::JavaScriptFetch: return javaScriptCode(parts);
    case CodeForm::CppQt: return cppQtCode(parts);
    default: return curlCode(parts, form);
    }
}

} // namespace wl
