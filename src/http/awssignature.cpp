// SPDX-License-Identifier: MIT
#include "http/awssignature.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>
#include <map>

namespace wl {

namespace {

const QString timeFormat = QStringLiteral("yyyyMMdd'T'HHmmss'Z'");

QByteArray sha256(const QByteArray& bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray hmac(const QByteArray& key, const QByteArray& text)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
}

bool isS3(const AwsV4Spec& spec)
{
    return spec.service.startsWith(QLatin1String("s3"));
}

/// What a hop on the way may change, and what is a signature itself.
bool isSigned(const ComposedField& field)
{
    static constexpr std::array unsignedNames{
        "authorization", "connection", "expect",  "user-agent", "content-length", "transfer-encoding",
        "keep-alive",    "te",         "trailer", "upgrade",    "x-amzn-trace-id"};
    const QByteArray name = field.name.toLower();
    if (std::find(unsignedNames.begin(), unsignedNames.end(), name) != unsignedNames.end() ||
        name.startsWith("proxy-"))
        return false;
    return !field.isAutomatic || name == "host" || name == "content-type" || name.startsWith("x-amz-");
}

/// Blanks round it away, several in a row as one.
QByteArray canonicalValue(const QByteArray& value)
{
    return value.simplified();
}

QByteArray encoded(const QByteArray& bytes, const QByteArray& plain = {})
{
    return bytes.toPercentEncoding(plain);
}

/// Without dot segments and empty ones (RFC 3986 §5.2.4).
QByteArray normalized(const QByteArray& path)
{
    QList<QByteArray> kept;
    const QList<QByteArray> segments = path.split('/');
    for (const QByteArray& segment : segments) {
        if (segment == ".." && !kept.isEmpty())
            kept.removeLast();
        else if (!segment.isEmpty() && segment != "." && segment != "..")
            kept.append(segment);
    }
    const bool isFolder = !kept.isEmpty() &&
                          (path.endsWith('/') || segments.constLast() == "." || segments.constLast() == "..");
    return '/' + kept.join('/') + (isFolder ? "/" : "");
}

QByteArray canonicalPath(const QByteArray& path, bool isS3)
{
    if (isS3)
        return encoded(QByteArray::fromPercentEncoding(path), "/");
    return encoded(normalized(path), "/");
}

QByteArray canonicalQuery(const QByteArray& query)
{
    QList<std::pair<QByteArray, QByteArray>> pairs;
    for (const QByteArray& part : query.split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        const QByteArray name = equals < 0 ? part : part.first(equals);
        const QByteArray value = equals < 0 ? QByteArray() : part.sliced(equals + 1);
        pairs.append({encoded(QByteArray::fromPercentEncoding(name)),
                      encoded(QByteArray::fromPercentEncoding(value))});
    }
    std::sort(pairs.begin(), pairs.end());
    QList<QByteArray> parts;
    for (const auto& [name, value] : pairs)
        parts.append(name + '=' + value);
    return parts.join('&');
}

QByteArray credentialScope(const AwsV4Spec& spec, const QDateTime& time)
{
    return time.toUTC().toString(QStringLiteral("yyyyMMdd")).toLatin1() + '/' + spec.region.toUtf8() + '/' +
           spec.service.toUtf8() + "/aws4_request";
}

QByteArray signatureOf(const AwsV4Spec& spec, const QByteArray& scope, const QByteArray& stringToSign)
{
    QByteArray key = "AWS4" + spec.secretAccessKey.toUtf8();
    for (const QByteArray& part : scope.split('/'))
        key = hmac(key, part);
    return hmac(key, stringToSign).toHex();
}

} // namespace

AwsSignature awsSignature(const ComposedRequest& request, const AwsV4Spec& spec,
                          const QByteArray& payloadHash, const QDateTime& time)
{
    std::map<QByteArray, QByteArray> fields; // sorted; the values of fields of one name in a list
    for (const ComposedField& field : request.fields) {
        if (!isSigned(field))
            continue;
        QByteArray& value = fields[field.name.toLower()];
        value += (value.isNull() ? "" : ",") + canonicalValue(field.value);
    }
    QList<QByteArray> names;
    QByteArray lines;
    for (const auto& [name, value] : fields) {
        names.append(name);
        lines += name + ':' + value + '\n';
    }
    const QByteArray signedNames = names.join(';');
    const qsizetype mark = request.target.indexOf('?');
    const QByteArray path = mark < 0 ? request.target : request.target.first(mark);
    const QByteArray query = mark < 0 ? QByteArray() : request.target.sliced(mark + 1);

    AwsSignature result;
    result.canonicalRequest = request.method + '\n' + canonicalPath(path, isS3(spec)) + '\n' +
                              canonicalQuery(query) + '\n' + lines + '\n' + signedNames + '\n' + payloadHash;
    const QByteArray scope = credentialScope(spec, time);
    result.stringToSign = "AWS4-HMAC-SHA256\n" + time.toUTC().toString(timeFormat).toLatin1() + '\n' + scope +
                          '\n' + sha256(result.canonicalRequest);
    result.authorization = "AWS4-HMAC-SHA256 Credential=" + spec.accessKeyId.toUtf8() + '/' + scope +
                           ", SignedHeaders=" + signedNames +
                           ", Signature=" + signatureOf(spec, scope, result.stringToSign);
    return result;
}

QByteArray awsTypedPayloadHash(const ComposedRequest& request)
{
    for (const ComposedField& field : request.fields) {
        if (!field.isAutomatic && field.isNamed("X-Amz-Content-Sha256"))
            return field.value.trimmed();
    }
    return {};
}

void signAws(ComposedRequest& request, const AwsV4Spec& spec, const QByteArray& payloadHash,
             const QDateTime& time)
{
    request.removeSigned();
    const auto add = [&request](const char* name, const QByteArray& value) {
        request.insertAutomatic({name, value, true, true});
    };
    QDateTime when = time.toUTC();
    if (const ComposedField* date = request.findField("X-Amz-Date")) {
        QDateTime own = QDateTime::fromString(QString::fromLatin1(date->value.trimmed()), timeFormat);
        own.setTimeSpec(Qt::UTC);
        when = own.isValid() ? own : when;
    } else {
        add("X-Amz-Date", when.toString(timeFormat).toLatin1());
    }
    if (!spec.sessionToken.isEmpty() && !request.hasField("X-Amz-Security-Token"))
        add("X-Amz-Security-Token", spec.sessionToken.toUtf8());
    if (isS3(spec) && !request.hasField("X-Amz-Content-Sha256"))
        add("X-Amz-Content-Sha256", payloadHash);
    add("Authorization", awsSignature(request, spec, payloadHash, when).authorization);
}

} // namespace wl
