// SPDX-License-Identifier: MIT
#include "httpoptions.h"

#include "base/address.h"
#include "base/errortext.h"
#include "http/shownurl.h"
#include "httpauthoptions.h"
#include "httpcurl.h"
#include "httplimitoptions.h"
#include "httproute.h"
#include "httpshapeoptions.h"

#include <algorithm>

namespace wl::cli {

namespace {

/// RFC 9110 §5.6.2.
bool isToken(const QString& word)
{
    static constexpr QStringView others = u"!#$%&'*+-.^_`|~";
    return !word.isEmpty() && std::all_of(word.cbegin(), word.cend(), [](QChar c) {
        return (c < QChar(0x80) && c.isLetterOrNumber()) || others.contains(c);
    });
}

Result<void> readTarget(const OptionParser& parser, HttpRequest& request)
{
    const QStringList& words = parser.positionals();
    if (words.isEmpty() || words.size() > 2)
        return badOption(QStringLiteral("http takes a method and a URL, such as GET http://127.0.0.1:8080/"));
    request.url = words.constLast();
    const auto address = parseAddress(request.url);
    if (!address)
        return badOption(
            QStringLiteral("'%1': %2").arg(shownUrl(request.url), ErrorText::reason(address.error())));
    if (address->scheme != Scheme::Http && address->scheme != Scheme::Https)
        return badOption(QStringLiteral("'%1' is not an http:// or https:// URL").arg(shownUrl(request.url)));
    if (words.size() == 2 && !isToken(words.constFirst()))
        return badOption(QStringLiteral("'%1' is not a method").arg(words.constFirst()));
    if (words.size() == 2)
        request.method = words.constFirst();
    else if (request.body.kind != HttpBody::Kind::None)
        request.method = QStringLiteral("POST");
    return {};
}

Result<void> readHeaders(const OptionParser& parser, HttpRequest& request)
{
    for (const QString& line : parser.values(QStringLiteral("-H"))) {
        const auto colon = line.indexOf(u':');
        if (colon <= 0)
            return badOption(QStringLiteral("-H takes 'Name: value', not '%1'").arg(line));
        HttpField field;
        field.name = line.left(colon);
        field.value = line.mid(colon + 1).trimmed();
        request.headers.append(field);
    }
    return {};
}

Result<void> readForm(const QStringList& fields, HttpBody& body)
{
    body.kind = HttpBody::Kind::Form;
    for (const QString& text : fields) {
        const auto equals = text.indexOf(u'=');
        if (equals <= 0)
            return badOption(QStringLiteral("--form takes k=v, not '%1'").arg(text));
        HttpField field;
        field.name = text.left(equals);
        field.value = text.mid(equals + 1);
        body.fields.append(field);
    }
    return {};
}

Result<void> readBody(const OptionParser& parser, HttpBody& body)
{
    int kinds = 0;
    for (const auto& name : {QStringLiteral("--data"), QStringLiteral("--json"), QStringLiteral("--form"),
                             QStringLiteral("--file")})
        kinds += parser.isSet(name) ? 1 : 0;
    if (kinds > 1)
        return badOption(QStringLiteral("-d, --json, --form and --file exclude each other"));
    if (parser.isSet(QStringLiteral("--data"))) {
        body.kind = HttpBody::Kind::Text;
        body.text = parser.values(QStringLiteral("--data")).join(u'&');
    } else if (parser.isSet(QStringLiteral("--json"))) {
        body.kind = HttpBody::Kind::Json;
        body.text = parser.value(QStringLiteral("--json"));
    } else if (parser.isSet(QStringLiteral("--file"))) {
        body.kind = HttpBody::Kind::File;
        body.filePath = parser.value(QStringLiteral("--file"));
    } else if (parser.isSet(QStringLiteral("--form"))) {
        return readForm(parser.values(QStringLiteral("--form")), body);
    }
    return {};
}

Result<void> readEngine(const OptionParser& parser, HttpEngine& engine)
{
    if (!parser.isSet(QStringLiteral("--engine")))
        return {};
    const QString name = parser.value(QStringLiteral("--engine"));
    engine = name == QLatin1String("exact") ? HttpEngine::Exact : HttpEngine::Qt;
    if (name == QLatin1String("exact") || name == QLatin1String("qt"))
        return {};
    return badOption(QStringLiteral("--engine takes qt or exact, not '%1'").arg(name));
}

void readSettings(const Settings& settings, HttpSettings& http)
{
    http.followRedirects = settings.flag(QStringLiteral("http/follow_redirects"));
    http.connectTimeout =
        std::chrono::milliseconds(settings.number(QStringLiteral("network/connect_timeout_ms")));
    http.firstByteTimeout =
        std::chrono::milliseconds(settings.number(QStringLiteral("http/first_byte_timeout_ms")));
}

/// The options that say how a request is sent, over what is there.
Result<void> readManner(const OptionParser& parser, HttpSettings& http)
{
    if (parser.isSet(QStringLiteral("--no-redirect")))
        http.followRedirects = false;
    if (parser.isSet(QStringLiteral("--insecure")))
        http.tls.verify = false;
    if (parser.isSet(QStringLiteral("--ca")))
        http.tls.caFile = parser.value(QStringLiteral("--ca"));
    if (const auto limits = readLimits(parser, http); !limits)
        return limits;
    if (const auto route = readRouteOptions(parser, http); !route)
        return route;
    return readEngine(parser, http.engine);
}

/// The request in the program's own options.
Result<void> readTyped(const OptionParser& parser, HttpOptions& options)
{
    HttpRequest& request = options.request;
    if (const auto body = readBody(parser, request.body); !body)
        return body;
    if (const auto shape = readShape(parser, request, options.notes); !shape)
        return tl::make_unexpected(shape.error());
    if (const auto target = readTarget(parser, request); !target)
        return target;
    readPathRows(parser, request);
    if (const auto headers = readHeaders(parser, request); !headers)
        return headers;
    readSettings(options.run.settings, request.settings);
    if (const auto manner = readManner(parser, request.settings); !manner)
        return manner;
    const Result<HttpAuth> auth = readAuth(parser);
    if (!auth)
        return tl::make_unexpected(auth.error());
    request.auth = *auth;
    return {};
}

/// The request of a curl command, which says all that is about it; how it is sent can be said beside it.
Result<void> readCommand(const OptionParser& parser, HttpOptions& options)
{
    for (const char* other : {"--header",
                              "--data",
                              "--json",
                              "--form",
                              "--file",
                              "--part",
                              "--path",
                              "--as-typed",
                              "--graphql",
                              "--variables",
                              "--raw",
                              "--user",
                              "--digest",
                              "--bearer",
                              "--api-key",
                              "--aws-sigv4",
                              "--aws-session-token",
                              "--oauth2",
                              "--oauth2-authorize",
                              "--oauth2-scope",
                              "--oauth2-audience",
                              "--oauth2-redirect",
                              "--oauth2-in-body"}) {
        if (parser.isSet(QLatin1String(other)))
            return badOption(QStringLiteral("--curl and %1 exclude each other: the command says what is sent")
                                 .arg(QLatin1String(other)));
    }
    if (!parser.positionals().isEmpty())
        return badOption(QStringLiteral("--curl stands for METHOD and URL"));
    Result<CurlImport> import = readCurl(parser.value(QStringLiteral("--curl")));
    if (!import)
        return tl::make_unexpected(import.error());
    options.request = import->request;
    options.notes = import->notes;
    return readManner(parser, options.request.settings);
}

} // namespace

Result<std::optional<CodeForm>> readCode(const OptionParser& parser)
{
    static const QList<std::pair<QString, CodeForm>> forms{
        {QStringLiteral("curl"), CodeForm::Curl},
        {QStringLiteral("curl-cmd"), CodeForm::CurlCmd},
        {QStringLiteral("curl-powershell"), CodeForm::CurlPowerShell},
        {QStringLiteral("python"), CodeForm::PythonRequests},
        {QStringLiteral("javascript"), CodeForm::JavaScriptFetch},
        {QStringLiteral("qt"), CodeForm::CppQt},
        {QStringLiteral("raw"), CodeForm::Raw}};
    if (!parser.isSet(QStringLiteral("--code")))
        return std::nullopt;
    const QString name = parser.value(QStringLiteral("--code"));
    for (const auto& [word, form] : forms) {
        if (word == name)
            return form;
    }
    return badOption(
        QStringLiteral(
            "--code takes curl, curl-cmd, curl-powershell, python, javascript, qt or raw, not '%1'")
            .arg(name));
}

OptionParser makeHttpParser()
{
    OptionParser parser(
        QStringLiteral("http"), QStringLiteral("METHOD URL [options]"),
        QStringLiteral(
            "Sends one HTTP request and writes the body of the answer to standard output. Nothing is\n"
            "re-encoded. Without METHOD it is GET, or POST where there is a body. Any answer is exit\n"
            "code 0, whatever its status."));
    parser.add(QStringLiteral("-H, --header"), QStringLiteral("'Name: value'"),
               QStringLiteral("a header field; may be given several times"));
    parser.add(QStringLiteral("-d, --data"), QStringLiteral("DATA"),
               QStringLiteral("a text body; several are joined with '&'"));
    parser.add(QStringLiteral("--json"), QStringLiteral("DATA"),
               QStringLiteral("a JSON body, sent as it was typed"));
    parser.add(QStringLiteral("--form"), QStringLiteral("k=v"),
               QStringLiteral("a form field; may be given several times"));
    parser.add(QStringLiteral("--file"), QStringLiteral("F"), QStringLiteral("a file as the body, streamed"));
    parser.add(QStringLiteral("-o, --output"), QStringLiteral("FILE"),
               QStringLiteral("write the body to a file"));
    parser.add(QStringLiteral("--timing"), {},
               QStringLiteral("tell how long each phase took, on standard error"));
    parser.add(QStringLiteral("--insecure"), {},
               QStringLiteral("send whatever the certificate says, this once (https)"));
    parser.add(QStringLiteral("--ca"), QStringLiteral("FILE"),
               QStringLiteral("trust only the authorities in this PEM file (https)"));
    parser.add(QStringLiteral("--no-redirect"), {}, QStringLiteral("do not follow redirects"));
    parser.add(
        QStringLiteral("--curl"), QStringLiteral("COMMAND"),
        QStringLiteral("the request of a curl command, - for one on standard input; what of it is not\n"
                       "supported is told; options that say how to send it count over it"));
    parser.add(QStringLiteral("--code"),
               QStringLiteral("curl|curl-cmd|curl-powershell|python|javascript|qt|raw"),
               QStringLiteral("send nothing: print a command or a program that sends this request"));
    parser.add(QStringLiteral("--engine"), QStringLiteral("qt|exact"),
               QStringLiteral("who writes the request: Qt (the default), or byte for byte what was typed"));
    addRouteOptions(parser);
    addLimitOptions(parser);
    addShapeOptions(parser);
    addAuthOptions(parser);
    parser.add(QStringLiteral("--cookie-jar"), QStringLiteral("FILE"),
               QStringLiteral("cookies from this cookies.txt, as curl has it, and back into it"));
    parser.add(QStringLiteral("--history"), {},
               QStringLiteral("keep the exchange in the history, as the window does"));
    addRunOptions(parser);
    parser.addExample(QStringLiteral("wireloupe-cli http GET http://127.0.0.1:8080/posts --timing"),
                      QStringLiteral("the body on standard output, the timings on standard error"));
    parser.addExample(QStringLiteral("wireloupe-cli http POST http://127.0.0.1:8080/posts --json "
                                     "'{\"title\": \"new\"}' -o answer.json"),
                      QStringLiteral("a JSON body as it was typed, the answer into a file"));
    return parser;
}

Result<HttpOptions> readHttpOptions(const OptionParser& parser)
{
    HttpOptions options;
    auto run = readRunOptions(parser);
    if (!run)
        return tl::make_unexpected(run.error());
    options.run = std::move(*run);
    const bool isCommand = parser.isSet(QStringLiteral("--curl"));
    if (const auto read = isCommand ? readCommand(parser, options) : readTyped(parser, options); !read)
        return tl::make_unexpected(read.error());
    const Result<std::optional<CodeForm>> code = readCode(parser);
    if (!code)
        return tl::make_unexpected(code.error());
    options.code = *code;
    options.outputPath = parser.value(QStringLiteral("--output"));
    if (options.outputPath == QLatin1String("-"))
        options.outputPath.clear();
    else if (parser.isSet(QStringLiteral("--output")) && options.outputPath.isEmpty())
        return badOption(QStringLiteral("-o needs a file name"));
    options.cookieJar = parser.value(QStringLiteral("--cookie-jar"));
    if (parser.isSet(QStringLiteral("--cookie-jar")) && options.cookieJar.isEmpty())
        return badOption(QStringLiteral("--cookie-jar needs a file name"));
    options.keepsHistory = parser.isSet(QStringLiteral("--history"));
    options.showTiming = parser.isSet(QStringLiteral("--timing"));
    return options;
}

} // namespace wl::cli
