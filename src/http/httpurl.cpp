// SPDX-License-Identifier: MIT
#include "http/httpurl.h"

#include "base/typedtext.h"
#include "http/graphqlbody.h"
#include "http/httpbody.h"
#include "http/pathvariables.h"
#include "http/shownurl.h"

#include <algorithm>
#include <cctype>

namespace wl {

namespace {

/// A percent sign that is no percent-encoding is meant as itself.
QString withPlainPercents(const QString& text)
{
    QString result;
    result.reserve(text.size());
    const auto isHex = [&](qsizetype i) {
        return i < text.size() && text[i].unicode() < 128 && std::isxdigit(text[i].unicode()) != 0;
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        result += text[i];
        if (text[i] == u'%' && !(isHex(i + 1) && isHex(i + 2)))
            result += QStringLiteral("25");
    }
    return result;
}

/// The text with a scheme; an error where it has one that is not ours.
Result<QString> withScheme(const QString& text)
{
    qsizetype end = 0;
    while (end < text.size() && (text[end].isLetterOrNumber() || QStringView(u"+-.").contains(text[end])))
        ++end;
    if (end == 0 || end == text.size() || text[end] != u':' || !text[0].isLetter())
        return QStringLiteral("http://") + text;
    const QString scheme = text.first(end).toLower();
    // A host with a port, or a user with a password of digits.
    qsizetype number = end + 1;
    while (number < text.size() && text[number].isDigit())
        ++number;
    const bool hasNumber =
        number > end + 1 && (number == text.size() || QStringView(u"/?#@").contains(text[number]));
    if (hasNumber)
        return QStringLiteral("http://") + text;
    if (scheme != QStringLiteral("http") && scheme != QStringLiteral("https"))
        return fail(ErrorCode::UnsupportedScheme, scheme);
    return text;
}

QString queryRows(const QList<HttpField>& rows, bool encode)
{
    const auto part = [encode](const QString& text) {
        if (encode)
            return QString::fromLatin1(QUrl::toPercentEncoding(text));
        return QString(text).replace(u'#', QStringLiteral("%23"));
    };
    QStringList pairs;
    for (const HttpField& row : rows) {
        if (!row.enabled || (row.name.isEmpty() && row.value.isEmpty()))
            continue;
        pairs.append(row.value.isEmpty() && !encode ? part(row.name)
                                                    : part(row.name) + u'=' + part(row.value));
    }
    return pairs.join(u'&');
}

/// Typed text with the rows behind its query, and its fragment cut off.
QString withRows(const QString& text, const QString& rows, QStringList& notes)
{
    const qsizetype fragment = text.indexOf(u'#');
    if (fragment >= 0)
        notes.append(
            QStringLiteral("The fragment %1 stays here: it is never sent.").arg(text.sliced(fragment)));
    QString result = fragment < 0 ? text : text.first(fragment);
    if (rows.isEmpty())
        return result;
    if (!result.contains(u'?'))
        result += u'?';
    else if (!result.endsWith(u'?') && !result.endsWith(u'&'))
        result += u'&';
    return result + rows;
}

/// Path and query of a text with a scheme, as typed.
QString typedTarget(const QString& text)
{
    const qsizetype start = text.indexOf(QStringLiteral("://")) + 3;
    qsizetype end = start;
    while (end < text.size() && text[end] != u'/' && text[end] != u'?')
        ++end;
    const QString target = text.sliced(end);
    return target.startsWith(u'/') ? target : u'/' + target;
}

/// A target of which only what a URL cannot have is percent-encoded (RFC 3986 §2): nothing is decoded, and
/// dot segments stay.
QByteArray encodedTarget(const QString& typed)
{
    constexpr QByteArrayView allowed("!$&'()*+,;=:@/?[]%-._~");
    QByteArray encoded;
    for (const char c : withPlainPercents(typed).toUtf8()) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (isPlain || allowed.contains(c))
            encoded += c;
        else
            encoded += '%' + QByteArray(1, c).toHex().toUpper();
    }
    return encoded;
}

} // namespace

