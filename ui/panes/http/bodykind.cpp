// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodykind.h"

#include <QRegularExpression>

namespace wl {

namespace {

/// The charset parameter (RFC 9110 §8.3.2), empty where there is none.
QString charsetOf(const QByteArray& contentType)
{
    static const QRegularExpression parameter(QStringLiteral(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)"),
                                              QRegularExpression::CaseInsensitiveOption);
    return parameter.match(QString::fromLatin1(contentType)).captured(1);
}

QString charsetOfMark(QByteArrayView start)
{
    if (start.startsWith("\xFF\xFE"))
        return QStringLiteral("UTF-16LE");
    if (start.startsWith("\xFE\xFF"))
        return QStringLiteral("UTF-16BE");
    return {};
}

bool isJsonType(const QByteArray& type)
{
    return type == "application/json" || type == "text/json" || type.endsWith("+json") ||
           type == "application/manifest+json";
}

bool isXmlType(const QByteArray& type)
{
    return type == "application/xml" || type == "text/xml" || type.endsWith("+xml");
}

/// A text without a type that says more.
bool isPlainType(const QByteArray& type)
{
    return type.isEmpty() || type == "text/plain" || type == "application/octet-stream";
}

bool startsLike(QByteArrayView start, QByteArrayView word)
{
    if (start.startsWith("\xEF\xBB\xBF"))
        start = start.sliced(3);
    const QByteArrayView text = start.trimmed();
    return text.size() >= word.size() && text.first(word.size()).toByteArray().toLower() == word;
}

/// Several lines that each begin like JSON, the first of which ends like it.
bool looksLikeJsonLines(QByteArrayView start)
{
    const qsizetype end = start.indexOf('\n');
    if (end < 0)
        return false;
    const QByteArrayView first = start.first(end).trimmed();
    const QByteArrayView rest = start.sliced(end).trimmed();
    return first.startsWith('{') && first.endsWith('}') && rest.startsWith('{');
}

bool isBinaryType(const QByteArray& type)
{
    for (const char* prefix : {"image/", "audio/", "video/", "font/"}) {
        if (type.startsWith(prefix))
            return type != "image/svg+xml";
    }
    return type == "application/zip" || type == "application/gzip" || type == "application/pdf";
}

bool looksLikeJson(QByteArrayView start)
{
    if (start.startsWith("\xEF\xBB\xBF"))
        start = start.sliced(3);
    const QByteArrayView text = start.trimmed();
    return text.startsWith('{') || text.startsWith('[');
}

} // namespace

bool BodyKind::isEventStream(const QByteArray& contentType)
{
    return mediaType(contentType) == "text/event-stream";
}

bool BodyKind::isJsonLines(const QByteArray& contentType)
{
    const QByteArray type = mediaType(contentType);
    return type == "application/x-ndjson" || type == "application/ndjson" || type == "application/jsonl" ||
           type == "application/x-jsonlines" || type == "application/jsonlines";
}

QByteArray BodyKind::mediaType(const QByteArray& contentType)
{
    const qsizetype end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.first(end)).trimmed().toLower();
}

BodyKind BodyKind::of(const QByteArray& contentType, QByteArrayView start)
{
    const QByteArray type = mediaType(contentType);
    BodyKind result;
    const QString mark = charsetOfMark(start);
    const QString declared = charsetOf(contentType);
    if (!mark.isEmpty())
        result.charset = mark;
    else if (!declared.isEmpty())
        result.charset = declared;
    const bool isWide = result.charset.startsWith(QLatin1String("UTF-16"), Qt::CaseInsensitive) ||
                        result.charset.startsWith(QLatin1String("UTF-32"), Qt::CaseInsensitive);
    if (isBinaryType(type) || (!isWide && start.contains('\0')))
        result.kind = Kind::Binary;
    else if (isJsonLines(contentType) || (isPlainType(type) && looksLikeJsonLines(start)))
        result.kind = Kind::JsonLines;
    else if (isJsonType(type) || (!type.startsWith("text/html") && looksLikeJson(start)))
        result.kind = Kind::Json;
    else if (type == "text/html" || (isPlainType(type) && startsLike(start, "<!doctype html")))
        result.kind = Kind::Html;
    else if (isXmlType(type) || (isPlainType(type) && startsLike(start, "<?xml")))
        result.kind = Kind::Xml;
    return result;
}

} // namespace wl
