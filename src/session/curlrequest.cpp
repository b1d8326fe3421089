// SPDX-License-Identifier: MIT
#include "session/curlrequest.h"

#include "decode/http1head.h"
#include "session/curlconnection.h"
#include "session/curldata.h"
#include "session/curlform.h"
#include "session/curlstartline.h"
#include "session/curlurl.h"

#include <QFileInfo>

namespace wl {

namespace {

/// What curl follows where nothing else is said.
constexpr int curlRedirects = 50;

bool isNamed(const HttpField& field, QLatin1String name)
{
    return field.name.compare(name, Qt::CaseInsensitive) == 0;
}

class RequestMaker
{
public:
    RequestMaker(const CurlOperation& operation, const ShellCommand& command)
        : m_operation(operation)
        , m_command(command)
        , m_data(command)
    {
    }

    Result<CurlImport> make(qsizetype index)
    {
        request().settings.followRedirects = false;
        request().settings.useCookies = false;
        request().settings.maxRedirects = curlRedirects;
        request().settings.engine = HttpEngine::Exact;
        collect(index);
        if (Result<void> made = makeUrl(m_operation.urls.at(index)); !made)
            return tl::make_unexpected(made.error());
        for (const CurlArgument& argument : m_operation.arguments) {
            if (argument.option != CurlOption::NoProxy)
                takeConnectionOption(argument, m_import);
        }
        for (const CurlArgument& argument : m_operation.arguments) { // whatever stands first
            if (argument.option == CurlOption::NoProxy)
                takeConnectionOption(argument, m_import);
        }
        m_import.notes += m_data.notes();
        settleBody();
        settleMethod();
        settleHeaders();
        settleAuth();
        applyStartLine(m_startLine, m_import);
        return std::move(m_import);
    }

private:
    HttpRequest& request() { return m_import.request; }
    void note(const QString& text)
    {
        if (!m_import.notes.contains(text))
            m_import.notes.append(text);
    }

    void collect(qsizetype index)
    {
        QStringList uploads;
        for (const CurlArgument& argument : m_operation.arguments) {
            m_data.take(argument);
            switch (argument.option) {
            case CurlOption::Method: m_method = argument.value; break;
            case CurlOption::Get: m_isGet = argument.isOn; break;
            case CurlOption::Head: m_isHead = argument.isOn; break;
            case CurlOption::Upload: uploads.append(argument.value); break;
            case CurlOption::PathAsIs: m_urlTerms.pathAsIs = argument.isOn; break;
            case CurlOption::Globoff: m_urlTerms.globs = !argument.isOn; break;
            case CurlOption::ProtoDefault: m_urlTerms.protocol = argument.value; break;
            case CurlOption::RequestTarget: m_startLine.target = argument.value; break;
            case CurlOption::Http10: m_startLine.isHttp10 = argument.isOn; break;
            case CurlOption::Http1:
            case CurlOption::Http2:
            case CurlOption::Http2Prior: m_startLine.isHttp10 = false; break; // the last one counts
            case CurlOption::Header: takeHeader(argument); break;
            case CurlOption::Form: takePart(argument); break;
            case CurlOption::FormString: takeText(argument); break;
            default: takeField(argument); break;
            }
        }
        if (index < uploads.size())
            m_upload = uploads.at(index);
    }

    /// Options that stand for a header field.
    void takeField(const CurlArgument& argument)
    {
        switch (argument.option) {
        case CurlOption::UserAgent: m_userAgent = argument.value; break;
        case CurlOption::Referer: m_referer = argument.value.section(QLatin1String(";auto"), 0, 0); break;
        case CurlOption::Range: m_range = argument.value; break;
        case CurlOption::CookieJar: request().settings.useCookies = true; break;
        case CurlOption::Cookie: takeCookie(argument); break;
        case CurlOption::User: m_user = argument.value; break;
        case CurlOption::Digest: m_isDigest = argument.isOn; break;
        case CurlOption::OAuth2Bearer: m_bearer = argument.value; break;
        case CurlOption::AwsSigV4: m_aws = argument.value; break;
        default: break;
        }
    }

    void takeCookie(const CurlArgument& argument)
    {
        if (argument.value.contains(u'=')) {
            m_cookies.append(argument.value);
            return;
        }
        request().settings.useCookies = true;
        if (!argument.value.isEmpty())
            note(QStringLiteral("%1 %2: the cookies in the file are not read.")
                     .arg(argument.typed, argument.value));
    }

    void takeHeader(const CurlArgument& argument)
    {
        const QString& line = argument.value;
        if (line.startsWith(u'@'))
            return note(
                QStringLiteral("%1 %2: the fields in the file are not read.").arg(argument.typed, line));
        const qsizetype colon = line.indexOf(u':');
        const bool isEmpty = colon < 0 && line.endsWith(u';');
        HttpField field;
        field.name = (isEmpty ? line.chopped(1) : line.first(std::max<qsizetype>(colon, 0))).trimmed();
        field.value = isEmpty ? QString() : line.sliced(colon + 1).trimmed();
        const bool breaks = std::any_of(field.value.begin(), field.value.end(),
                                        [](QChar c) { return c == u'\r' || c == u'\n' || c.isNull(); });
        if (!isHttpToken(field.name.toUtf8()) || breaks)
            return note(
                QStringLiteral("%1 '%2' is no header field: it is left out.").arg(argument.typed, line));
        // "Name:" takes an automatic field away, "Name;" is an empty one.
        field.enabled = isEmpty || !field.value.isEmpty();
        request().headers.append(field);
    }

