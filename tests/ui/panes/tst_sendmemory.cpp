// SPDX-License-Identifier: MIT
#include "ui/panes/common/sendmemory.h"

#include <QJsonDocument>
#include <QTest>

using namespace wl;

class TestSendMemory : public QObject
{
    Q_OBJECT
private slots:
    void comesBackAsItWas();
    void badOnesAreDefaults_data();
    void badOnesAreDefaults();
    void historyIsBounded();
};

void TestSendMemory::comesBackAsItWas()
{
    SendMemory memory;
    memory.repeats = true;
    memory.intervalMs = 0;
    memory.times = 0;
    PayloadSpec hex;
    hex.form = PayloadSpec::Form::Hex;
    hex.text = QStringLiteral("00 ff");
    PayloadSpec text;
    text.text = QStringLiteral("a\n\u00e4");
    text.encoding = QStringLiteral("UTF-16LE");
    text.escapes = false;
    text.templates = false;
    memory.history = {hex, text};
    QCOMPARE(SendMemory::fromJson(memory.toJson()), memory);
    QCOMPARE(SendMemory::fromJson({}), SendMemory());
}

void TestSendMemory::badOnesAreDefaults_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("wrong types") << QByteArray(
        R"({"repeats": 1, "intervalMs": "x", "times": [], "history": {}})");
    QTest::newRow("out of range") << QByteArray(R"({"intervalMs": -1, "times": 1000001})");
    QTest::newRow("too large") << QByteArray(R"({"intervalMs": 1e300, "times": 3.5})");
    QTest::newRow("no entries") << QByteArray(R"({"history": [null, 5, {}, {"form": "text"}, {"text": "x"},
                                               {"form": "text", "text": ""}, {"form": "Zip", "text": "x"}]})");
}

void TestSendMemory::badOnesAreDefaults()
{
    QFETCH(QByteArray, json);
    const QJsonDocument document = QJsonDocument::fromJson(json);
    QVERIFY(document.isObject());
    QCOMPARE(SendMemory::fromJson(document.object()), SendMemory());
}

void TestSendMemory::historyIsBounded()
{
    SendMemory memory;
    PayloadSpec spec;
    for (int i = 0; i < 200; ++i) {
        spec.text = QString::number(i);
        memory.history += spec;
    }
    QCOMPARE(SendMemory::fromJson(memory.toJson()).history, memory.history.first(SendMemory::maxEntries));
    spec.text = QString(SendMemory::maxChars, u'x');
    memory.history.insert(2, spec); // the newest come first, and what no longer fits ends it
    QCOMPARE(SendMemory::fromJson(memory.toJson()).history, memory.history.first(2));
}

QTEST_GUILESS_MAIN(TestSendMemory)
#include "tst_sendmemory.moc"
