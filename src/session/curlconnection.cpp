// SPDX-License-Identifier: MIT
#include "session/curlconnection.h"

#include "net/tlsversions.h"

#include <QHostAddress>
#include <QUrl>

#include <limits>

namespace wl {

namespace {

void note(CurlImport& import, const CurlArgument& argument, const QString& words)
{
    const QString value = argument.value.isEmpty() ? QString() : u' ' + argument.value;
    import.notes.append(QStringLiteral("%1%2: %3.").arg(argument.typed, value, words));
}

quint16 portOf(const QString& text, quint16 otherwise)
{
    bool ok = false;
    const ushort port = text.toUShort(&ok);
    return ok ? port : otherwise;
}

/// "[::1]:80" and "host:80" in pieces.
std::pair<QString, QString> hostAndPort(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    const bool hasPort = colon > text.lastIndexOf(u']');
    QString host = hasPort ? text.first(colon) : text;
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    return {host, hasPort ? text.sliced(colon + 1) : QString()};
}

void setProxy(const CurlArgument& argument, CurlImport& import, ProxySpec::Kind kind)
{
    ProxySpec& proxy = import.request.settings.proxy;
    QString text = argument.value;
    if (text.isEmpty()) {
        proxy = ProxySpec();
        return;
    }
    const qsizetype scheme = text.indexOf(QLatin1String("://"));
    const QString name = scheme < 0 ? QString() : text.first(scheme).toLower();
    if (name == QLatin1String("socks5") || name == QLatin1String("socks5h"))
        kind = ProxySpec::Kind::Socks5;
    else if (!name.isEmpty() && name != QLatin1String("http"))
        return note(import, argument, QStringLiteral("a proxy of this kind is not supported"));
    text = scheme < 0 ? text : text.sliced(scheme + 3);
    if (const qsizetype at = text.lastIndexOf(u'@'); at >= 0) {
        const QUrl user(QStringLiteral("http://") + text.first(at + 1) + u'h', QUrl::TolerantMode);
        proxy.user = user.userName(QUrl::FullyDecoded);
        proxy.password = user.password(QUrl::FullyDecoded);
        text = text.sliced(at + 1);
    }
    const auto [host, port] = hostAndPort(text.section(u'/', 0, 0));
    proxy.kind = kind;
    proxy.host = host;
    proxy.port = portOf(port, 1080);
    const bool resolvesHere = argument.option == CurlOption::Socks5 || name == QLatin1String("socks5");
    if (resolvesHere && QHostAddress(QUrl(import.request.url).host()).isNull())
        note(import, argument, QStringLiteral("the proxy looks the name up, not this machine"));
}

void setNoProxy(const CurlArgument& argument, CurlImport& import)
{
    const QString host = QUrl(import.request.url).host();
    const QStringList names = argument.value.split(u',', Qt::SkipEmptyParts);
    for (const QString& entry : names) {
        QString name = entry.trimmed();
        if (name.startsWith(u'.'))
            name.remove(0, 1);
        const bool isSame =
            host.compare(name, Qt::CaseInsensitive) == 0 || host.endsWith(u'.' + name, Qt::CaseInsensitive);
        if (name == QLatin1String("*") || isSame)
            import.request.settings.proxy = ProxySpec();
    }
}

void addResolve(const CurlArgument& argument, CurlImport& import)
{
    QString text = argument.value;
    if (text.startsWith(u'+'))
        text.remove(0, 1);
    const QString host = text.section(u':', 0, 0);
    const QString port = text.section(u':', 1, 1);
    const QStringList addresses = text.section(u':', 2).split(u',', Qt::SkipEmptyParts);
    QString address = addresses.value(0);
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.sliced(1, address.size() - 2);
    if (host.startsWith(u'-') || QHostAddress(address).isNull())
        return note(import, argument, QStringLiteral("is not supported"));
    if (addresses.size() > 1)
        note(import, argument, QStringLiteral("only the first address is used"));
    const QString name = host == QLatin1String("*") ? QUrl(import.request.url).host() : host;
    import.request.settings.resolve.append({name, portOf(port, 0), address});
}

/// Of addresses and "localhost" it is known which kind they are without a lookup.
void setFamily(const CurlArgument& argument, CurlImport& import)
{
    const bool isIpv6 = argument.option == CurlOption::Ipv6;
    const QUrl url(import.request.url);
    const QHostAddress address(url.host());
    if (url.host().compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0) {
        import.request.settings.resolve.append(
            {url.host(), 0, isIpv6 ? QStringLiteral("::1") : QStringLiteral("127.0.0.1")});
        return;
    }
    const auto wanted = isIpv6 ? QAbstractSocket::IPv6Protocol : QAbstractSocket::IPv4Protocol;
    if (address.protocol() == wanted)
        return;
    note(import, argument,
         address.isNull() ? QStringLiteral("the name's addresses are tried in their own order")
                          : QStringLiteral("the URL's address is of the other kind"));
}

/// HOST1:PORT1:HOST2:PORT2, of which HOST2 may be an address in brackets.
void addConnectTo(const CurlArgument& argument, CurlImport& import)
{
    const QUrl url(import.request.url);
    const quint16 urlPort = quint16(url.port(url.scheme() == QLatin1String("https") ? 443 : 80));
    const QString from = argument.value.section(u':', 0, 0);
    const quint16 fromPort = portOf(argument.value.section(u':', 1, 1), urlPort);
    const auto [host, port] = hostAndPort(argument.value.section(u':', 2));
    const quint16 toPort = portOf(port, fromPort);
    if ((!from.isEmpty() && from.compare(url.host(), Qt::CaseInsensitive) != 0) || fromPort != urlPort)
        return; // for another place
    if (toPort != fromPort || (QHostAddress(host).isNull() && !host.isEmpty()))
        return note(import, argument, QStringLiteral("only another address is supported, at the same port"));
    if (!host.isEmpty())
        import.request.settings.resolve.append({url.host(), fromPort, host});
}

/// FILE[:PASSWORD]; a backslash takes the next colon as it is, and a drive has one of its own.
void setCertificate(const CurlArgument& argument, CurlImport& import)
{
    TlsSpec& tls = import.request.settings.tls;
    const QString& text = argument.value;
    QString file;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar next = i + 1 < text.size() ? text.at(i + 1) : QChar();
        const bool isDrive = i == 1 && (next == u'\\' || next == u'/') && text.at(0).isLetter();
        if (text.at(i) == u'\\' && (next == u':' || next == u'\\')) {
            file += text.at(++i);
        } else if (text.at(i) == u':' && !isDrive) {
            tls.keyPassword = text.sliced(i + 1);
            break;
        } else {
            file += text.at(i);
        }
    }
    tls.certificateFile = file;
}

void setTlsVersion(TlsVersion& version, const CurlArgument& argument, CurlImport& import)
{
    if (argument.value == QLatin1String("default"))
        return;
    const std::optional<TlsVersion> known = tlsVersionOf(argument.value);
    if (!known || argument.value.isEmpty())
        return note(import, argument, QStringLiteral("is not a version"));
    version = *known;
}

void setHttp2(const CurlArgument& argument, CurlImport& import)
{
    HttpSettings& settings = import.request.settings;
    const bool isPrior = argument.option == CurlOption::Http2Prior;
    if (!isPrior && QUrl(import.request.url).scheme() != QLatin1String("https"))
        return note(import, argument,
                    QStringLiteral("to ask for HTTP/2 over http by Upgrade is not supported"));
    settings.version = isPrior ? HttpVersion::Http2Prior : HttpVersion::Http2;
    settings.engine = HttpEngine::Qt;
}

/// Seconds, maybe with a fraction.
void setTimeout(std::chrono::milliseconds& timeout, const CurlArgument& argument, CurlImport& import)
{
    bool ok = false;
    const double seconds = argument.value.toDouble(&ok);
    if (!ok || !(seconds >= 0) || seconds > 1e6)
        return note(import, argument, QStringLiteral("takes seconds"));
    timeout = std::chrono::milliseconds(qint64(seconds * 1000));
}

void setMaxRedirects(const CurlArgument& argument, CurlImport& import)
{
    bool ok = false;
    const int count = argument.value.toInt(&ok);
    if (!ok || count < -1)
        return note(import, argument, QStringLiteral("takes a number"));
    import.request.settings.maxRedirects = count < 0 ? std::numeric_limits<int>::max() : count;
}

void expectType(const CurlArgument& argument, CurlImport& import, const QStringList& types)
{
    if (!types.contains(argument.value.toUpper()))
        note(import, argument, QStringLiteral("is not supported"));
}

bool takeTlsOption(const CurlArgument& argument, CurlImport& import)
{
    TlsSpec& tls = import.request.settings.tls;
    switch (argument.option) {
    case CurlOption::CaFile: tls.caFile = argument.value; return true;
    case CurlOption::Certificate: setCertificate(argument, import); return true;
    case CurlOption::CertificateType:
        expectType(argument, import, {QStringLiteral("PEM"), QStringLiteral("P12")});
        return true;
    case CurlOption::Key: tls.keyFile = argument.value; return true;
    case CurlOption::KeyType: expectType(argument, import, {QStringLiteral("PEM")}); return true;
    case CurlOption::KeyPassword: tls.keyPassword = argument.value; return true;
    case CurlOption::Tls10: tls.minVersion = TlsVersion::Tls10; return true;
    case CurlOption::Tls11: tls.minVersion = TlsVersion::Tls11; return true;
    case CurlOption::Tls12: tls.minVersion = TlsVersion::Tls12; return true;
    case CurlOption::Tls13: tls.minVersion = TlsVersion::Tls13; return true;
    case CurlOption::TlsMax: setTlsVersion(tls.maxVersion, argument, import); return true;
    case CurlOption::Insecure: tls.verify = !argument.isOn; return true;
    default: return false;
    }
}

bool takeRedirectOption(const CurlArgument& argument, CurlImport& import)
{
    HttpSettings& settings = import.request.settings;
    switch (argument.option) {
    case CurlOption::Location: settings.followRedirects = argument.isOn; return true;
    case CurlOption::LocationTrusted:
        settings.followRedirects = settings.keepAuth = argument.isOn;
        return true;
    case CurlOption::Post301:
    case CurlOption::Post302:
    case CurlOption::Post303: settings.keepMethod = argument.isOn; return true;
    case CurlOption::MaxRedirects: setMaxRedirects(argument, import); return true;
    default: return false;
    }
}

} // namespace

