// SPDX-License-Identifier: MIT
#include "httproute.h"

#include "base/filecommit.h"
#include "http/httpresolve.h"
#include "net/proxyaddress.h"
#include "net/tlsversions.h"

namespace wl::cli {

namespace {

constexpr qint64 passwordFileBytes = 64 * 1024;

Result<void> readProxy(const OptionParser& parser, ProxySpec& proxy)
{
    if (!parser.isSet(QStringLiteral("--proxy")))
        return {};
    const Result<ProxySpec> typed = parseProxy(parser.value(QStringLiteral("--proxy")));
    if (!typed)
        return badOption(QStringLiteral("--proxy: ") + typed.error().detail);
    proxy = *typed;
    if (proxy.password.isEmpty() && !proxy.user.isEmpty())
        proxy.password = qEnvironmentVariable("WIRELOUPE_PROXY_PASSWORD");
    return {};
}

Result<void> readResolve(const OptionParser& parser, QList<HttpResolve>& rows)
{
    QList<HttpResolve> typed;
    for (const QString& text : parser.values(QStringLiteral("--resolve"))) {
        const Result<HttpResolve> row = parseResolve(text);
        if (!row)
            return badOption(QStringLiteral("--resolve ") + row.error().detail);
        typed.append(*row);
    }
    rows = typed + rows; // the first that fits counts
    return {};
}

Result<void> readVersion(const OptionParser& parser, const QString& option, TlsVersion& version)
{
    if (!parser.isSet(option))
        return {};
    const QString text = parser.value(option);
    const std::optional<TlsVersion> known = tlsVersionOf(text);
    if (!known || *known == TlsVersion::Default)
        return badOption(QStringLiteral("%1 takes 1.0, 1.1, 1.2 or 1.3, not '%2'").arg(option, text));
    version = *known;
    return {};
}

Result<void> readPassword(const OptionParser& parser, QString& password)
{
    password = qEnvironmentVariable("WIRELOUPE_KEY_PASSWORD", password);
    if (!parser.isSet(QStringLiteral("--pass-file")))
        return {};
    const Result<QByteArray> content =
        readFile(parser.value(QStringLiteral("--pass-file")), passwordFileBytes);
    if (!content)
        return tl::make_unexpected(content.error());
    QByteArray line = content->split('\n').constFirst();
    if (line.endsWith('\r'))
        line.chop(1);
    password = QString::fromUtf8(line);
    return {};
}

Result<void> readTls(const OptionParser& parser, TlsSpec& tls)
{
    if (parser.isSet(QStringLiteral("--cert")))
        tls.certificateFile = parser.value(QStringLiteral("--cert"));
    if (parser.isSet(QStringLiteral("--key")))
        tls.keyFile = parser.value(QStringLiteral("--key"));
    if (tls.certificateFile.isEmpty() && !tls.keyFile.isEmpty())
        return badOption(QStringLiteral("--key needs --cert with its certificate"));
    if (const auto lowest = readVersion(parser, QStringLiteral("--tls-min"), tls.minVersion); !lowest)
        return lowest;
    if (const auto highest = readVersion(parser, QStringLiteral("--tls-max"), tls.maxVersion); !highest)
        return highest;
    if (tls.maxVersion != TlsVersion::Default && tls.minVersion > tls.maxVersion)
        return badOption(QStringLiteral("--tls-min is above --tls-max"));
    return readPassword(parser, tls.keyPassword);
}

} // namespace

void addRouteOptions(OptionParser& parser)
{
    parser.add(QStringLiteral("--keep-method"), {},
               QStringLiteral("follow 301, 302 and 303 with the method and the body that were sent"));
    parser.add(QStringLiteral("--keep-auth"), {},
               QStringLiteral("send Authorization also where a redirect leaves scheme, host or port"));
    parser.add(QStringLiteral("--no-cookies"), {}, QStringLiteral("neither send cookies nor keep any"));
    parser.add(QStringLiteral("--no-keep-alive"), {},
               QStringLiteral("say Connection: close, and open a connection for each hop"));
    parser.add(QStringLiteral("--http2"), {}, QStringLiteral("HTTP/2 where the server takes it (https)"));
    parser.add(QStringLiteral("--http2-prior-knowledge"), {},
               QStringLiteral("HTTP/2 from the first byte, without asking"));
    parser.add(QStringLiteral("--proxy"), QStringLiteral("URL"),
               QStringLiteral("http://user:password@host:port, socks5://…, system, or none (the default)"));
    parser.add(QStringLiteral("--resolve"), QStringLiteral("host:port:address"),
               QStringLiteral("connect to this address; * is any host or port; may be given several times"));
    parser.add(QStringLiteral("--cert"), QStringLiteral("FILE"),
               QStringLiteral("the client's certificate: PEM, or PKCS#12 with its key (https)"));
    parser.add(QStringLiteral("--key"), QStringLiteral("FILE"),
               QStringLiteral("its private key, PEM, where it is not in the file of --cert"));
    parser.add(QStringLiteral("--pass-file"), QStringLiteral("FILE"),
               QStringLiteral("the first line is the key's password; or set WIRELOUPE_KEY_PASSWORD"));
    parser.add(QStringLiteral("--tls-min"), QStringLiteral("1.0|1.1|1.2|1.3"),
               QStringLiteral("the lowest version of TLS that is accepted"));
    parser.add(QStringLiteral("--tls-max"), QStringLiteral("1.0|1.1|1.2|1.3"),
               QStringLiteral("the highest version of TLS that is offered"));
}

Result<void> readRouteOptions(const OptionParser& parser, HttpSettings& settings)
{
    if (parser.isSet(QStringLiteral("--keep-method")))
        settings.keepMethod = true;
    if (parser.isSet(QStringLiteral("--keep-auth")))
        settings.keepAuth = true;
    if (parser.isSet(QStringLiteral("--no-cookies")))
        settings.useCookies = false;
    if (parser.isSet(QStringLiteral("--no-keep-alive")))
        settings.keepConnection = false;
    const bool isPrior = parser.isSet(QStringLiteral("--http2-prior-knowledge"));
    if (isPrior)
        settings.version = HttpVersion::Http2Prior;
    else if (parser.isSet(QStringLiteral("--http2")))
        settings.version = HttpVersion::Http2;
    if (const auto proxy = readProxy(parser, settings.proxy); !proxy)
        return proxy;
    if (const auto rows = readResolve(parser, settings.resolve); !rows)
        return rows;
    return readTls(parser, settings.tls);
}

} // namespace wl::cli
