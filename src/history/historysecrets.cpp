// SPDX-License-Identifier: MIT
#include "history/historysecrets.h"

#include "http/shownurl.h"

namespace wl {

namespace {

const QByteArray notKept("<not kept>");

} // namespace

HistorySecrets::HistorySecrets(const HttpRequest& request)
    : m_request(request)
    , m_fields{"authorization", "proxy-authorization", "cookie", "x-amz-security-token"}
{
    const HttpAuth& auth = request.auth;
    if (auth.kind == HttpAuth::Kind::ApiKey && auth.keyInQuery)
        m_parameters.insert(auth.keyName.toUtf8());
    else if (auth.kind == HttpAuth::Kind::ApiKey)
        m_fields.insert(auth.keyName.toUtf8().toLower());
    emptyRows(m_request.headers, true);
    for (const HttpField& row : request.query) {
        if (row.secret)
            m_parameters.insert(row.name.toUtf8());
    }
    emptyRows(m_request.query, false);
    emptyRows(m_request.body.fields, false);
    emptyAuth(m_request.auth);
    empty(m_request.settings.proxy.password, QStringLiteral("proxy password"));
    empty(m_request.settings.tls.keyPassword, QStringLiteral("key password"));
    const QString url = urlWithoutPassword(m_request.url);
    if (url != m_request.url)
        m_emptied.append(QStringLiteral("password in the URL"));
    m_request.url = QString::fromUtf8(cleanedUrl(url.toUtf8()));
    emptyRaw(m_request.raw);
    m_emptied.removeDuplicates();
}

void HistorySecrets::empty(QString& secret, const QString& name)
{
    if (secret.isEmpty())
        return;
    secret.clear();
    m_emptied.append(name);
}

void HistorySecrets::emptyRows(QList<HttpField>& rows, bool areHeaders)
{
    for (HttpField& row : rows) {
        if (areHeaders && row.secret)
            m_fields.insert(row.name.toUtf8().toLower());
        const bool isSecret = row.secret || (areHeaders && isSecretField(row.name.toUtf8()));
        if (!isSecret || row.value.isEmpty())
            continue;
        row.enabled = false;
        empty(row.value, row.name);
    }
}

void HistorySecrets::emptyAuth(HttpAuth& auth)
{
    empty(auth.password, QStringLiteral("password"));
    if (auth.kind == HttpAuth::Kind::OAuth2)
        auth.token.clear(); // nobody typed it, and it is fetched again
    empty(auth.token, QStringLiteral("token"));
    empty(auth.keyValue, QStringLiteral("API key"));
    empty(auth.oauth2.clientSecret, QStringLiteral("client secret"));
    empty(auth.aws.secretAccessKey, QStringLiteral("secret access key"));
    empty(auth.aws.sessionToken, QStringLiteral("session token"));
}

/// Lines of a raw request that look like these fields; what is typed as hex digits is not looked into.
void HistorySecrets::emptyRaw(PayloadSpec& raw)
{
    if (raw.form != PayloadSpec::Form::Text || raw.text.isEmpty())
        return;
    QStringList lines = raw.text.split(u'\n');
    for (QString& line : lines) {
        const qsizetype colon = line.indexOf(u':');
        if (colon <= 0 || !isSecretField(line.left(colon).toUtf8()))
            continue;
        const bool hasReturn = line.endsWith(u'\r');
        m_emptied.append(line.left(colon));
        line = line.left(colon + 1) + u' ' + QString::fromLatin1(notKept);
        if (hasReturn)
            line += u'\r';
    }
    raw.text = lines.join(u'\n');
}

bool HistorySecrets::isSecretField(const QByteArray& name) const
{
    return m_fields.contains(name.trimmed().toLower());
}

QByteArray HistorySecrets::cleanedUrl(const QByteArray& url) const
{
    const qsizetype mark = url.indexOf('?');
    if (mark < 0 || m_parameters.isEmpty())
        return url;
    qsizetype end = url.indexOf('#', mark);
    end = end < 0 ? url.size() : end;
    QList<QByteArray> pairs = url.sliced(mark + 1, end - mark - 1).split('&');
    for (QByteArray& pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        if (equals >= 0 && m_parameters.contains(QByteArray::fromPercentEncoding(pair.first(equals))))
            pair = pair.first(equals + 1);
    }
    return url.first(mark + 1) + pairs.join('&') + url.sliced(end);
}

QByteArray HistorySecrets::cleanedValue(const QByteArray& name, const QByteArray& value) const
{
    const QByteArray lower = name.trimmed().toLower();
    if (lower == "set-cookie") {
        const qsizetype semicolon = value.indexOf(';');
        const QByteArray pair = semicolon < 0 ? value : value.first(semicolon);
        return pair.first(pair.indexOf('=') + 1) + notKept +
               (semicolon < 0 ? QByteArray() : value.sliced(semicolon));
    }
    if (m_fields.contains(lower))
        return notKept;
    // ":path" is the target in a head of HTTP/2.
    return lower == "location" || lower == "referer" || lower == ":path" ? cleanedUrl(value) : value;
}

QByteArray HistorySecrets::cleanedHead(const QByteArray& head) const
{
    QList<QByteArray> lines = head.split('\n');
    bool isCut = false; // the lines that a secret value was folded into go with it
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QByteArray& line = lines[i];
        const bool isFolded = line.startsWith(' ') || line.startsWith('\t');
        const qsizetype colon = line.indexOf(':', 1); // names of HTTP/2 may begin with one
        if (i == 0 && !line.startsWith(':')) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() >= 3 && !line.startsWith("HTTP/"))
                line = words[0] + ' ' +
                       cleanedUrl(line.sliced(words[0].size() + 1).chopped(words.last().size() + 1)) + ' ' +
                       words.last();
        } else if (isFolded && isCut) {
            line = " \r";
        } else if (!isFolded && colon > 0) {
            const QByteArray value = line.sliced(colon + 1).trimmed();
            const QByteArray cleaned = cleanedValue(line.first(colon), value);
            isCut = cleaned != value;
            if (isCut)
                line = line.first(colon) + ": " + cleaned + (line.endsWith('\r') ? "\r" : "");
        }
    }
    return lines.join('\n');
}

void HistorySecrets::cleanFields(QList<WireField>& fields) const
{
    for (WireField& field : fields)
        field.value = cleanedValue(field.name, field.value);
}

HttpHop HistorySecrets::cleaned(HttpHop hop) const
{
    hop.url = QString::fromUtf8(cleanedUrl(hop.url.toUtf8()));
    hop.requestHead = cleanedHead(hop.requestHead);
    hop.responseHead = cleanedHead(hop.responseHead);
    cleanFields(hop.fields);
    cleanFields(hop.trailers);
    for (QList<TapAnswer>* answers : {&hop.interim, &hop.further}) {
        for (TapAnswer& answer : *answers)
            cleanFields(answer.fields);
    }
    return hop;
}

} // namespace wl
