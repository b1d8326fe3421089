// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/inspect/bytestextview.h"
#include "ui/inspect/inspector.h"
#include "ui/traffic/decodechoices.h"
#include "ui/widgets/hexview.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace wl;
using namespace wl::test;

class TestInspector : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void linksSelections();
    void showsNumbers();
    void numbersAreNotCut();
    void showsAnErrorInWords();
    void decodesByChoice();
    void keepsOneView();
    void showsFirstPartOfLongText();
    void finds();
    void saysWhatIsGone();
    void clears();

private:
    void show(const QByteArray& bytes)
    {
        m_inspector->showRecord(m_source, m_source->append(m_connection, Direction::Received, bytes));
    }
    template <typename T>
    [[nodiscard]] T* child(const char* name) const
    {
        return m_inspector->findChild<T*>(QLatin1String(name));
    }

    Pulse m_pulse;
    DecodeChoices m_choices;
    std::shared_ptr<MemorySource> m_source;
    ConnectionId m_connection;
    std::unique_ptr<Inspector> m_inspector;
};

void TestInspector::init()
{
    m_source = std::make_shared<MemorySource>();
    m_connection = m_source->addConnection(QStringLiteral("Echo"), 5000);
    m_inspector = std::make_unique<Inspector>(m_pulse, m_choices);
    m_inspector->resize(400, 600);
    m_inspector->show();
    child<QToolButton>("inspectorText")->setChecked(true);
}

void TestInspector::linksSelections()
{
    show("GET /ä HTTP/1.1\r\nHost: x\r\n");
    auto* hex = child<HexView>("hexView");
    auto* text = child<BytesTextView>("bytesText");
    hex->select(5, 2); // the two bytes of ä
    QCOMPARE(text->textCursor().selectedText(), QStringLiteral("ä"));
    hex->select(6, 1); // its second byte
    QCOMPARE(text->textCursor().selectedText(), QStringLiteral("ä"));
    QTextCursor cursor = text->textCursor();
    cursor.setPosition(4);
    cursor.setPosition(6, QTextCursor::KeepAnchor);
    text->setTextCursor(cursor);
    QCOMPARE(hex->selectionStart(), 4);
    QCOMPARE(hex->selectionSize(), 3);
    QVERIFY(child<QLabel>("inspectorTitle")->text().contains(QStringLiteral("127.0.0.1:5000")));
}

void TestInspector::showsNumbers()
{
    show(QByteArray("\x47\x45\x54\x20", 4));
    auto* numbers = child<QTableView>("inspectorNumbers");
    QVERIFY(!numbers->isVisible());
    child<HexView>("hexView")->select(0, 4);
    QVERIFY(numbers->isVisible());
    QCOMPARE(numbers->model()->rowCount(), 12); // u32 i32 f32 u16 i16 in both orders, u8 i8
    QCOMPARE(numbers->model()->index(1, 0).data().toString(), QStringLiteral("u32 BE"));
    QCOMPARE(numbers->model()->index(1, 1).data().toString(), QStringLiteral("1195725856"));
    QCOMPARE(numbers->model()->index(10, 0).data().toString(), QStringLiteral("u8"));
    QVERIFY(child<QLabel>("inspectorSelection")->text().contains(QStringLiteral("4 bytes")));
}

void TestInspector::numbersAreNotCut()
{
    for (const int width : {260, 320, 600}) {
        m_inspector->resize(width, 700);
        for (const QByteArray& bytes : {QByteArray(8, '\xff'), QByteArray("\0\0\0\0\0\0\0\x80", 8),
                                        QByteArray("\x81\xff\xff\xff\xff\xff\x8f\x80", 8)}) {
            show(bytes);
            child<HexView>("hexView")->select(0, 8);
            auto* numbers = child<QTableView>("inspectorNumbers");
            for (int row = 0; row < numbers->model()->rowCount(); ++row) {
                for (int column = 0; column < 2; ++column) {
                    const QModelIndex cell = numbers->model()->index(row, column);
                    const QString text = cell.data().toString();
                    const int room = numbers->columnWidth(column);
                    QVERIFY2(numbers->sizeHintForIndex(cell).width() <= room,
                             qPrintable(QStringLiteral("%1 in %2 at %3").arg(text).arg(room).arg(width)));
                }
            }
        }
    }
}

