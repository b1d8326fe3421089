// SPDX-License-Identifier: MIT
#include "http/httpcompose.h"

#include "base/typedtext.h"
#include "decode/contentdecoder.h"
#include "decode/http1head.h"
#include "http/authfields.h"
#include "http/awssignature.h"
#include "http/bodyhash.h"
#include "http/graphqlbody.h"
#include "http/http2fields.h"
#include "http/httpresolve.h"
#include "http/proxiedrequest.h"
#include "net/rawrequestscan.h"
#include "payload/payloadsource.h"

#include <QFileInfo>

namespace wl {

namespace {

bool sameName(const QByteArray& a, const QByteArray& b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

/// Fields that the engine fills in by itself where they are missing or empty.
bool cannotBeEmpty(const QByteArray& name)
{
    static const QList<QByteArray> names{"Host", "Connection", "Accept-Encoding", "Accept-Language",
                                         "User-Agent"};
    return std::any_of(names.begin(), names.end(),
                       [&](const QByteArray& other) { return sameName(name, other); });
}

Result<void> checkField(const HttpField& field)
{
    if (!isHttpToken(field.name.toUtf8()))
        return fail(ErrorCode::BadOption, QStringLiteral("the header field name \"%1\"").arg(field.name));
    if (hasLineBreak(field.value)) {
        return fail(ErrorCode::BadOption,
                    QStringLiteral("the value of %1 has a line break or NUL").arg(field.name));
    }
    return {};
}

class Composer
{
public:
    explicit Composer(const HttpRequest& request)
        : m_request(request)
    {
    }

    Result<ComposedRequest> compose()
    {
        m_out.method = m_request.method.toUtf8();
        if (!isHttpToken(m_out.method))
            return fail(ErrorCode::BadOption, QStringLiteral("the method \"%1\"").arg(m_request.method));
        Result<AuthFields> auth = authFields(m_request.auth);
        if (!auth)
            return tl::make_unexpected(auth.error());
        Result<HttpUrl> url = makeUrl(auth->query);
        if (!url)
            return tl::make_unexpected(url.error());
        m_out.url = url->url;
        m_out.target = url->target;
        m_out.notes = url->notes + auth->notes;
        m_out.version = m_request.settings.version;
        Result<BodyPlan> body = makeHttpBody(m_request.body, m_out.method);
        if (!body)
            return tl::make_unexpected(body.error());
        m_out.body = std::move(*body);

        noteOperations();
        for (const HttpField& row : m_request.query + auth->query) {
            if (row.enabled && row.secret)
                m_out.secretQuery.append(row.name);
        }
        addAutomatic(*url);
        addAuth(*auth, url->hasUser);
        for (const HttpField& field : m_request.headers) {
            if (!field.enabled && field.value.isEmpty())
                takeAway(field.name.toUtf8());
            if (!field.enabled || (field.name.isEmpty() && field.value.isEmpty()))
                continue;
            if (Result<void> checked = checkField(field); !checked)
                return tl::make_unexpected(checked.error());
            addTyped(field);
        }
        settleLength();
        settleSigner();
        noteVersion();
        noteRoute();
        return std::move(m_out);
    }

private:
    Result<HttpUrl> makeUrl(const QList<HttpField>& authQuery) const
    {
        if (authQuery.isEmpty())
            return makeHttpUrl(m_request);
        HttpRequest keyed = m_request;
        keyed.query += authQuery;
        return makeHttpUrl(keyed);
    }

    /// The request's own authentication goes before the user in the URL.
    void addAuth(const AuthFields& auth, bool hasUser)
    {
        m_out.signer = auth.signer;
        const auto isAuthorization = [](const ComposedField& field) {
            return field.isNamed("Authorization");
        };
        const bool replaces = auth.signer.kind != HttpAuth::Kind::None ||
                              std::any_of(auth.fields.begin(), auth.fields.end(), isAuthorization);
        if (hasUser && replaces) {
            m_out.fields.removeIf(isAuthorization);
            m_out.notes.append(
                QStringLiteral("The user in the URL is not sent: the request has its own authentication."));
        }
        for (const ComposedField& field : auth.fields)
            m_out.insertAutomatic(field);
    }

    /// A typed Authorization stands for what would be made.
    void settleSigner()
    {
        if (m_out.signer.kind == HttpAuth::Kind::None)
            return;
        const bool isTyped = m_out.hasField("Authorization");
        if (isTyped) {
            m_out.signer = {};
            m_out.notes.append(QStringLiteral("The typed Authorization field is sent as it is."));
        } else if (m_out.signer.kind == HttpAuth::Kind::AwsV4) {
            signNow();
        }
    }

    void signNow()
    {
        QByteArray hash = awsTypedPayloadHash(m_out);
        if (hash.isNull()) {
            const auto quick = quickBodyHash(m_out.body, QCryptographicHash::Sha256);
            hash = quick.value_or(awsUnsignedPayload.toByteArray());
            if (!quick)
                m_out.notes.append(QStringLiteral("The signature is made when the request is sent: the whole "
                                                  "body is part of it."));
        }
        signAws(m_out, m_out.signer.aws, hash, QDateTime::currentDateTimeUtc());
    }

    void automatic(const QByteArray& name, const QByteArray& value, bool isSecret = false)
    {
        m_out.fields.append({name, value, true, isSecret});
    }

    void addAutomatic(const HttpUrl& url)
    {
        automatic("Host", httpAuthority(url.url));
        automatic("User-Agent", "Wireloupe/" WIRELOUPE_VERSION);
        automatic("Accept", "*/*");
        automatic("Accept-Encoding", ContentDecoder::acceptEncoding());
        automatic("Accept-Language", "*");
        automatic("Connection", m_request.settings.keepConnection ? "keep-alive" : "close");
        if (url.hasUser) {
            const QString credentials = url.userName + u':' + url.password;
            automatic("Authorization", "Basic " + credentials.toUtf8().toBase64(), true);
        }
        if (!m_out.body.contentType.isEmpty())
            automatic("Content-Type", m_out.body.contentType);
        if (m_out.body.exists)
            automatic("Content-Length", QByteArray::number(m_out.body.size()));
    }

    /// A row that is off and empty stands for an automatic field that is not wanted.
    void takeAway(const QByteArray& name)
    {
        const auto isIt = [&](const ComposedField& field) {
            return field.isAutomatic && field.isNamed(name);
        };
        if (std::none_of(m_out.fields.begin(), m_out.fields.end(), isIt))
            return;
        if (!isExact() && (cannotBeEmpty(name) || sameName(name, "Content-Length"))) {
            m_out.notes.append(QStringLiteral("%1 cannot be left out: the automatic value is sent.")
                                   .arg(QString::fromUtf8(name)));
            return;
        }
        if (sameName(name, "Content-Length")) {
            m_out.hasOddFraming = true;
            m_out.notes.append(
                QStringLiteral("Without Content-Length a server takes the request for one without a "
                               "body."));
        }
        m_out.fields.removeIf(isIt);
    }

    void addTyped(const HttpField& field)
    {
        const QByteArray name = field.name.toUtf8();
        const QByteArray value = field.value.toUtf8();
        const bool needsValue = cannotBeEmpty(name) || sameName(name, "Content-Type");
        if (!isExact() && value.trimmed().isEmpty() && needsValue) {
            m_out.notes.append(
                QStringLiteral("%1 cannot be sent empty: the automatic value is.").arg(field.name));
            return;
        }
        const auto same = [&](const ComposedField& other) { return other.isNamed(name); };
        if (isExact()) {
            addExact(name, value, field.secret);
            return;
        }
        const bool typedBefore =
            std::any_of(m_out.fields.begin(), m_out.fields.end(),
                        [&](const ComposedField& other) { return same(other) && !other.isAutomatic; });
        if (typedBefore) {
            m_out.notes.append(
                QStringLiteral("Two fields are named %1: only the last one is sent.").arg(field.name));
        }
        if (sameName(name, "Content-Length") && m_out.body.exists) {
            noteLength(value);
            return;
        }
        if (sameName(name, "Transfer-Encoding"))
            m_out.notes.append(QStringLiteral("Transfer-Encoding is sent, but the body is not encoded so."));
        m_out.fields.removeIf(same);
        m_out.fields.append({name, value, false, field.secret});
    }

    void noteVersion()
    {
        if (m_out.isHttp2())
            m_out.notes += http2Notes(m_out);
        else if (m_out.version == HttpVersion::Http2)
            m_out.notes.append(QStringLiteral("HTTP/1.1 is spoken: HTTP/2 is agreed on by TLS, which http:// "
                                              "has not. With prior knowledge it is sent at once."));
    }

    [[nodiscard]] bool isExact() const { return usesExactEngine(m_request.settings); }

    /// As typed, also twice; only the automatic fields that it stands for go.
    void addExact(const QByteArray& name, const QByteArray& value, bool isSecret)
    {
        const bool isCoding = sameName(name, "Transfer-Encoding");
        m_out.fields.removeIf([&](const ComposedField& other) {
            // A message has one of the two (RFC 9112 §6.2).
            const bool isReplaced = other.isNamed(name) || (isCoding && other.isNamed("Content-Length"));
            return other.isAutomatic && isReplaced;
        });
        if (isCoding) {
            m_out.hasOddFraming = true;
            m_out.notes.append(QStringLiteral(
                "The body is sent as it is: it must have the chunks that Transfer-Encoding promises."));
        } else if (sameName(name, "Content-Length") &&
                   value.trimmed() != QByteArray::number(m_out.body.size())) {
            m_out.hasOddFraming = true;
            m_out.notes.append(QStringLiteral("Content-Length says %1, the body has %2 bytes.")
                                   .arg(QString::fromUtf8(value))
                                   .arg(m_out.body.size()));
        }
        m_out.fields.append({name, value, false, isSecret});
    }

    void noteOperations()
    {
        if (m_request.body.kind != HttpBody::Kind::GraphQl)
            return;
        const QStringList operations = graphQlOperations(m_request.body.text);
        if (operations.size() > 1) {
            m_out.notes.append(
                operations.first().isEmpty()
                    ? QStringLiteral(
                          "The query has %1 operations, the first without a name: a server refuses it.")
                          .arg(operations.size())
                    : QStringLiteral("Of the query's %1 operations %2 is run, the first.")
                          .arg(operations.size())
                          .arg(operations.first()));
        }
    }

    void noteLength(const QByteArray& typed)
    {
        const QByteArray length = QByteArray::number(m_out.body.size());
        if (typed.trimmed() != length) {
            m_out.notes.append(QStringLiteral("Content-Length is sent as %1, the body's real length.")
                                   .arg(QString::fromLatin1(length)));
        }
    }

    /// Content-Length goes last, where the engine puts it.
    void settleLength()
    {
        for (qsizetype i = 0; i < m_out.fields.size(); ++i) {
            if (m_out.fields[i].isAutomatic && m_out.fields[i].name == "Content-Length") {
                m_out.fields.append(m_out.fields.takeAt(i));
                return;
            }
        }
    }

    /// What the way to the server changes.
    void noteRoute()
    {
        const HttpSettings& settings = m_request.settings;
        const bool isPlain = m_out.url.scheme() == QLatin1String("http");
        if (settings.proxy.kind == ProxySpec::Kind::System && isPlain) {
            m_out.notes.append(QStringLiteral(
                "If the system names an HTTP proxy, the exact engine sends this, with the whole URL."));
        }
        if (!isForProxy(settings.proxy, m_out.url, m_out.version))
            return;
        m_out.notes.append(
            QStringLiteral("Plain HTTP to an HTTP proxy is sent by the exact engine, with the whole URL."));
        const QString host = m_out.url.host(QUrl::FullyEncoded);
        if (!overriddenAddress(settings.resolve, host, httpPort(m_out.url)).isEmpty()) {
            m_out.notes.append(
                QStringLiteral("The proxy looks %1 up: the address for it is not used.").arg(host));
        }
    }

    const HttpRequest& m_request;
    ComposedRequest m_out;
};

/// A file's bytes are read when they are sent.
Result<BodySegment> rawSegment(const PayloadSpec& raw)
{
    Result<PayloadSource> source = PayloadSource::compile(raw);
    if (!source)
        return tl::make_unexpected(source.error());
    if (source->isFile())
        return BodySegment{{}, source->filePath(), QFileInfo(source->filePath()).size()};
    Result<QByteArray> bytes = source->render();
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    return BodySegment{*bytes, {}, bytes->size()};
}

Result<ComposedRequest> composeRaw(const HttpRequest& request)
{
    const Result<HttpUrl> url = makeHttpPlace(request);
    if (!url)
        return tl::make_unexpected(url.error());
    Result<BodySegment> segment = rawSegment(request.raw);
    if (!segment)
        return tl::make_unexpected(segment.error());
    if (segment->size == 0)
        return fail(ErrorCode::BadOption, QStringLiteral("the raw request: it has no bytes"));
    ComposedRequest composed;
    composed.isRaw = true;
    composed.url = url->url;
    composed.method = rawMethod(segment->bytes);
    composed.body.exists = true;
    composed.body.segments = {std::move(*segment)};
    return composed;
}

} // namespace

bool ComposedRequest::isHttp2() const
{
    return version == HttpVersion::Http2Prior ||
           (version == HttpVersion::Http2 && url.scheme() == QStringLiteral("https"));
}

QByteArray ComposedRequest::head() const
{
    if (isRaw)
        return {};
    return isHttp2() ? http2Text(http2Fields(*this)) : http1Head();
}

QByteArray ComposedRequest::http1Head() const
{
    qsizetype size = method.size() + target.size() + 16;
    for (const ComposedField& field : fields)
        size += field.name.size() + field.value.size() + 4;
    QByteArray text;
    text.reserve(size);
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    for (const ComposedField& field : fields)
        text.append(field.name).append(": ").append(field.value).append("\r\n");
    return text.append("\r\n");
}

const ComposedField* ComposedRequest::findField(QByteArrayView name) const
{
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [name](const ComposedField& field) { return field.isNamed(name); });
    return found == fields.end() ? nullptr : &*found;
}

QString ComposedRequest::shownUrl() const
{
    QUrl shown = url;
    if (!secretQuery.isEmpty() && shown.hasQuery()) {
        QStringList pairs = shown.query(QUrl::FullyEncoded).split(u'&');
        for (QString& pair : pairs) {
            const qsizetype equals = pair.indexOf(u'=');
            const QString name = equals < 0 ? pair : pair.first(equals);
            if (equals >= 0 && secretQuery.contains(QUrl::fromPercentEncoding(name.toLatin1())))
                pair = name + QStringLiteral("=***");
        }
        shown.setQuery(pairs.join(u'&'), QUrl::StrictMode);
    }
    return shown.toString(QUrl::FullyEncoded);
}

void ComposedRequest::insertAutomatic(const ComposedField& field)
{
    for (ComposedField& own : fields) {
        if (own.isAutomatic && own.isNamed(field.name)) {
            own = field;
            return;
        }
    }
    const bool isLengthLast =
        !fields.isEmpty() && fields.constLast().isAutomatic && fields.constLast().isNamed("Content-Length");
    fields.insert(isLengthLast ? fields.size() - 1 : fields.size(), field);
}

void ComposedRequest::removeSigned()
{
    fields.removeIf([](const ComposedField& field) {
        return field.isAutomatic && (field.isNamed("Authorization") || field.name.startsWith("X-Amz-"));
    });
}

bool ComposedRequest::closesConnection() const
{
    return hasOddFraming || std::any_of(fields.begin(), fields.end(), [](const ComposedField& field) {
               if (!field.isNamed("Connection"))
                   return false;
               const QList<QByteArray> options = field.value.split(',');
               return std::any_of(options.begin(), options.end(), [](const QByteArray& option) {
                   return sameName(option.trimmed(), "close");
               });
           });
}

HttpEngine engineOf(const HttpRequest& request)
{
    const HttpSettings& settings = request.settings;
    if (request.isRaw || usesExactEngine(settings))
        return HttpEngine::Exact;
    if (settings.proxy.kind != ProxySpec::Kind::Http)
        return HttpEngine::Qt;
    const Result<HttpUrl> url = makeHttpUrl(request);
    return url && isForProxy(settings.proxy, url->url, settings.version) ? HttpEngine::Exact : HttpEngine::Qt;
}

Result<ComposedRequest> composeRequest(const HttpRequest& request)
{
    if (request.isRaw)
        return composeRaw(request);
    HttpRequest sent = request;
    sent.settings.engine = engineOf(request);
    return Composer(sent).compose();
}

} // namespace wl
