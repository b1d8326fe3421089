// SPDX-License-Identifier: MIT
#include "ui/widgets/hexview.h"

#include <QAccessible>
#include <QScrollBar>
#include <QTest>

using namespace wl;

namespace {

class Bytes final : public ByteSource
{
public:
    explicit Bytes(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }
    [[nodiscard]] qint64 size() const override { return m_bytes.size(); }
    [[nodiscard]] QByteArray read(qint64 offset, qint64 maxBytes) const override
    {
        return m_bytes.mid(offset, maxBytes);
    }

private:
    QByteArray m_bytes;
};

} // namespace

class TestVisibleText : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void emptyTextIsRead();
    void onlyWhatIsVisible();
    void placesOfCharacters();
    void offsetsOutsideAreRefused();

private:
    [[nodiscard]] QAccessibleTextInterface* text() const
    {
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(m_view.get());
        return interface ? interface->textInterface() : nullptr;
    }
    void show(const QByteArray& bytes) { m_view->setSource(std::make_shared<Bytes>(bytes)); }

    std::unique_ptr<HexView> m_view;
};

void TestVisibleText::init()
{
    m_view = std::make_unique<HexView>();
    m_view->resize(900, 120);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QVERIFY(text());
}

void TestVisibleText::emptyTextIsRead()
{
    m_view->setEmptyText(QStringLiteral("Nothing is selected."));
    QCOMPARE(text()->text(0, -1), QStringLiteral("Nothing is selected."));
}

void TestVisibleText::onlyWhatIsVisible()
{
    show(QByteArray("GET / HTTP/1.1\r\nHost"));
    const QStringList rows = text()->text(0, text()->characterCount()).split(u'\n');
    QCOMPARE(rows.size(), 2);
    QVERIFY2(rows.at(0).startsWith(QStringLiteral("00000000  47 45 54 20")), qPrintable(rows.at(0)));
    QVERIFY2(rows.at(0).endsWith(QStringLiteral("GET / HTTP/1.1..")), qPrintable(rows.at(0)));
    QVERIFY(rows.at(1).endsWith(QStringLiteral("Host")));
    QCOMPARE(rows.at(1).indexOf(QStringLiteral("Host")), rows.at(0).indexOf(QStringLiteral("GET")));
    show(QByteArray(1'000'000, 'x'));
    QVERIFY(text()->characterCount() < 2'000);
    m_view->verticalScrollBar()->setValue(16);
    QVERIFY(text()->text(0, 8) == QStringLiteral("00000100"));
}

void TestVisibleText::placesOfCharacters()
{
    show(QByteArray(64, 'x'));
    const QString all = text()->text(0, -1);
    const auto second = int(all.indexOf(u'\n')) + 1;
    for (const int offset : {0, 5, second, second + 12}) {
        const QRect rect = text()->characterRect(offset);
        QVERIFY(!rect.isEmpty());
        QCOMPARE(text()->offsetAtPoint(rect.center()), offset);
    }
    QVERIFY(text()->characterRect(second).top() > text()->characterRect(0).top());
    QVERIFY(text()->characterRect(second - 1).isEmpty()); // the line feed
}

void TestVisibleText::offsetsOutsideAreRefused()
{
    show(QByteArray(20, 'x'));
    QVERIFY(text()->characterRect(-1).isEmpty());
    QVERIFY(text()->characterRect(100'000).isEmpty());
    QCOMPARE(text()->offsetAtPoint(QPoint(-5'000, -5'000)), -1);
    QVERIFY(text()->text(100'000, 100'001).isEmpty());
    QVERIFY(text()->text(10, 5).isEmpty());
    QCOMPARE(text()->text(-10, 3), QStringLiteral("000"));
}

QTEST_MAIN(TestVisibleText)
#include "tst_visibletext.moc"