void TestInspector::showsAnErrorInWords()
{
    m_inspector->showRecord(
        m_source, m_source->append(m_connection, Direction::Sent, "connection-refused", RecordKind::Failed));
    QCOMPARE(child<BytesTextView>("bytesText")->toPlainText(), QStringLiteral("connection refused"));
}

void TestInspector::decodesByChoice()
{
    show(QByteArray("a\0b\0", 4));
    auto* encoding = child<QComboBox>("inspectorEncoding");
    auto* text = child<BytesTextView>("bytesText");
    QCOMPARE(text->toPlainText(), QStringLiteral("a␀b␀"));
    encoding->setCurrentText(QStringLiteral("UTF-16LE"));
    QCOMPARE(text->toPlainText(), QStringLiteral("ab"));
}

void TestInspector::keepsOneView()
{
    auto* decoded = child<QToolButton>("inspectorDecoded");
    auto* text = child<QToolButton>("inspectorText");
    auto* hex = child<QToolButton>("inspectorHex");
    decoded->setChecked(false);
    QVERIFY(!child<QWidget>("decodedView")->isVisible());
    text->setChecked(false);
    QVERIFY(child<HexView>("hexView")->isVisible());
    QVERIFY(!child<BytesTextView>("bytesText")->isVisible());
    hex->setChecked(false);
    QVERIFY(text->isChecked());
    QVERIFY(child<BytesTextView>("bytesText")->isVisible());
    decoded->setChecked(true);
    text->setChecked(false);
    QVERIFY(child<QWidget>("decodedView")->isVisible());
    decoded->setChecked(false);
    QVERIFY(text->isChecked());
}

void TestInspector::showsFirstPartOfLongText()
{
    show(QByteArray(200'000, 'x'));
    auto* more = child<QToolButton>("inspectorMore");
    QVERIFY(more->isVisible());
    QCOMPARE(child<BytesTextView>("bytesText")->toPlainText().size(), 64 * 1024);
    more->click();
    QCOMPARE(child<BytesTextView>("bytesText")->toPlainText().size(), 200'000);
    QVERIFY(!more->isVisible());
}

void TestInspector::finds()
{
    show("one two three two");
    m_inspector->find();
    auto* field = child<QLineEdit>("inspectorFind");
    field->setText(QStringLiteral("two"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(child<HexView>("hexView")->selectionStart(), 4);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(child<HexView>("hexView")->selectionStart(), 14);
    field->setText(QStringLiteral("0x7468"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(child<HexView>("hexView")->selectionStart(), 8);
    field->setText(QStringLiteral("nowhere"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(child<HexView>("hexView")->selectionStart(), 8);
}

void TestInspector::saysWhatIsGone()
{
    m_source->append(m_connection, Direction::Sent, "gone");
    m_source->setFirstKept(1);
    m_inspector->showRecord(m_source, RecordId(0));
    QVERIFY(child<QLabel>("inspectorTitle")->text().contains(QStringLiteral("no longer on disk")));
}

void TestInspector::clears()
{
    show("x");
    child<HexView>("hexView")->select(0, 1);
    m_inspector->clear();
    QCOMPARE(child<BytesTextView>("bytesText")->toPlainText(), QString());
    QVERIFY(!child<QTableView>("inspectorNumbers")->isVisible());
    m_inspector->showRecord(m_source, RecordId());
    m_inspector->showRecord(nullptr, RecordId(0));
    QCOMPARE(child<BytesTextView>("bytesText")->toPlainText(), QString());
}

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
