// SPDX-License-Identifier: MIT
#include "net/wiretapsocks.h"

#include <QtTest>

using namespace wl;
using State = WireTapSocks::State;

class TestWireTapSocks : public QObject
{
    Q_OBJECT
private slots:
    void handshakes_data();
    void handshakes();
    void whatFollowsIsNotTaken();
};

void TestWireTapSocks::handshakes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("accepts"); // the credentials
    QTest::addColumn<int>("state");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");

    const QByteArray methods("\x05\x01\x02", 3);
    const QByteArray login("\x01\x04user\x03pwd", 10);
    const QByteArray offered("\x05\x02", 2);
    const QByteArray welcome("\x01\x00", 2);
    const QByteArray connected("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);
    const QByteArray unsupported("\x05\x07\x00\x01\x00\x00\x00\x00\x00\x00", 10);
    const auto row = [](const char* name, const QByteArray& bytes, bool accepts, State state,
                        const QByteArray& answer, const char* host = "", int port = 0) {
        QTest::newRow(name) << bytes << accepts << int(state) << answer << QString::fromLatin1(host) << port;
    };
    row("name", methods + login + QByteArray("\x05\x01\x00\x03\x05hello\x1f\x90", 12), true, State::Connected,
        offered + welcome + connected, "hello", 8080);
    row("IPv4", methods + login + QByteArray("\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50", 10), true,
        State::Connected, offered + welcome + connected, "127.0.0.1", 80);
    row("IPv6",
        methods + login +
            QByteArray(
                "\x05\x01\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\xff\xff",
                22),
        true, State::Connected, offered + welcome + connected, "::1", 65535);
    row("several methods", QByteArray("\x05\x03\x00\x01\x02", 5), true, State::Handshake, offered);
    row("empty password", methods + QByteArray("\x01\x01u\x00", 4), true, State::Handshake,
        offered + welcome);
    row("nothing", {}, true, State::Handshake, {});
    row("a part", methods.first(2), true, State::Handshake, {});
    row("no login offered", QByteArray("\x05\x01\x00", 3), true, State::Refused, QByteArray("\x05\xff", 2));
    row("no methods", QByteArray("\x05\x00", 2), true, State::Refused, QByteArray("\x05\xff", 2));
    row("SOCKS4", QByteArray("\x04\x01\x00\x50\x7f\x00\x00\x01\x00", 9), true, State::Refused,
        QByteArray("\x05\xff", 2));
    row("HTTP", "GET / HTTP/1.1\r\nHost: x\r\n\r\n" + QByteArray(100, 'x'), true, State::Refused,
        QByteArray("\x05\xff", 2));
    row("wrong password", methods + login, false, State::Refused, offered + QByteArray("\x01\x01", 2));
    row("login of another version", methods + QByteArray("\x02\x01u\x01p", 5), true, State::Refused,
        offered + QByteArray("\x01\x01", 2));
    row("BIND", methods + login + QByteArray("\x05\x02\x00\x01\x7f\x00\x00\x01\x00\x50", 10), true,
        State::Refused, offered + welcome + unsupported);
    row("UDP", methods + login + QByteArray("\x05\x03\x00\x01\x7f\x00\x00\x01\x00\x50", 10), true,
        State::Refused, offered + welcome + unsupported);
    row("unknown kind of address",
        methods + login + QByteArray("\x05\x01\x00\x09\x7f\x00\x00\x01\x00\x50", 10), true, State::Refused,
        offered + welcome + unsupported);
}

void TestWireTapSocks::handshakes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, accepts);
    QFETCH(int, state);
    QFETCH(QByteArray, answer);
    QFETCH(QString, host);
    QFETCH(int, port);
    for (const qsizetype step : {std::max<qsizetype>(bytes.size(), 1), qsizetype(1), qsizetype(3)}) {
        WireTapSocks socks;
        QByteArray answered;
        for (qsizetype at = 0; at < bytes.size(); at += step) {
            QByteArrayView piece = QByteArrayView(bytes).sliced(at, std::min(step, bytes.size() - at));
            while (!piece.isEmpty() && socks.state() == State::Handshake) {
                piece = piece.sliced(socks.feed(piece));
                if (socks.state() == State::Authenticating && accepts)
                    socks.accept();
                else if (socks.state() == State::Authenticating)
                    socks.refuse();
            }
            answered += socks.takeAnswer();
        }
        QCOMPARE(int(socks.state()), state);
        QCOMPARE(answered, answer);
        QCOMPARE(socks.host(), host);
        QCOMPARE(int(socks.port()), port);
        QCOMPARE(socks.takeAnswer(), QByteArray());
    }
}

void TestWireTapSocks::whatFollowsIsNotTaken()
{
    WireTapSocks socks;
    QCOMPARE(socks.feed(QByteArray("\x05\x01\x02\x01\x01u\x01pMORE", 12)), 8);
    QCOMPARE(socks.state(), State::Authenticating);
    QCOMPARE(socks.user(), QByteArray("u"));
    QCOMPARE(socks.password(), QByteArray("p"));
    QCOMPARE(socks.feed("more"), 0);
    socks.accept();
    const QByteArray request("\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50GET", 13);
    QCOMPARE(socks.feed(request), 10);
    QCOMPARE(socks.feed("GET"), 0);
}

QTEST_GUILESS_MAIN(TestWireTapSocks)
#include "tst_wiretapsocks.moc"
