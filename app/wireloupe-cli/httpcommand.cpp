// SPDX-License-Identifier: MIT
#include "commands.h"

#include "base/errortext.h"
#include "exitcode.h"
#include "http/httpclient.h"
#include "httpoptions.h"
#include "httpreport.h"
#include "run.h"

#include <QFile>

namespace wl::cli {

namespace {

constexpr qint64 pieceBytes = 256 * 1024;

/// Copies a body to standard output or a file, piece by piece, on the printer's thread.
Result<void> writeBody(const BodyFile& body, const QString& outputPath, EventPrinter& printer)
{
    QFile in(body.path());
    if (!in.open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileNotReadable, body.path());
    QFile out(outputPath);
    if (!outputPath.isEmpty() &&
        !out.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return fail(ErrorCode::FileNotWritable, outputPath);
    quint64 offset = 0;
    for (QByteArray piece = in.read(pieceBytes); !piece.isEmpty(); piece = in.read(pieceBytes)) {
        if (outputPath.isEmpty()) {
            printer.printDocument(piece, offset);
            if (printer.out().isBroken())
                return {};
        } else if (out.write(piece) != piece.size()) {
            return fail(out.error() == QFileDevice::ResourceError ? ErrorCode::DiskFull
                                                                  : ErrorCode::FileFailed,
                        outputPath + QStringLiteral(", ") + out.errorString());
        }
        offset += quint64(piece.size());
    }
    if (in.error() != QFileDevice::NoError)
        return fail(ErrorCode::FileFailed, body.path());
    return {};
}

/// One request from the start to what is told about it.
class Exchanging
{
public:
    Exchanging(Run& run, const HttpOptions& options)
        : m_run(run)
        , m_options(options)
    {
    }

    void start()
    {
        m_run.reporter().release();
        HttpClient& client = m_run.sessions().http();
        QObject::connect(&client, &HttpClient::updated, &m_run, [this](const HttpExchange& exchange) {
            if (exchange.id == m_id && exchange.isFinished())
                finished(exchange);
        });
        const auto started = client.start(m_options.request, m_run.sessions().newEndpointId(), {});
        if (!started)
            return m_run.fail(tried(), started.error());
        m_id = *started;
    }

private:
    [[nodiscard]] QString tried() const
    {
        return QStringLiteral("Cannot send %1 %2").arg(m_options.request.method, m_options.request.url);
    }

    void finished(const HttpExchange& exchange)
    {
        Reporter& reporter = m_run.reporter();
        for (const QString& line : statusLines(exchange))
            reporter.say(line);
        for (const QString& line : warningLines(exchange))
            reporter.complain(line);
        if (m_options.run.print == PrintFormat::Json && !exchange.hops.isEmpty() &&
            exchange.hops.constLast().status != 0)
            reporter.post(
                [event = responseEvent(exchange)](EventPrinter& printer) { printer.out().write(event); });
        if (m_options.showTiming) {
            for (const QString& line : timingLines(exchange))
                reporter.complain(line);
        }
        writeAndEnd(exchange);
    }

    void writeAndEnd(const HttpExchange& exchange)
    {
        const bool isDecoded = exchange.decoded && !exchange.decodeError;
        const auto body = isDecoded ? exchange.decoded : exchange.body;
        m_run.reporter().post([this, body, exchange](EventPrinter& printer) {
            const Result<void> written =
                body ? writeBody(*body, m_options.outputPath, printer) : Result<void>();
            QMetaObject::invokeMethod(
                &m_run, [this, written, exchange] { end(exchange, written); }, Qt::QueuedConnection);
        });
    }

    void end(const HttpExchange& exchange, const Result<void>& written)
    {
        if (exchange.phase == HttpExchange::Phase::Failed)
            return m_run.fail(tried(), withAdvice(exchange.error));
        if (exchange.phase == HttpExchange::Phase::Canceled)
            return m_run.end(Interrupted);
        if (!written)
            return m_run.fail(QStringLiteral("Cannot write the body"), written.error());
        if (exchange.decodeError)
            return m_run.fail(QStringLiteral("The body is written as it came"), *exchange.decodeError);
        m_run.settle(Done);
    }

    [[nodiscard]] Error withAdvice(Error error) const
    {
        const bool isCertificate =
            error.code >= ErrorCode::CertificateExpired && error.code <= ErrorCode::CertificateInvalid;
        if (isCertificate && error.detail.isEmpty())
            error.detail = QStringLiteral("--insecure sends anyway");
        return error;
    }

    Run& m_run;
    const HttpOptions& m_options;
    ExchangeId m_id;
};

} // namespace

int runHttp(const QStringList& words)
{
    OptionParser parser = makeHttpParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    const auto options = readHttpOptions(parser);
    if (!options)
        return wrongUsage(parser, options.error().detail);

    // Text and hex print the body, json the wire.
    ReportNeeds needs;
    if (options->run.print == PrintFormat::Json)
        needs = needsOf(options->run, false);
    const auto run = Run::create(options->run, needs);
    if (!run)
        return FileFailed;
    Exchanging exchanging(*run, *options);
    exchanging.start();
    return run->exec();
}

} // namespace wl::cli