    void takePart(const CurlArgument& argument)
    {
        const Result<CurlForm> form = parseCurlForm(argument.value, m_command);
        m_hasForm = true;
        if (!form)
            return note(form.error().detail + QStringLiteral(": it is left out."));
        for (const QString& problem : form->problems)
            note(problem);
        m_parts += form->parts;
    }

    void takeText(const CurlArgument& argument)
    {
        const qsizetype equals = argument.value.indexOf(u'=');
        HttpPart part;
        part.name = argument.value.first(std::max<qsizetype>(equals, 0));
        part.text = argument.value.sliced(equals + 1);
        m_hasForm = true;
        m_parts.append(part);
    }

    Result<void> makeUrl(const QString& typed)
    {
        if (m_isGet && m_data.exists() && m_data.file().isEmpty())
            m_urlTerms.query = m_data.text();
        else
            m_urlTerms.query = m_data.query();
        if (m_upload != QLatin1String("-") && m_upload != QLatin1String("."))
            m_urlTerms.fileName = QFileInfo(m_upload).fileName();
        Result<CurlUrl> made = makeCurlUrl(typed, m_urlTerms);
        if (!made)
            return tl::make_unexpected(made.error());
        request().url = made->url;
        request().settings.encodeUrl = !made->hasOddCharacters;
        for (const QString& text : std::as_const(made->notes))
            note(text);
        return {};
    }

    /// The field that was typed last, also where it only takes one away.
    const HttpField* typedField(QLatin1String name)
    {
        const QList<HttpField>& fields = request().headers;
        const auto found = std::find_if(fields.rbegin(), fields.rend(),
                                        [name](const HttpField& field) { return isNamed(field, name); });
        return found == fields.rend() ? nullptr : &*found;
    }

    void removeFields(QLatin1String name)
    {
        request().headers.removeIf([name](const HttpField& field) { return isNamed(field, name); });
    }

    void addField(const char* name, const QString& value)
    {
        if (!typedField(QLatin1String(name)))
            request().headers.append({QLatin1String(name), value, !value.isEmpty(), false, {}});
    }

    /// curl takes one kind of a body; with several it refuses the command, and the first of these is kept.
    void settleBody()
    {
        const bool isData = m_data.exists() && !m_isGet;
        const auto refuses = [this](bool both, const char* first, const char* second) {
            if (both)
                note(QStringLiteral("%1 together with %2 is refused by curl: %2 is left out.")
                         .arg(QLatin1String(first), QLatin1String(second)));
        };
        refuses(isData && m_hasForm, "-d", "-F");
        refuses(isData && !m_upload.isEmpty(), "-d", "-T");
        refuses(!isData && m_hasForm && !m_upload.isEmpty(), "-F", "-T");
        if (isData)
            setData();
        else if (m_hasForm)
            setForm();
        else if (!m_upload.isEmpty())
            setUpload();
        const HttpField* coding = typedField(QLatin1String("Transfer-Encoding"));
        if (coding && request().body.kind != HttpBody::Kind::None) {
            note(QStringLiteral("-H Transfer-Encoding: the body is sent with its length, not in chunks."));
            removeFields(QLatin1String("Transfer-Encoding"));
        }
    }

    void setData()
    {
        HttpBody& body = request().body;
        const HttpField* type = typedField(QLatin1String("Content-Type"));
        const QString typed = type && type->enabled ? type->value.section(u';', 0, 0).trimmed() : QString();
        const bool isJson = typed.compare(QLatin1String("application/json"), Qt::CaseInsensitive) == 0;
        if (!m_data.file().isEmpty())
            setFile(m_data.file());
        else
            body.kind = m_data.isJson() || isJson ? HttpBody::Kind::Json : HttpBody::Kind::Text;
        body.text = m_data.text();
        if (m_data.isJson())
            addField("Accept", QStringLiteral("application/json"));
        if (type)
            return;
        if (m_data.isJson())
            body.contentType =
                body.kind == HttpBody::Kind::File ? QStringLiteral("application/json") : QString();
        else
            body.contentType = QStringLiteral("application/x-www-form-urlencoded");
    }

    void setFile(const QString& path)
    {
        request().body.kind = HttpBody::Kind::File;
        request().body.filePath = path;
    }

