// SPDX-License-Identifier: MIT
#include "ui/panes/common/addressinput.h"

#include "base/errortext.h"

#include <QHostAddress>

namespace wl {

namespace {

using Use = AddressInput::Use;

bool isUdp(Use use)
{
    return use == Use::UdpBind || use == Use::UdpTarget;
}

bool isDigits(const QString& text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// The typed text as one address of the grammar.
QString withScheme(const QString& typed, Use use)
{
    if (typed.contains(QLatin1String("://")))
        return typed;
    const QString scheme = isUdp(use) ? QStringLiteral("udp://") : QStringLiteral("tcp://");
    if (!isDigits(typed))
        return scheme + typed;
    const bool needsHost = use == Use::TcpConnect || use == Use::UdpTarget;
    return scheme + (needsHost ? QStringLiteral("127.0.0.1:") : QStringLiteral(":")) + typed;
}

} // namespace

Result<Address> AddressInput::read(const QString& text, Use use)
{
    const QString typed = text.trimmed();
    if (typed.isEmpty() && use == Use::UdpTarget)
        return Address{Scheme::Udp, {}, 0, {}};
    if (typed.isEmpty())
        return fail(ErrorCode::BadAddress, tr("an address such as 127.0.0.1:8080 is missing"));
    const Result<Address> address = parseAddress(withScheme(typed, use));
    if (!address)
        return address;
    const bool tlsAllowed = use == Use::TcpConnect;
    if (isUdp(use) && address->scheme != Scheme::Udp)
        return fail(ErrorCode::BadAddress, tr("only udp:// works here"));
    if (!isUdp(use) && address->scheme != Scheme::Tcp && !(tlsAllowed && address->scheme == Scheme::Tls))
        return fail(ErrorCode::BadAddress,
                    tlsAllowed ? tr("only tcp:// and tls:// work here") : tr("only tcp:// works here"));
    const bool isPeer = use == Use::TcpConnect || use == Use::UdpTarget;
    if (isPeer && (address->host.isEmpty() || address->host == QLatin1String("*")))
        return fail(ErrorCode::BadAddress, tr("a host is missing before the port"));
    if (isPeer && address->port == 0)
        return fail(ErrorCode::BadAddress, tr("a port from 1 to 65535 is missing"));
    return address;
}

QString AddressInput::text(const Address& address, Use use)
{
    const bool isPeer = use == Use::TcpConnect || use == Use::UdpTarget;
    if (isPeer && address.port == 0 && address.host.isEmpty())
        return {};
    if (use == Use::TcpConnect)
        return formatAddress(address);
    return formatHostPort(address.host, address.port);
}

QString AddressInput::problem(const Error& error)
{
    return ErrorText::sentence(tr("This address does not work"), error);
}

bool AddressInput::isExposed(const Address& address)
{
    if (address.host.isEmpty() || address.host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return false;
    return !QHostAddress(address.host).isLoopback();
}

} // namespace wl
