// SPDX-License-Identifier: MIT
#include "demoservers.h"

#include "base/filecommit.h"
#include "demohttp.h"
#include "demosocket.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QTemporaryDir>

namespace wl::cli {

namespace {

void toFreePort(Address& address)
{
    address.host = QStringLiteral("127.0.0.1");
    address.port = 0;
}

void collect(const Workspace& workspace, const QList<ItemId>& ids, std::vector<DemoServer>& servers)
{
    for (const ItemId id : ids) {
        const Workspace::Node* node = workspace.node(id);
        if (node->isFolder) {
            collect(workspace, node->children, servers);
        } else if (const auto* server = std::get_if<ServerItem>(&node->content)) {
            ServerItem item = *server;
            toFreePort(item.server.address);
            item.server.label = node->name;
            servers.push_back(DemoServer{node->name, item, {}, {}});
        } else if (const auto* udp = std::get_if<UdpItem>(&node->content); udp && udp->udp.target.port == 0) {
            UdpItem item = *udp;
            toFreePort(item.udp.address);
            item.udp.label = node->name;
            servers.push_back(DemoServer{node->name, item, {}, {}});
        }
    }
}

DemoTalk talkTo(const ServerItem& item)
{
    DemoTalk talk;
    talk.isClosed = item.responder.closeAfterReply;
    if (item.responder.kind != ResponderSpec::Kind::None)
        talk.message = QByteArrayLiteral("Can you hear me?\r\n");
    if (item.responder.kind == ResponderSpec::Kind::Echo && item.greeting.text.isEmpty())
        talk.answer = talk.message;
    return talk;
}

} // namespace

Result<std::vector<DemoServer>> loadDemoServers()
{
    // A workspace is a file on disk; this one is in the program.
    QFile resource(QStringLiteral(":/playground/playground.yml"));
    const QTemporaryDir folder;
    if (!resource.open(QIODevice::ReadOnly) || !folder.isValid())
        return fail(ErrorCode::FileNotReadable, resource.fileName());
    const QString path = folder.filePath(QStringLiteral("playground.yml"));
    if (const auto written = commitFile(path, resource.readAll()); !written)
        return tl::make_unexpected(written.error());
    const auto workspace = Workspace::load(path);
    if (!workspace)
        return tl::make_unexpected(workspace.error());
    std::vector<DemoServer> servers;
    collect(**workspace, (*workspace)->topLevel(), servers);
    return servers;
}

QString demoAddress(const DemoServer& server)
{
    const bool isUdp = std::holds_alternative<UdpItem>(server.spec);
    return schemeName(isUdp ? Scheme::Udp : Scheme::Tcp) + QStringLiteral("://") + server.address.toString();
}

std::vector<std::unique_ptr<DemoExchange>> demoExchanges(const DemoServer& server, Sessions& sessions,
                                                         const RecordSource& records)
{
    Address target;
    target.host = QStringLiteral("127.0.0.1");
    target.port = server.address.port;
    std::vector<std::unique_ptr<DemoExchange>> exchanges;
    if (std::holds_alternative<UdpItem>(server.spec)) {
        UdpItem client;
        client.udp.label = QStringLiteral("Client");
        client.udp.address.scheme = target.scheme = Scheme::Udp;
        client.udp.address.host = target.host;
        client.udp.target = target;
        const QByteArray datagram = QByteArrayLiteral("A datagram");
        exchanges.push_back(std::make_unique<DemoSocket>(
            server.name, client, DemoTalk{datagram, datagram, false}, sessions, records));
        return exchanges;
    }
    const auto& item = std::get<ServerItem>(server.spec);
    if (item.responder.kind == ResponderSpec::Kind::JsonApi)
        return demoRequests(server.address.port, sessions);
    ClientItem client;
    client.client.label = QStringLiteral("Client");
    client.client.address = target;
    exchanges.push_back(std::make_unique<DemoSocket>(server.name, client, talkTo(item), sessions, records));
    return exchanges;
}

} // namespace wl::cli