    void setForm()
    {
        HttpBody& body = request().body;
        body.kind = HttpBody::Kind::Multipart;
        body.parts = m_parts;
        const HttpField* type = typedField(QLatin1String("Content-Type"));
        if (!type || !type->enabled)
            return;
        // The boundary is ours to say.
        body.contentType = type->value;
        removeFields(QLatin1String("Content-Type"));
        if (body.contentType.contains(QLatin1String("boundary="), Qt::CaseInsensitive))
            note(QStringLiteral(
                "-H Content-Type: curl adds a second boundary, this request has the one that was "
                "typed."));
        if (!body.contentType.startsWith(QLatin1String("multipart/form-data"), Qt::CaseInsensitive))
            note(QStringLiteral(
                     "-H Content-Type: curl calls the parts of %1 attachments, this request calls them "
                     "form-data.")
                     .arg(body.contentType.section(u';', 0, 0)));
    }

    void setUpload()
    {
        const bool isInput = m_upload == QLatin1String("-") || m_upload == QLatin1String(".");
        if (!isInput) {
            setFile(m_upload);
        } else if (m_command.inputText) {
            request().body.kind = HttpBody::Kind::Text;
            request().body.text = *m_command.inputText;
        } else if (!m_command.inputFile.isEmpty()) {
            setFile(m_command.inputFile);
        }
        if (isInput)
            note(request().body.kind == HttpBody::Kind::None
                     ? QStringLiteral("-T %1: what curl would read as its input is not known.").arg(m_upload)
                     : QStringLiteral("-T %1: it is sent with its length, not in chunks.").arg(m_upload));
        addField("Content-Type", {}); // curl says none
    }

    void settleMethod()
    {
        const HttpBody::Kind kind = request().body.kind;
        if (!m_method.isEmpty())
            request().method = m_method;
        else if (m_isHead || (m_isGet && m_data.exists()))
            request().method = m_isHead ? QStringLiteral("HEAD") : QStringLiteral("GET");
        else if (!m_upload.isEmpty() && !m_data.exists() && !m_hasForm)
            request().method = QStringLiteral("PUT");
        else if (kind != HttpBody::Kind::None || m_hasForm || m_data.exists())
            request().method = QStringLiteral("POST");
        const bool changes = m_method != QLatin1String("GET") && m_method != QLatin1String("HEAD");
        if (!m_method.isEmpty() && changes && request().settings.followRedirects &&
            !request().settings.keepMethod)
            note(QStringLiteral(
                     "-X %1 with -L: curl keeps the method on every redirect, this request only where "
                     "the status says so.")
                     .arg(m_method));
    }

    void settleHeaders()
    {
        if (m_userAgent)
            addField("User-Agent", *m_userAgent);
        if (!m_referer.isEmpty())
            addField("Referer", m_referer);
        if (!m_range.isEmpty())
            addField("Range", QStringLiteral("bytes=") + m_range);
        if (!m_cookies.isEmpty())
            addField("Cookie", m_cookies.join(u';'));
        // Never sent by itself.
        request().headers.removeIf(
            [](const HttpField& field) { return !field.enabled && isNamed(field, QLatin1String("Expect")); });
    }

    void settleAuth()
    {
        HttpAuth& auth = request().auth;
        if (typedField(QLatin1String("Authorization")))
            return; // it is what curl sends
        if (m_user) {
            auth.kind = m_isDigest ? HttpAuth::Kind::Digest : HttpAuth::Kind::Basic;
            auth.user = m_user->section(u':', 0, 0);
            auth.password = m_user->section(u':', 1);
        }
        if (!m_bearer.isEmpty() && auth.kind != HttpAuth::Kind::Digest) {
            auth.kind = HttpAuth::Kind::Bearer;
            auth.token = m_bearer;
        }
        if (!m_aws.isEmpty())
            setAws(auth);
    }

    /// provider1[:provider2[:region[:service]]]
    void setAws(HttpAuth& auth)
    {
        const QStringList words = m_aws.split(u':');
        auth.kind = HttpAuth::Kind::AwsV4;
        auth.aws.accessKeyId = std::exchange(auth.user, {});
        auth.aws.secretAccessKey = std::exchange(auth.password, {});
        auth.aws.region = words.value(2);
        auth.aws.service = words.value(3);
        if (words.value(0) != QLatin1String("aws"))
            note(QStringLiteral("--aws-sigv4 %1: only aws is supported.").arg(m_aws));
        if (words.size() < 4)
            note(QStringLiteral("--aws-sigv4 %1: region and service are to be typed.").arg(m_aws));
    }

    const CurlOperation& m_operation;
    const ShellCommand& m_command;
    CurlImport m_import;
    CurlData m_data;
    CurlUrlTerms m_urlTerms;
    QString m_method;
    CurlStartLine m_startLine;
    bool m_isGet = false;
    bool m_isHead = false;
    bool m_hasForm = false;
    QList<HttpPart> m_parts;
    QString m_upload; ///< of this URL
    std::optional<QString> m_userAgent;
    QString m_referer;
    QString m_range;
    QStringList m_cookies;
    std::optional<QString> m_user;
    bool m_isDigest = false;
    QString m_bearer;
    QString m_aws;
};

} // namespace

Result<CurlImport> makeCurlRequest(const CurlOperation& operation, qsizetype url, const ShellCommand& command)
{
    return RequestMaker(operation, command).make(url);
}

} // namespace wl