bool takeConnectionOption(const CurlArgument& argument, CurlImport& import)
{
    HttpSettings& settings = import.request.settings;
    switch (argument.option) {
    case CurlOption::Proxy: setProxy(argument, import, ProxySpec::Kind::Http); return true;
    case CurlOption::Socks5:
    case CurlOption::Socks5Hostname: setProxy(argument, import, ProxySpec::Kind::Socks5); return true;
    case CurlOption::ProxyUser:
        settings.proxy.user = argument.value.section(u':', 0, 0);
        settings.proxy.password = argument.value.section(u':', 1);
        return true;
    case CurlOption::NoProxy: setNoProxy(argument, import); return true;
    case CurlOption::Resolve: addResolve(argument, import); return true;
    case CurlOption::ConnectTo: addConnectTo(argument, import); return true;
    case CurlOption::Ipv4:
    case CurlOption::Ipv6: setFamily(argument, import); return true;
    case CurlOption::Http1: settings.version = HttpVersion::Http1; return true;
    case CurlOption::Http2:
    case CurlOption::Http2Prior: setHttp2(argument, import); return true;
    case CurlOption::MaxTime: setTimeout(settings.totalTimeout, argument, import); return true;
    case CurlOption::ConnectTimeout: setTimeout(settings.connectTimeout, argument, import); return true;
    default: return takeTlsOption(argument, import) || takeRedirectOption(argument, import);
    }
}

} // namespace wl
