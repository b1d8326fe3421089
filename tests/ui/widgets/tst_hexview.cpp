// SPDX-License-Identifier: MIT
#include "ui/widgets/hexlayout.h"
#include "ui/widgets/hexview.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace wl;

namespace {

/// Bytes that are made when they are read; remembers how much was asked for.
class CountingSource : public ByteSource
{
public:
    explicit CountingSource(qint64 size)
        : m_size(size)
    {
    }
    [[nodiscard]] qint64 size() const override { return m_size; }
    [[nodiscard]] QByteArray read(qint64 offset, qint64 maxBytes) const override
    {
        QByteArray bytes;
        for (qint64 i = offset; i < std::min(m_size, offset + maxBytes); ++i)
            bytes += char(i % 256);
        m_read += bytes.size();
        return bytes;
    }
    void grow(qint64 size) { m_size = size; }
    [[nodiscard]] qint64 bytesRead() const { return m_read; }

private:
    qint64 m_size;
    mutable qint64 m_read = 0;
};

} // namespace

class TestHexView : public QObject
{
    Q_OBJECT
private slots:
    void layoutPlacesBytes_data();
    void layoutPlacesBytes();
    void selectsByMouseAndKeyboard();
    void copiesHex();
    void refusesSelectionOutside();
    void scrollsHugeSourceAtOnce();
    void growsWithoutMoving();
    void finds();
    void survivesSourceThatCannotBeRead();
};

void TestHexView::layoutPlacesBytes_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<int>("cells");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("digits");
    QTest::newRow("wide") << qint64(100) << 120 << 16 << 8;
    QTest::newRow("narrow") << qint64(100) << 50 << 8 << 8;
    QTest::newRow("narrow and long") << qint64(70'000) << 40 << 8 << 8;
    QTest::newRow("very narrow") << qint64(100) << 1 << 8 << 4;
    QTest::newRow("huge") << (qint64(1) << 33) << 120 << 16 << 12;
}

void TestHexView::layoutPlacesBytes()
{
    QFETCH(qint64, size);
    QFETCH(int, cells);
    QFETCH(int, width);
    QFETCH(int, digits);
    const HexLayout layout = HexLayout::fitting(size, cells);
    QCOMPARE(layout.width, width);
    QCOMPARE(layout.offsetDigits, digits);
    for (int i = 0; i < width; ++i) {
        QCOMPARE(layout.indexAt(layout.hexColumn(i)), i);
        QCOMPARE(layout.indexAt(layout.textColumn(i)), i);
    }
    QCOMPARE(layout.indexAt(-5), 0);
    QCOMPARE(layout.indexAt(10'000), width - 1);
    QVERIFY(layout.textColumn(0) > layout.hexColumn(width - 1) + 2);
    QCOMPARE(layout.rows(0), 0);
    QCOMPARE(layout.rows(1), 1);
    QCOMPARE(layout.rows(width + 1), 2);
}

void TestHexView::selectsByMouseAndKeyboard()
{
    HexView view;
    view.resize(900, 400);
    view.setSource(std::make_shared<CountingSource>(1000));
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QSignalSpy spy(&view, &HexView::selectionChanged);
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.selectionStart(), 0);
    QCOMPARE(view.selectionSize(), 1);
    QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(view.selectionStart(), 0);
    QCOMPARE(view.selectionSize(), 17);
    QTest::keyClick(&view, Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(view.selectionStart(), 999);
    QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.selectionStart(), 999);
    QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view.selectionSize(), 1000);
    QVERIFY(spy.count() >= 4);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(5, 5));
    QCOMPARE(view.selectionSize(), 1);
    QVERIFY(view.accessibleDescription().contains(QStringLiteral("offset")));
}

void TestHexView::copiesHex()
{
    HexView view;
    view.setSource(std::make_shared<CountingSource>(100));
    view.select(1, 3);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("01 02 03"));
}

void TestHexView::refusesSelectionOutside()
{
    HexView view;
    view.setSource(std::make_shared<CountingSource>(10));
    view.select(20, 5);
    QCOMPARE(view.selectionSize(), 0);
    view.select(-1, 5);
    QCOMPARE(view.selectionSize(), 0);
    view.select(8, 100);
    QCOMPARE(view.selectionStart(), 8);
    QCOMPARE(view.selectionSize(), 2);
    view.setSource(nullptr);
    QCOMPARE(view.selectionSize(), 0);
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, QPoint(50, 50));
    QCOMPARE(view.selectionSize(), 0);
}

void TestHexView::scrollsHugeSourceAtOnce()
{
    const auto source = std::make_shared<CountingSource>(qint64(3) << 30);
    HexView view;
    view.resize(900, 400);
    view.setSource(source);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.select((qint64(3) << 30) - 1, 1);
    view.grab();
    QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
    QVERIFY(source->bytesRead() < 100'000);
}

void TestHexView::growsWithoutMoving()
{
    const auto source = std::make_shared<CountingSource>(10'000);
    HexView view;
    view.resize(900, 200);
    view.setSource(source);
    view.select(5'000, 4);
    const int before = view.verticalScrollBar()->value();
    source->grow(1'000'000);
    view.sourceGrew();
    QCOMPARE(view.verticalScrollBar()->value(), before);
    QCOMPARE(view.selectionStart(), 5'000);
    QVERIFY(view.verticalScrollBar()->maximum() > 10'000);
}

void TestHexView::finds()
{
    HexView view;
    view.setSource(std::make_shared<CountingSource>(1000));
    const QByteArray needle("\x10\x11", 2);
    QVERIFY(view.findNext(needle));
    QCOMPARE(view.selectionStart(), 16);
    QVERIFY(view.findNext(needle));
    QCOMPARE(view.selectionStart(), 256 + 16);
    QVERIFY(view.findNext(needle, false));
    QCOMPARE(view.selectionStart(), 16);
    QVERIFY(view.findNext(needle, false));
    QCOMPARE(view.selectionStart(), 768 + 16);
    QVERIFY(view.findNext(needle));
    QCOMPARE(view.selectionStart(), 16);
    QVERIFY(!view.findNext("nowhere"));
    QVERIFY(!view.findNext({}));
}

void TestHexView::survivesSourceThatCannotBeRead()
{
    class Broken : public ByteSource
    {
    public:
        [[nodiscard]] qint64 size() const override { return 1000; }
        [[nodiscard]] QByteArray read(qint64, qint64) const override { return {}; }
    };
    HexView view;
    view.resize(900, 400);
    view.setSource(std::make_shared<Broken>());
    view.select(0, 100);
    view.grab();
    QVERIFY(!view.findNext("x"));
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QString());
}

QTEST_MAIN(TestHexView)
#include "tst_hexview.moc"
