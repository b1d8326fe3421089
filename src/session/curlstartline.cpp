// SPDX-License-Identifier: MIT
#include "session/curlstartline.h"

#include "http/httpcompose.h"
#include "http/pathvariables.h"
#include "payload/exactpayload.h"

#include <QRegularExpression>

#include <algorithm>

namespace wl {

namespace {

/// Whether the target became the URL's.
bool takeIntoUrl(const QString& target, CurlImport& import)
{
    static const QRegularExpression plain(QStringLiteral("^/[^#\\x00-\\x20\\x7f]*\\z"));
    static const QRegularExpression origin(QStringLiteral("^\\w+://[^/?#]*"));
    if (!plain.match(target).hasMatch())
        return false;
    HttpRequest& request = import.request;
    request.url = origin.match(request.url).captured() + target;
    request.settings.encodeUrl = false;
    if (request.settings.followRedirects)
        import.notes.append(QStringLiteral(
            "--request-target with -L: curl sends it with every redirect too, this request only once."));
    return true;
}

/// Its bytes, where all of them are known.
void makeRaw(const CurlStartLine& line, const QString& option, CurlImport& import)
{
    HttpRequest& request = import.request;
    const Result<ComposedRequest> composed = composeRequest(request);
    const auto isFile = [](const BodySegment& segment) { return !segment.filePath.isEmpty(); };
    if (!composed || composed->isHttp2() || composed->signer.kind != HttpAuth::Kind::None ||
        std::any_of(composed->body.segments.begin(), composed->body.segments.end(), isFile)) {
        import.notes.append(
            QStringLiteral("%1 is not supported together with files, --digest, --aws-sigv4 or HTTP/2.")
                .arg(option));
        return;
    }
    if (request.settings.followRedirects || request.settings.useCookies)
        import.notes.append(
            QStringLiteral("%1: this request is its bytes, which follow no redirect and take no "
                           "cookies along.")
                .arg(option));
    const auto isOwnSecret = [](const ComposedField& field) { return field.isSecret && field.isAutomatic; };
    if (std::any_of(composed->fields.begin(), composed->fields.end(), isOwnSecret))
        import.notes.append(
            QStringLiteral("%1: the credentials stand in the bytes, which the workspace file keeps.")
                .arg(option));
    QByteArray bytes = composed->http1Head();
    const QByteArray target = line.target.isEmpty() ? composed->target : line.target.toUtf8();
    bytes.replace(0, bytes.indexOf("\r\n"),
                  composed->method + ' ' + target + (line.isHttp10 ? " HTTP/1.0" : " HTTP/1.1"));
    for (const BodySegment& segment : composed->body.segments)
        bytes += segment.bytes;
    request.isRaw = true;
    request.raw = verbatimPayload();
    request.raw.text = QString::fromUtf8(bytes);
    if (request.raw.text.toUtf8() != bytes)
        request.raw = exactPayload(bytes);
}

} // namespace

void applyStartLine(const CurlStartLine& line, CurlImport& import)
{
    HttpRequest& request = import.request;
    const bool isTaken = line.target.isEmpty() || takeIntoUrl(line.target, import);
    request.pathVariables = literalPathRows(request.url); // to curl a colon is a colon
    if (!isTaken)
        makeRaw(line, QStringLiteral("--request-target ") + line.target, import);
    else if (line.isHttp10)
        makeRaw(line, QStringLiteral("--http1.0"), import);
}

} // namespace wl
