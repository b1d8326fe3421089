// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/http/scriptedpeer.h"

#include <QtTest>

using namespace wl;
using namespace wltest;
using Phase = HttpExchange::Phase;

class TestHttpClient : public QObject
{
    Q_OBJECT
private slots:
    void get();
};

void TestHttpClient::get()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello", "X: 1\r\nx: 2\r\n"), false));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url(QStringLiteral("/a?b=c"))));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(exchange.hops.size(), 1);
    const HttpHop& hop = exchange.hops.first();
    QCOMPARE(hop.status, 200);
    QCOMPARE(hop.version, QByteArray("HTTP/1.1"));
    QCOMPARE(hop.reason, QByteArray("OK"));
    QCOMPARE(hop.fields, QList<WireField>({{"X", "1"}, {"x", "2"}, {"Content-Length", "5"}}));
    QCOMPARE(contentOf(exchange.body), QByteArray("hello"));
    QCOMPARE(exchange.decoded, exchange.body);
    QCOMPARE(peer.requests.size(), 1);
    QCOMPARE(hop.requestHead, peer.requests.first());
    QCOMPARE(HttpClient::preview(request(peer.url(QStringLiteral("/a?b=c"))))->head, peer.requests.first());
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
