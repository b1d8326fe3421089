// SPDX-License-Identifier: MIT
#include "payload/hex.h"
#include "payload/payloadsource.h"

#include <QFile>
#include <QRegularExpression>
#include <QtTest>

using namespace wl;

namespace {

/// The cells of a Markdown table row; `\|` is a bar.
QStringList cellsOf(QString line)
{
    line.replace(QLatin1String("\\|"), QString(QChar(1)));
    QStringList cells = line.mid(1, line.lastIndexOf(u'|') - 1).split(u'|');
    for (QString& cell : cells)
        cell = cell.replace(QChar(1), u'|').trimmed();
    return cells;
}

/// What stands between backticks.
QStringList codeOf(const QString& cell)
{
    QStringList codes;
    const QStringList parts = cell.split(u'`');
    for (qsizetype i = 1; i < parts.size(); i += 2)
        codes << parts.at(i);
    return codes;
}

struct Example
{
    PayloadSpec spec;
    QString kind; ///< the heading of the column that says what comes out
    QStringList expected;
};

QList<Example> examplesOf(const QString& document)
{
    QList<Example> examples;
    QStringList heading;
    for (const QString& line : document.split(u'\n')) {
        if (!line.startsWith(u'|')) {
            heading.clear();
            continue;
        }
        const QStringList cells = cellsOf(line);
        if (heading.isEmpty()) {
            heading = cells;
            continue;
        }
        if (line.startsWith(QLatin1String("| ---")))
            continue;
        Example example;
        for (qsizetype i = 0; i < cells.size(); ++i) {
            const QString& name = heading.at(i);
            if (name == QLatin1String("Encoding"))
                example.spec.encoding = codeOf(cells.at(i)).value(0);
            else if (name == QLatin1String("Typed") || name == QLatin1String("Hex typed"))
                example.spec.text = codeOf(cells.at(i)).value(0);
            else if (!name.isEmpty() && example.kind.isEmpty()) {
                example.kind = name;
                example.expected = codeOf(cells.at(i));
            }
            if (name == QLatin1String("Hex typed"))
                example.spec.form = PayloadSpec::Form::Hex;
        }
        examples << example;
    }
    return examples;
}

} // namespace

/// Runs every example of docs/payloads.md.
class TestPayloadDocument : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void example_data();
    void example();

private:
    QString m_document;
};

void TestPayloadDocument::initTestCase()
{
    const QString source = qEnvironmentVariable("WIRELOUPE_SOURCE");
    if (source.isEmpty())
        QSKIP("WIRELOUPE_SOURCE is not set");
    QFile file(source + QStringLiteral("/docs/payloads.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    m_document = QString::fromUtf8(file.readAll());
    QVERIFY(examplesOf(m_document).size() > 70);
}

void TestPayloadDocument::example_data()
{
    QTest::addColumn<PayloadSpec>("spec");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("expected");
    for (const Example& example : examplesOf(m_document)) {
        const QString name = example.spec.encoding + u' ' + example.spec.text;
        QTest::newRow(name.toUtf8().constData()) << example.spec << example.kind << example.expected;
    }
}

void TestPayloadDocument::example()
{
    QFETCH(PayloadSpec, spec);
    QFETCH(QString, kind);
    QFETCH(QStringList, expected);
    QVERIFY(!expected.isEmpty());

    auto source = PayloadSource::compile(spec);
    if (kind == QLatin1String("Refused with")) {
        QVERIFY(!source);
        QCOMPARE(source.error().code, ErrorCode::BadPayload);
        QCOMPARE(source.error().detail, expected.first());
        return;
    }
    if (!source)
        QFAIL(qPrintable(source.error().detail));
    if (kind == QLatin1String("First three messages")) {
        for (const QString& message : expected)
            QCOMPARE(QString::fromUtf8(source->render().value()), message);
        return;
    }
    const QByteArray bytes = source->render().value();
    if (kind == QLatin1String("Sent (hex)")) {
        QCOMPARE(formatHex(bytes).replace(u'\n', u' '), expected.first());
    } else if (kind == QLatin1String("Sent (text)")) {
        QCOMPARE(QString::fromUtf8(bytes), expected.first());
    } else {
        QCOMPARE(kind, QStringLiteral("Sent (pattern)"));
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(expected.first()));
        QVERIFY2(pattern.match(QString::fromUtf8(bytes)).hasMatch(), bytes.constData());
    }
}

QTEST_GUILESS_MAIN(TestPayloadDocument)
#include "tst_payloaddocument.moc"
