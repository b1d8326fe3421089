// SPDX-License-Identifier: MIT
#include "commands.h"

#include "base/errortext.h"
#include "cookiejarfile.h"
#include "exitcode.h"
#include "historykeeper.h"
#include "http/httpclient.h"
#include "http/httpcompose.h"
#include "http/oauth2tokens.h"
#include "http/shownurl.h"
#include "httpbodyoutput.h"
#include "httpoptions.h"
#include "httpreport.h"
#include "outlet.h"
#include "run.h"

#include <optional>

#include <unistd.h>

namespace wl::cli {

namespace {

/// One request from the start to what is told about it.
class Exchanging
{
public:
    Exchanging(Run& run, const HttpOptions& options)
        : m_run(run)
        , m_options(options)
        , m_body(options.outputPath)
    {
    }

    /// As it was when it was last heard of.
    [[nodiscard]] const HttpExchange& exchange() const { return m_exchange; }

    void start()
    {
        m_run.reporter().release();
        if (m_options.request.auth.kind == HttpAuth::Kind::OAuth2)
            getToken();
        else
            send(m_options.request);
    }

private:
    /// The request waits for it. The page for the browser is told as words: nothing is opened from here.
    void getToken()
    {
        OAuth2Tokens& tokens = m_run.sessions().http().tokens();
        const OAuth2Spec& spec = m_options.request.auth.oauth2;
        QObject::connect(&tokens, &OAuth2Tokens::browserWanted, &m_run, [this](const QUrl& url) {
            m_run.reporter().complain(QStringLiteral("Open this page in a browser: ") +
                                      url.toString(QUrl::FullyEncoded));
        });
        QObject::connect(
            &tokens, &OAuth2Tokens::changed, &m_run,
            [this, &tokens, spec] {
                const OAuth2Tokens::State state = tokens.state(spec);
                if (state.isBusy || m_id.isValid())
                    return;
                HttpRequest request = m_options.request;
                request.auth.token = tokens.access(spec);
                if (!request.auth.token.isEmpty())
                    return send(request);
                m_run.reporter().complain(QStringLiteral("Cannot get an access token: ") + state.problem);
                m_run.end(NetworkFailed);
            },
            Qt::QueuedConnection);
        tokens.fetch(spec, m_options.request.settings, m_run.sessions().newEndpointId());
    }

    void send(const HttpRequest& request)
    {
        HttpClient& client = m_run.sessions().http();
        const auto preview = HttpClient::preview(request, client.cookies().get());
        const bool isExact = engineOf(request) == HttpEngine::Exact;
        const QString before = isExact ? QStringLiteral("Sent: ") : QStringLiteral("Not sent as typed: ");
        for (const QString& note : preview ? preview->notes : QStringList())
            m_run.reporter().complain(before + note);
        QObject::connect(&client, &HttpClient::updated, &m_run, [this](const HttpExchange& exchange) {
            if (exchange.id != m_id)
                return;
            m_exchange = exchange;
            follow(exchange);
        });
        const auto started = client.start(request, m_run.sessions().newEndpointId(), {});
        if (!started)
            return m_run.fail(tried(), started.error());
        m_id = *started;
        m_exchange.id = *started;
    }

    [[nodiscard]] QString tried() const
    {
        return QStringLiteral("Cannot send %1 %2")
            .arg(m_options.request.method, shownUrl(m_options.request.url));
    }

    [[nodiscard]] QString tried(const HttpExchange& exchange) const
    {
        return exchange.hops.size() < 2
                   ? tried()
                   : QStringLiteral("Cannot follow the redirect to ") + exchange.hops.constLast().url;
    }

    /// A server's redirect that cannot be followed is no wrong usage.
    [[nodiscard]] static bool leadsNowhere(const HttpExchange& exchange)
    {
        const bool isOfAddress = exchange.error.code == ErrorCode::UnsupportedScheme ||
                                 exchange.error.code == ErrorCode::BadAddress;
        return isOfAddress && !exchange.hops.isEmpty() && exchange.hops.constLast().status / 100 == 3;
    }

    void follow(const HttpExchange& exchange)
    {
        if (exchange.isFinished())
            return finished(exchange);
        // A body that is still coming is printed as it comes, unless a redirect will replace it.
        const bool isLast = !exchange.hops.isEmpty() && exchange.hops.constLast().status / 100 == 2;
        if (isLast && exchange.phase == HttpExchange::Phase::Receiving)
            writeBody(exchange, false);
    }

    void finished(const HttpExchange& exchange)
    {
        Reporter& reporter = m_run.reporter();
        for (const QString& line : statusLines(exchange))
            reporter.say(line);
        for (const QString& line : warningLines(exchange))
            reporter.complain(line);
        const bool hasAnswer = !exchange.hops.isEmpty() && exchange.hops.constLast().status != 0;
        if (m_options.run.print == PrintFormat::Json && hasAnswer)
            reporter.post(
                [event = responseEvent(exchange)](EventPrinter& printer) { printer.out().write(event); });
        if (m_options.showTiming) {
            for (const QString& line : timingLines(exchange))
                reporter.complain(line);
        }
        writeBody(exchange, true);
    }

