// SPDX-License-Identifier: MIT
#include "http/cookiefile.h"

#include "http/publicsuffix.h"

namespace wl {

namespace {

const QByteArray httpOnlyMark("#HttpOnly_");

tl::expected<Cookie, QString> readLine(QByteArray line, qint64 nowMs)
{
    Cookie cookie;
    cookie.isHttpOnly = line.startsWith(httpOnlyMark);
    if (cookie.isHttpOnly)
        line = line.sliced(httpOnlyMark.size());
    QList<QByteArray> fields = line.split('\t');
    if (fields.size() == 6)
        fields.append(QByteArray()); // an empty value, its tab lost
    if (fields.size() != 7)
        return tl::make_unexpected(QStringLiteral("not seven fields with tabs between them"));
    bool isTime = false;
    const qint64 expires = fields[4].toLongLong(&isTime);
    if (!isTime || expires < 0)
        return tl::make_unexpected(QStringLiteral("the time is not a number"));
    cookie.domain = cookieHost(fields[0].startsWith('.') ? fields[0].sliced(1) : fields[0]);
    cookie.isHostOnly = fields[1].compare("TRUE", Qt::CaseInsensitive) != 0 || isIpHost(cookie.domain);
    cookie.path = fields[2].isEmpty() ? QByteArray("/") : fields[2];
    cookie.isSecure = fields[3].compare("TRUE", Qt::CaseInsensitive) == 0;
    if (expires > 0)
        cookie.expiresSecs = expires;
    cookie.name = fields[5];
    cookie.value = fields[6];
    cookie.createdMs = cookie.lastUsedMs = nowMs;
    if (const CookieRefusal refusal = checkCookie(cookie); refusal != CookieRefusal::None)
        return tl::make_unexpected(cookieRefusalText(refusal, cookie.domain));
    return cookie;
}

} // namespace

CookieFileContent readCookiesTxt(const QByteArray& text, qint64 nowMs)
{
    CookieFileContent content;
    const QList<QByteArray> lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QByteArray line = lines[i];
        if (line.endsWith('\r'))
            line.chop(1);
        const bool isComment = line.startsWith('#') && !line.startsWith(httpOnlyMark);
        if (line.trimmed().isEmpty() || isComment)
            continue;
        if (const auto cookie = readLine(line, nowMs); cookie)
            content.cookies.append(*cookie);
        else
            content.notes.append(QStringLiteral("line %1: %2").arg(i + 1).arg(cookie.error()));
    }
    return content;
}

QByteArray writeCookiesTxt(const QList<Cookie>& cookies, QStringList* notes)
{
    QByteArray text = "# Netscape HTTP Cookie File\n\n";
    for (const Cookie& cookie : cookies) {
        const bool fits = !cookie.name.isEmpty() && !cookie.name.contains('\t') &&
                          !cookie.value.contains('\t') && !cookie.path.contains('\t');
        if (!fits) {
            if (notes)
                notes->append(
                    QStringLiteral("a cookie of %1 is left out: the format has no place for a tab or "
                                   "a cookie without a name")
                        .arg(QString::fromLatin1(cookie.domain)));
            continue;
        }
        const QList<QByteArray> fields{(cookie.isHostOnly ? QByteArray() : QByteArray(".")) + cookie.domain,
                                       cookie.isHostOnly ? "FALSE" : "TRUE",
                                       cookie.path,
                                       cookie.isSecure ? "TRUE" : "FALSE",
                                       QByteArray::number(cookie.expiresSecs.value_or(0)),
                                       cookie.name,
                                       cookie.value};
        text += (cookie.isHttpOnly ? httpOnlyMark : QByteArray()) + fields.join('\t') + '\n';
    }
    return text;
}

} // namespace wl
