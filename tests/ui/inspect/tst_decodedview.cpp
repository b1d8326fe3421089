// SPDX-License-Identifier: MIT
#include "support/deflated.h"
#include "support/memorysource.h"
#include "ui/inspect/bytestextview.h"
#include "ui/inspect/inspector.h"
#include "ui/traffic/decodechoices.h"
#include "ui/widgets/hexview.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace wl;
using namespace wl::test;

namespace {

} // namespace

/// The decoded page as a part of the inspector.
class TestDecodedView : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void fieldAndBytesSelectEachOther();
    void decodesByChoice();
    void showsDecodedContent();
    void goesToAnotherRecord();
    void decodesOnlyWhenSeen();
    void saysWhyThereIsNothing();

private:
    RecordId append(const QByteArray& bytes)
    {
        return m_source->append(m_connection, Direction::Sent, bytes);
    }
    void show(RecordId id) { m_inspector->showRecord(m_source, id); }
    template <typename T>
    [[nodiscard]] T* child(const char* name) const
    {
        return m_inspector->findChild<T*>(QLatin1String(name));
    }
    [[nodiscard]] QAbstractItemModel& model() const { return *child<QTreeView>("decodedTree")->model(); }
    [[nodiscard]] QString top(int row = 0) const { return model().index(row, 0).data().toString(); }
    [[nodiscard]] QModelIndex find(const QString& text) const
    {
        return model()
            .match(model().index(0, 0), Qt::DisplayRole, text, 1, Qt::MatchContains | Qt::MatchRecursive)
            .value(0);
    }

    Pulse m_pulse;
    DecodeChoices m_choices;
    std::shared_ptr<MemorySource> m_source;
    ConnectionId m_connection;
    std::unique_ptr<Inspector> m_inspector;
};

void TestDecodedView::init()
{
    if (m_source)
        m_choices.forget(*m_source); // the next one may lie at its place
    m_source = std::make_shared<MemorySource>();
    m_connection = m_source->addConnection(QStringLiteral("Web"), 5000);
    m_inspector = std::make_unique<Inspector>(m_pulse, m_choices);
    m_inspector->resize(400, 800);
    m_inspector->show();
}

void TestDecodedView::fieldAndBytesSelectEachOther()
{
    show(append("GET /one HTTP/1.1\r\nHost: abc\r\n\r\n"));
    QTRY_VERIFY(top().contains(QStringLiteral("GET /one")));
    auto* tree = child<QTreeView>("decodedTree");
    auto* hex = child<HexView>("hexView");
    tree->setCurrentIndex(find(QStringLiteral("Target")));
    QCOMPARE(hex->selectionStart(), 4);
    QCOMPARE(hex->selectionSize(), 4);
    QCOMPARE(child<BytesTextView>("bytesText")->textCursor().selectedText(), QStringLiteral("/one"));
    hex->select(9, 1);
    QVERIFY(tree->currentIndex().data().toString().contains(QStringLiteral("Version")));
    QCOMPARE(hex->selectionSize(), 1); // the field does not take over
    QTest::keyClick(hex, Qt::Key_Home, Qt::ControlModifier);
    QVERIFY(tree->currentIndex().data().toString().contains(QStringLiteral("Method")));
}

void TestDecodedView::decodesByChoice()
{
    show(append("GET /one HTTP/1.1\r\nHost: abc\r\n\r\n"));
    QTRY_VERIFY(top().contains(QStringLiteral("HTTP")));
    auto* box = child<QComboBox>("decodeAs");
    QVERIFY(box->isEnabled());
    QTRY_COMPARE(box->currentText(), QStringLiteral("Automatic: HTTP"));
    box->setCurrentIndex(box->findText(QStringLiteral("Lines of text")));
    emit box->activated(box->currentIndex());
    QTRY_COMPARE(model().rowCount(), 3);
    QCOMPARE(m_choices.of(*m_source, m_connection), std::optional(Protocol::Lines));
    show(append("two\n")); // the choice stays with the connection
    QTRY_VERIFY(top().contains(QStringLiteral("two")));
    QCOMPARE(box->currentText(), QStringLiteral("Lines of text"));
    m_choices.choose(*m_source, m_connection, std::nullopt);
    QCOMPARE(box->currentIndex(), 0);
}

void TestDecodedView::showsDecodedContent()
{
    const QByteArray body = gzipped("the same " + QByteArray(300'000, 'x'));
    show(append("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                QByteArray::number(body.size()) + "\r\n\r\n" + body));
    auto* content = child<BytesTextView>("decodedContent");
    QTRY_VERIFY(content->toPlainText().startsWith(QStringLiteral("the same xxx")));
    QVERIFY(content->toPlainText().size() < 300'000); // no more than its cap
    QVERIFY(child<QLabel>("decodedContentTitle")->text().contains(QStringLiteral("first")));
    show(append("HTTP/1.1 204 No\r\n\r\n"));
    QTRY_VERIFY(top().contains(QStringLiteral("204")));
    QVERIFY(!content->isVisible());
}

void TestDecodedView::goesToAnotherRecord()
{
    const RecordId first = append("GET /one HT");
    show(append("TP/1.1\r\nHost: abc\r\n\r\n"));
    QTRY_VERIFY(top().contains(QStringLiteral("GET /one")));
    QSignalSpy requested(m_inspector.get(), &Inspector::recordRequested);
    auto* tree = child<QTreeView>("decodedTree");
    emit tree->activated(find(QStringLiteral("Host")));
    QCOMPARE(requested.count(), 0); // is here
    tree->setCurrentIndex(find(QStringLiteral("Target")));
    QCOMPARE(child<HexView>("hexView")->selectionSize(), 0);
    emit tree->activated(tree->currentIndex());
    QCOMPARE(requested.count(), 1);
    QCOMPARE(requested.at(0).at(0).value<RecordId>(), first);
}

void TestDecodedView::decodesOnlyWhenSeen()
{
    auto* toggle = child<QToolButton>("inspectorDecoded");
    toggle->setChecked(false);
    show(append("GET /one HTTP/1.1\r\n\r\n"));
    QVERIFY(!child<QTreeView>("decodedTree")->isVisible());
    QCOMPARE(model().rowCount(), 0);
    toggle->setChecked(true);
    QTRY_VERIFY(top().contains(QStringLiteral("GET /one")));
}

void TestDecodedView::saysWhyThereIsNothing()
{
    const auto* state = child<QLabel>("decodedState");
    QVERIFY(state->isVisible());
    const QString nothing = state->text();
    show(m_source->append(m_connection, Direction::Sent, "not nice", RecordKind::Reset));
    QVERIFY2(state->text().contains(QStringLiteral("RST): not nice")), qPrintable(state->text()));
    show(append("GET /one HTTP/1.1\r\n\r\n"));
    QTRY_VERIFY(top().contains(QStringLiteral("GET /one")));
    QVERIFY(!state->isVisible());
    m_inspector->clear();
    QCOMPARE(state->text(), nothing);
    QCOMPARE(model().rowCount(), 0);
    QVERIFY(!child<QComboBox>("decodeAs")->isEnabled());
}

QTEST_MAIN(TestDecodedView)
#include "tst_decodedview.moc"
