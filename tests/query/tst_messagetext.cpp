// SPDX-License-Identifier: MIT
#include "query/messagetext.h"

#include <QTest>

using namespace wl;

class TestMessageText : public QObject
{
    Q_OBJECT
private slots:
    void texts_data();
    void texts();
    void bodiesWithoutTheirCodings();
};

void TestMessageText::texts_data()
{
    QTest::addColumn<Transport>("transport");
    QTest::addColumn<int>("protocol");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, Transport transport, Protocol protocol, const QByteArray& bytes,
                        const QByteArray& expected) {
        QTest::newRow(name) << transport << int(protocol) << bytes << expected;
    };
    row("line", Transport::Tcp, Protocol::Lines, "hello\r\n", "→ hello\n");
    row("json", Transport::Tcp, Protocol::Json, "{\"b\":1,\"a\":1e400}",
        "→ JSON\n\n{\n  \"b\": 1,\n  \"a\": 1e400\n}\n");
    row("request", Transport::Tcp, Protocol::Http, "GET / HTTP/1.1\r\nA: 1\r\na: 2\r\n\r\n",
        "→ GET / HTTP/1.1\n  A: 1\n  a: 2\n");
    row("broken", Transport::Tcp, Protocol::Http, "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "→ GET / HTTP/1.1\n  Content-Length: x\n\n! ");
    // The fields of what has no body of its own, indented as they lie in each other.
    row("modbus", Transport::Tcp, Protocol::Modbus, QByteArray::fromHex("000100000006010300000002"), "→ ");
}

void TestMessageText::texts()
{
    QFETCH(Transport, transport);
    QFETCH(int, protocol);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QByteArray text;
    const auto decoder =
        ConversationDecoder::create({transport, 1, 2, Protocol(protocol)}, messageTextWishes(1'000),
                                    [&](const DecodedMessage& message) { text += messageText(message); });
    decoder->feed(Direction::Sent, bytes);
    decoder->finish(Direction::Sent);
    QVERIFY2(text.startsWith(expected), text.constData());
    QVERIFY(text.endsWith('\n'));
    if (!expected.endsWith(' '))
        QCOMPARE(text, expected);
    if (Protocol(protocol) == Protocol::Modbus)
        QVERIFY2(text.count('\n') > 3 && text.contains("\n  "), text.constData());
}

/// A frame that was masked and one that was not say the same.
void TestMessageText::bodiesWithoutTheirCodings()
{
    QByteArray text;
    const auto decoder =
        ConversationDecoder::create({Transport::Tcp, 1, 2, Protocol::WebSocket}, messageTextWishes(1'000),
                                    [&](const DecodedMessage& message) { text += messageText(message); });
    decoder->feed(Direction::Received, QByteArray::fromHex("8102") + "hi");
    decoder->feed(Direction::Sent, QByteArray::fromHex("818201010101") + "ih");
    QCOMPARE(text, QByteArray("← text\n\nhi\n→ text\n\nhi\n"));
}

QTEST_GUILESS_MAIN(TestMessageText)
#include "tst_messagetext.moc"
