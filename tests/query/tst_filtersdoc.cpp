// SPDX-License-Identifier: MIT
#include "query/queryrun.h"
#include "support/memorysource.h"

#include <QFile>
#include <QTest>

using namespace wl;
using namespace wl::test;

/// Runs the examples of docs/filters.md, and holds its table of fields against the program's.
class TestFiltersDoc : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void examples_data();
    void examples();
    void firstBlockIsUnderstood();
    void fields();

private:
    /// The rows of the table under this head, without it, by columns; `\|` is a bar.
    [[nodiscard]] QList<QStringList> table(const QString& head) const;

    QString m_text;
    MemorySource m_source; ///< as the document tells it
};

void TestFiltersDoc::initTestCase()
{
    QFile file(qEnvironmentVariable("WIRELOUPE_SOURCE") + QStringLiteral("/docs/filters.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_text = QString::fromUtf8(file.readAll());

    using D = Direction;
    m_source.setTime(QDateTime(QDate(2026, 11, 20), QTime(12, 1), Qt::UTC).toMSecsSinceEpoch() * 1'000'000);
    const auto echo = m_source.addConnection(QStringLiteral("Echo"), QStringLiteral("127.0.0.1:8080"),
                                             QStringLiteral("127.0.0.1:50001"));
    const auto web = m_source.addConnection(QStringLiteral("Web"), QStringLiteral("[::1]:50002"),
                                            QStringLiteral("[fe80::1]:443"), Transport::Tls, Role::Client);
    const auto dns = m_source.addConnection(QStringLiteral("DNS"), QStringLiteral("10.1.2.3:53"),
                                            QStringLiteral("192.168.7.9:9999"), Transport::Udp);
    m_source.append(echo, D::Received, {}, RecordKind::Opened);
    m_source.append(echo, D::Received, "Hello World");
    m_source.append(echo, D::Sent, "hello world, hello");
    m_source.append(web, D::Sent, "GET /posts?a=1 HTTP/1.1\r\nHost: example.org\r\n\r\n");
    m_source.append(web, D::Received, "HTTP/1.1 404 Not Found\r\n\r\n", RecordKind::Data, 3'000'000'000);
    m_source.append(dns, D::Received, QByteArray("\xDE\xAD\xBE\xEF\x00\x01\x02", 7));
    m_source.append(dns, D::Sent, {});
    m_source.append(echo, D::Received, {}, RecordKind::HalfClosed);
}

QList<QStringList> TestFiltersDoc::table(const QString& head) const
{
    QList<QStringList> rows;
    const qsizetype at = m_text.indexOf(u'\n' + head + u'\n');
    const QStringList lines = m_text.mid(at + 1).split(u'\n');
    for (qsizetype i = 2; at >= 0 && i < lines.size() && lines[i].startsWith(u'|'); ++i) {
        QString line = lines[i];
        line.replace(QStringLiteral("\\|"), QStringLiteral("\x01"));
        QStringList cells = line.split(u'|').mid(1);
        for (QString& cell : cells)
            cell = cell.replace(u'\x01', u'|').trimmed();
        rows += cells;
    }
    return rows;
}

void TestFiltersDoc::examples_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("records");
    for (const QStringList& cells : table(QStringLiteral("| filter | records |"))) {
        const QString filter = cells[0].mid(1, cells[0].size() - 2);
        QTest::newRow(qPrintable(filter)) << filter << cells[1];
    }
}

void TestFiltersDoc::examples()
{
    QFETCH(QString, filter);
    QFETCH(QString, records);
    const auto query = Query::parse(filter);
    QVERIFY2(query, query ? "" : qPrintable(query.error().text));
    QStringList numbers;
    for (const quint32 id : recordsMatching(*query, m_source))
        numbers += QString::number(id + 1);
    QCOMPARE(numbers.join(u' '), records);
}

void TestFiltersDoc::firstBlockIsUnderstood()
{
    QVERIFY(table(QStringLiteral("| filter | records |")).size() >= 40);
    const qsizetype begin = m_text.indexOf(QStringLiteral("```\n")) + 4;
    const QStringList lines = m_text.mid(begin, m_text.indexOf(QStringLiteral("```"), begin) - begin)
                                  .split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 5);
    for (const QString& line : lines)
        QVERIFY2(Query::parse(line), qPrintable(line));
}

void TestFiltersDoc::fields()
{
    const QList<QStringList> rows = table(QStringLiteral("| field | values | what it is |"));
    QCOMPARE(rows.size(), queryFields().size());
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QueryField& field = queryFields()[i];
        const QString key = field.key == QueryField::Key::None ? QString() : QStringLiteral("[\"name\"]");
        QCOMPARE(rows[i][0], QStringLiteral("`%1%2`").arg(QLatin1String(field.name), key));
        QCOMPARE(rows[i][2], QString::fromUtf8(field.description));
        if (field.type == QueryType::Choice)
            QCOMPARE(rows[i][1], QStringLiteral("one of ") + field.valueList().join(QStringLiteral(", ")));
    }
}

QTEST_GUILESS_MAIN(TestFiltersDoc)
#include "tst_filtersdoc.moc"
