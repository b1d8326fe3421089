// SPDX-License-Identifier: MIT
#include "ui/shell/panefactory.h"

#include "ui/panes/http/httppane.h"
#include "ui/panes/tcpclient/tcpclientpane.h"
#include "ui/panes/tcpserver/tcpserverpane.h"
#include "ui/panes/udp/udppane.h"

namespace wl::panefactory {

namespace {

constexpr quint16 suggestedPort = 8080;
constexpr quint16 suggestedUdpPort = 9000;
const QString loopback = QStringLiteral("127.0.0.1");

QString tr(const char* text)
{
    return QCoreApplication::translate("PaneFactory", text);
}

} // namespace

Pane* make(const ItemContent& content, const PaneContext& context, QWidget* parent)
{
    Pane* pane = nullptr;
    if (std::holds_alternative<ServerItem>(content))
        pane = new TcpServerPane(context, parent);
    else if (std::holds_alternative<ClientItem>(content))
        pane = new TcpClientPane(context, parent);
    else if (std::holds_alternative<UdpItem>(content))
        pane = new UdpPane(context, parent);
    else
        pane = new HttpPane(context, parent);
    pane->setContent(content);
    return pane;
}

ItemContent newServer(const Settings& settings)
{
    ServerItem item;
    item.server.address = {Scheme::Tcp, loopback, suggestedPort, {}};
    item.server.maxClients = int(settings.number(QStringLiteral("network/max_clients")));
    return item;
}

ItemContent newClient(const Settings& settings)
{
    ClientItem item;
    item.client.address = {Scheme::Tcp, loopback, suggestedPort, {}};
    item.client.connectTimeout =
        std::chrono::milliseconds(settings.number(QStringLiteral("network/connect_timeout_ms")));
    return item;
}

ItemContent newUdp()
{
    UdpItem item;
    item.udp.address = {Scheme::Udp, loopback, 0, {}};
    item.udp.target = {Scheme::Udp, loopback, suggestedUdpPort, {}};
    return item;
}

ItemContent newRequest(const Settings& settings)
{
    HttpRequest request;
    request.url = QStringLiteral("http://127.0.0.1:8080/");
    request.settings.connectTimeout =
        std::chrono::milliseconds(settings.number(QStringLiteral("network/connect_timeout_ms")));
    request.settings.firstByteTimeout =
        std::chrono::milliseconds(settings.number(QStringLiteral("http/first_byte_timeout_ms")));
    request.settings.followRedirects = settings.flag(QStringLiteral("http/follow_redirects"));
    return request;
}

ItemContent contentOf(const Opened& opened, const Settings& settings)
{
    ItemContent content = std::visit([](const auto& item) { return ItemContent(item); }, opened);
    const auto ifNotSaid = [](auto& value, const auto& unsaid, const auto& wanted) {
        if (value == unsaid)
            value = wanted;
    };
    if (auto* server = std::get_if<ServerItem>(&content)) {
        const auto wanted = std::get<ServerItem>(newServer(settings));
        ifNotSaid(server->server.maxClients, TcpServerSpec().maxClients, wanted.server.maxClients);
    } else if (auto* client = std::get_if<ClientItem>(&content)) {
        const auto wanted = std::get<ClientItem>(newClient(settings));
        ifNotSaid(client->client.connectTimeout, TcpClientSpec().connectTimeout,
                  wanted.client.connectTimeout);
    } else if (auto* request = std::get_if<HttpRequest>(&content)) {
        const HttpSettings unsaid;
        const HttpSettings wanted = std::get<HttpRequest>(newRequest(settings)).settings;
        ifNotSaid(request->settings.connectTimeout, unsaid.connectTimeout, wanted.connectTimeout);
        ifNotSaid(request->settings.firstByteTimeout, unsaid.firstByteTimeout, wanted.firstByteTimeout);
        ifNotSaid(request->settings.followRedirects, unsaid.followRedirects, wanted.followRedirects);
    }
    return content;
}

ItemContent withoutLabel(const ItemContent& content)
{
    ItemContent result = content;
    if (auto* server = std::get_if<ServerItem>(&result))
        server->server.label.clear();
    else if (auto* client = std::get_if<ClientItem>(&result))
        client->client.label.clear();
    else if (auto* udp = std::get_if<UdpItem>(&result))
        udp->udp.label.clear();
    return result;
}

QString kindName(const ItemContent& content)
{
    if (std::holds_alternative<ServerItem>(content))
        return tr(QT_TRANSLATE_NOOP("PaneFactory", "Server"));
    if (std::holds_alternative<ClientItem>(content))
        return tr(QT_TRANSLATE_NOOP("PaneFactory", "Client"));
    if (std::holds_alternative<UdpItem>(content))
        return tr(QT_TRANSLATE_NOOP("PaneFactory", "UDP"));
    return tr(QT_TRANSLATE_NOOP("PaneFactory", "Request"));
}

QString iconName(const ItemContent& content)
{
    if (std::holds_alternative<ServerItem>(content))
        return QStringLiteral("server");
    if (std::holds_alternative<ClientItem>(content))
        return QStringLiteral("client");
    return std::holds_alternative<UdpItem>(content) ? QStringLiteral("udp") : QStringLiteral("http");
}

} // namespace wl::panefactory