Result<HttpUrl> makeHttpUrl(const HttpRequest& request)
{
    const QString typed = request.url.trimmed();
    if (typed.isEmpty())
        return fail(ErrorCode::BadAddress, QStringLiteral("the URL is empty"));
    if (hasControlCharacter(typed))
        return fail(ErrorCode::BadAddress, QStringLiteral("a control character in the URL"));
    Result<QString> absolute = withScheme(typed);
    if (!absolute)
        return tl::make_unexpected(absolute.error());

    HttpUrl result;
    const bool encode = request.settings.encodeUrl;
    const Result<QString> filled = withPathVariables(*absolute, request.pathVariables, encode);
    if (!filled)
        return tl::make_unexpected(filled.error());
    QString rows = queryRows(request.query, encode);
    if (goesIntoQuery(request.body, request.method.toUtf8())) {
        const QString graphQl = queryRows(graphQlParameters(request.body), true);
        rows += rows.isEmpty() ? graphQl : u'&' + graphQl;
    }
    const QString text = withRows(*filled, rows, result.notes);
    if (hasControlCharacter(text)) // of a row or a variable that is sent as typed
        return fail(ErrorCode::BadAddress, QStringLiteral("a control character in the URL's parts"));
    QUrl url(withPlainPercents(text), QUrl::TolerantMode);
    if (!url.isValid()) {
        // Qt's words repeat the URL, with its password.
        const QUrl bare(withPlainPercents(urlWithoutUser(text)), QUrl::TolerantMode);
        return fail(ErrorCode::BadAddress,
                    bare.isValid() ? QStringLiteral("the user or the password has a character that must be "
                                                    "percent-encoded")
                                   : bare.errorString());
    }
    if (url.host().isEmpty())
        return fail(ErrorCode::BadAddress, QStringLiteral("the URL names no host"));
    if (url.port() == 0)
        return fail(ErrorCode::BadAddress, QStringLiteral("port 0"));
    result.hasUser = !url.userInfo().isEmpty();
    result.userName = url.userName(QUrl::FullyDecoded);
    result.password = url.password(QUrl::FullyDecoded);
    url.setUserInfo({});
    result.url = url;

    const QString typedPart = typedTarget(text);
    result.target = !usesExactEngine(request.settings) ? httpTarget(url)
                    : encode                           ? encodedTarget(typedPart)
                                                       : typedPart.toUtf8();
    const QString sent = QString::fromUtf8(result.target);
    if (typedPart != sent)
        result.notes.append(QStringLiteral("The target %1 is sent as %2.").arg(typedPart, sent));
    if (sent.contains(u' '))
        result.notes.append(
            QStringLiteral("The target has a blank: a server may take what follows for the version."));
    return result;
}

Result<HttpUrl> makeHttpPlace(const HttpRequest& request)
{
    if (!request.isRaw)
        return makeHttpUrl(request);
    HttpRequest place;
    place.url = request.url;
    place.pathVariables = literalPathRows(request.url);
    return makeHttpUrl(place);
}

QByteArray httpTarget(const QUrl& url)
{
    QUrl::FormattingOptions format(QUrl::RemoveFragment | QUrl::RemoveUserInfo | QUrl::RemoveScheme |
                                   QUrl::RemoveAuthority | QUrl::FullyEncoded);
    QUrl copy = url;
    if (copy.path().isEmpty())
        copy.setPath(QStringLiteral("/"));
    else
        format |= QUrl::NormalizePathSegments;
    return copy.toEncoded(format);
}

QByteArray httpAuthority(const QUrl& url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    const int standard = url.scheme() == QStringLiteral("https") ? 443 : 80;
    return url.port(standard) == standard ? host : host + ':' + QByteArray::number(url.port());
}

quint16 httpPort(const QUrl& url)
{
    return quint16(url.port(url.scheme() == QStringLiteral("https") ? 443 : 80));
}

bool sameOrigin(const QUrl& a, const QUrl& b)
{
    return a.scheme() == b.scheme() && a.host(QUrl::FullyEncoded) == b.host(QUrl::FullyEncoded) &&
           httpPort(a) == httpPort(b);
}

} // namespace wl