    /// The body to be written. Where nothing of it could be decoded that is the one that came; before that is
    /// known there is none.
    [[nodiscard]] static std::shared_ptr<BodyFile> bodyOf(const HttpExchange& exchange)
    {
        return exchange.decoded || !exchange.decodeError ? exchange.decoded : exchange.body;
    }

    /// One at a time while it goes on: a reader that takes nothing makes no queue.
    void writeBody(const HttpExchange& exchange, bool isEnd)
    {
        if (m_isWriting && !isEnd) {
            m_next = exchange;
            return;
        }
        m_isWriting = true;
        m_next.reset();
        m_run.reporter().post([this, exchange, isEnd](EventPrinter& printer) {
            auto written = m_body.pump(bodyOf(exchange), printer);
            if (written && exchange.phase == HttpExchange::Phase::Done)
                written = m_body.complete();
            QMetaObject::invokeMethod(
                &m_run,
                [this, written, exchange, isEnd] {
                    if (!written || isEnd)
                        end(exchange, written);
                    else
                        wrote();
                },
                Qt::QueuedConnection);
        });
    }

    void wrote()
    {
        m_isWriting = false;
        if (m_next)
            writeBody(HttpExchange(*m_next), false);
    }

    void end(const HttpExchange& exchange, const Result<void>& written)
    {
        if (!written)
            return m_run.fail(QStringLiteral("Cannot write the body"), written.error());
        if (leadsNowhere(exchange))
            return m_run.fail(QStringLiteral("Cannot follow the redirect of ") +
                                  exchange.hops.constLast().url,
                              exchange.error, NetworkFailed);
        if (exchange.phase == HttpExchange::Phase::Failed)
            return m_run.fail(tried(exchange), exchange.error);
        if (exchange.phase == HttpExchange::Phase::Canceled)
            return m_run.end(Interrupted);
        if (exchange.decodeError)
            return m_run.fail(exchange.decoded
                                  ? QStringLiteral("The body is written as far as it could be decoded")
                                  : QStringLiteral("The body is written as it came"),
                              *exchange.decodeError);
        m_run.settle(Done);
    }

    Run& m_run;
    const HttpOptions& m_options;
    ExchangeId m_id;
    HttpExchange m_exchange;
    bool m_isWriting = false;
    std::optional<HttpExchange> m_next; ///< to be written after that
    HttpBodyOutput m_body;              ///< the printer's thread
};

/// The bytes of the request, as they are: nothing is added, for a pipe to another program.
int printRaw(const HttpRequest& request)
{
    const Result<QByteArray> bytes = rawRequestBytes(request);
    if (!bytes) {
        complain(ErrorText::sentence(QStringLiteral("Cannot make that"), bytes.error()));
        return exitCodeOf(bytes.error());
    }
    Outlet out(STDOUT_FILENO);
    out.write(*bytes);
    return endOutput(out, Done);
}

} // namespace

int printCode(const HttpRequest& request, CodeForm form)
{
    if (form == CodeForm::Raw && !Outlet(STDOUT_FILENO).isTerminal())
        return printRaw(request);
    const Result<CodeText> code = requestCode(request, form);
    if (!code) {
        complain(ErrorText::sentence(QStringLiteral("Cannot make that"), code.error()));
        return exitCodeOf(code.error());
    }
    for (const QString& note : code->notes)
        complain(QStringLiteral("Not the same: ") + note);
    return printNow(code->text.endsWith(u'\n') ? code->text : code->text + u'\n') ? Done : FileFailed;
}

int runHttp(const QStringList& words)
{
    OptionParser parser = makeHttpParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    const auto options = readHttpOptions(parser);
    if (!options) {
        if (options.error().code == ErrorCode::BadOption)
            return wrongUsage(parser, options.error().detail);
        const QString what = parser.isSet(QStringLiteral("--curl")) ? QStringLiteral("standard input")
                                                                    : QStringLiteral("the password");
        complain(ErrorText::sentence(QStringLiteral("Cannot read ") + what, options.error()));
        return FileFailed;
    }

    for (const QString& note : options->notes)
        complain(QStringLiteral("Not taken over: ") + note);
    if (options->code)
        return printCode(options->request, *options->code);

    // Text and hex print the body, json the wire.
    ReportNeeds needs;
    if (options->run.print == PrintFormat::Json)
        needs = needsOf(options->run, false);
    const auto run = Run::create(options->run, needs);
    if (!run)
        return FileFailed;
    const Result<CookieJarFile> cookies = CookieJarFile::open(options->cookieJar);
    if (!cookies) {
        complain(ErrorText::sentence(QStringLiteral("Cannot read the cookies"), cookies.error()));
        return FileFailed;
    }
    run->sessions().http().setCookies(cookies->store());
    Exchanging exchanging(*run, *options);
    exchanging.start();
    std::optional<HistoryKeeper> keeper;
    if (options->keepsHistory)
        keeper.emplace(options->run.settings, options->request);
    const int code = run->exec();
    if (keeper)
        keeper->finish(exchanging.exchange());
    if (const Result<void> saved = cookies->save(); !saved) {
        complain(ErrorText::sentence(QStringLiteral("Cannot write the cookies"), saved.error()));
        return code == Done ? int(FileFailed) : code;
    }
    return code;
}

} // namespace wl::cli
