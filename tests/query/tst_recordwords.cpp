// SPDX-License-Identifier: MIT
#include "query/recordwords.h"

#include <QtTest>

using namespace wl;

/// What the list makes of a record's first bytes.
class TestRecordWords : public QObject
{
    Q_OBJECT
private slots:
    void startedProtocol_data();
    void startedProtocol();
};

void TestRecordWords::startedProtocol_data()
{
    QTest::addColumn<RecordKind>("kind");
    QTest::addColumn<Transport>("transport");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray preface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    QTest::newRow("request") << RecordKind::Data << Transport::Tcp << QByteArray("GET / HTTP/1.1\r\n\r\n")
                             << QByteArray("HTTP");
    QTest::newRow("answer") << RecordKind::Data << Transport::Tls << QByteArray("HTTP/1.1 200 OK\r\n\r\n")
                            << QByteArray("HTTP");
    QTest::newRow("preface") << RecordKind::Data << Transport::Tls << preface << QByteArray("HTTP/2");
    QTest::newRow("preface and more")
        << RecordKind::Data << Transport::Tcp << preface + "\0\0\0\4" << QByteArray("HTTP/2");
    QTest::newRow("half a preface") << RecordKind::Data << Transport::Tcp << preface.first(10)
                                    << QByteArray();
    QTest::newRow("another version") << RecordKind::Data << Transport::Tcp
                                     << QByteArray("PRI * HTTP/3.0\r\n\r\n") << QByteArray();
    QTest::newRow("in a datagram") << RecordKind::Data << Transport::Udp << preface << QByteArray();
    QTest::newRow("in a note") << RecordKind::Note << Transport::Tcp << preface << QByteArray();
    QTest::newRow("nothing") << RecordKind::Data << Transport::Tcp << QByteArray() << QByteArray();
}

void TestRecordWords::startedProtocol()
{
    QFETCH(RecordKind, kind);
    QFETCH(Transport, transport);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    RecordEntry entry{};
    entry.kind = kind;
    entry.transport = transport;
    QCOMPARE(QByteArray(wl::startedProtocol(entry, bytes)), expected);
}

QTEST_APPLESS_MAIN(TestRecordWords)
#include "tst_recordwords.moc"
