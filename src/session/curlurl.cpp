// SPDX-License-Identifier: MIT
#include "session/curlurl.h"

#include <QRegularExpression>
#include <QUrl>

namespace wl {

namespace {

Result<QString> withProtocol(const QString& typed, const QString& protocol)
{
    static const QRegularExpression scheme(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*):/{1,3}"));
    static const QRegularExpression other(QStringLiteral("^(ftp|dict|ldap|imap|smtp|pop3)\\."),
                                          QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = scheme.match(typed);
    if (!match.hasMatch()) {
        const QRegularExpressionMatch guessed = other.match(typed);
        if (guessed.hasMatch() && protocol == QLatin1String("http"))
            return fail(ErrorCode::UnsupportedScheme, guessed.captured(1).toLower());
        return protocol + QStringLiteral("://") + typed;
    }
    const QString name = match.captured(1).toLower();
    if (name != QLatin1String("http") && name != QLatin1String("https"))
        return fail(ErrorCode::UnsupportedScheme, name);
    return name + QStringLiteral("://") + typed.sliced(match.capturedLength());
}

/// The first of what {a,b} and [1-3] stand for, behind the host.
QString firstOfGlobs(const QString& url)
{
    static const QRegularExpression set(QStringLiteral("\\{([^{},]*)(?:,[^{}]*)?\\}"));
    static const QRegularExpression range(
        QStringLiteral("\\[([0-9]+|[a-zA-Z])-(?:[0-9]+|[a-zA-Z])(?::[0-9]+)?\\]"));
    QString first = url;
    first.replace(set, QStringLiteral("\\1"));
    return first.replace(range, QStringLiteral("\\1"));
}

/// RFC 3986 §5.2.4; percent-encoded dots are letters here.
QString withoutDotSegments(const QString& path)
{
    QStringList kept;
    const QStringList segments = path.split(u'/');
    for (qsizetype i = 1; i < segments.size(); ++i) {
        const bool isLast = i + 1 == segments.size();
        const bool isUp = segments[i] == QLatin1String("..");
        if (isUp && !kept.isEmpty())
            kept.removeLast();
        if (!isUp && segments[i] != QLatin1String("."))
            kept.append(segments[i]);
        else if (isLast)
            kept.append(QString());
    }
    return u'/' + kept.join(u'/');
}

QString asciiOnly(const QString& text)
{
    QString result;
    for (const char c : text.toUtf8()) {
        if (uchar(c) < 0x80)
            result += QLatin1Char(c);
        else
            result += u'%' + QString::fromLatin1(QByteArray(1, c).toHex());
    }
    return result;
}

bool hasOdd(const QString& target)
{
    static const QRegularExpression odd(QStringLiteral("[\"<>\\\\^`{|}]|[^\\x00-\\x7f]|%(?![0-9A-Fa-f]{2})"));
    return odd.match(target).hasMatch() && !target.contains(u' ');
}

} // namespace

Result<CurlUrl> makeCurlUrl(const QString& typed, const CurlUrlTerms& terms)
{
    Result<QString> whole = withProtocol(typed.trimmed(), terms.protocol);
    if (!whole)
        return tl::make_unexpected(whole.error());
    CurlUrl result;
    if (const QString first = firstOfGlobs(*whole); terms.globs && first != *whole) {
        result.notes.append(QStringLiteral("%1 stands for several URLs: the first one is taken.").arg(typed));
        whole = first;
    }
    static const QRegularExpression parts(
        QStringLiteral(R"(^(\w+://[^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$)"),
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = parts.match(*whole);
    QString path = match.captured(2).isEmpty() ? QStringLiteral("/") : match.captured(2);
    if (!terms.pathAsIs)
        path = withoutDotSegments(path);
    path = asciiOnly(path);
    if (!terms.fileName.isEmpty() && path.endsWith(u'/'))
        path += QString::fromLatin1(QUrl::toPercentEncoding(terms.fileName));
    QString query = match.captured(3);
    if (!query.isEmpty() && !terms.query.isEmpty() && !query.endsWith(u'&'))
        query += u'&';
    query += terms.query;
    QString target = path;
    if (!query.isEmpty() || match.capturedStart(3) >= 0)
        target += u'?' + query;
    result.hasOddCharacters = hasOdd(target);
    result.url = match.captured(1) + target;
    if (QUrl(match.captured(1)).host().isEmpty())
        return fail(ErrorCode::BadAddress, QStringLiteral("curl: the URL '%1' names no host").arg(typed));
    return result;
}

} // namespace wl
