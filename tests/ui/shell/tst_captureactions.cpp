// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "support/patience.h"
#include "ui/shell/captureactions.h"
#include "ui/shell/panetabs.h"
#include "ui/shell/theme.h"
#include "ui/shell/trafficactions.h"
#include "ui/statistics/statisticspage.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

class tst_captureactions : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::install(); }
    void init();
    void cleanup();
    void dialogOffersWhatThereIs();
    void dialogOptions();
    void exportsEachScope();
    void shownIsWhatIsListed();
    void statisticsOfWhatIsListed();
    void exportThatCannotBeWritten();
    void asksAndWrites();
    void statisticsFilterTheList();
    void statisticsOfAnotherCapture();
    void wiresharkThatIsNotThere();
    void wiresharkIsFed();
    void wiresharkThatCannotStart();

private:
    [[nodiscard]] QByteArray written(const QString& path) const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }
    [[nodiscard]] QByteArray exported(ExportDialog::Scope scope, const ExportOptions& options)
    {
        const QString path = m_folder.filePath(QStringLiteral("out-%1").arg(++m_files));
        QSignalSpy done(&m_actions->exports(), &CaptureExports::finished);
        m_actions->exports().start(scope, options, path);
        return test::waitFor([&] { return done.size() == 1; }) ? written(path) : QByteArray("not finished");
    }

    QTemporaryDir m_folder;
    int m_files = 0;
    std::shared_ptr<test::MemorySource> m_source;
    ConnectionId m_first;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<PaneTabs> m_tabs;
    std::unique_ptr<TrafficView> m_traffic;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<CaptureActions> m_actions;
};

void tst_captureactions::init()
{
    m_source = std::make_shared<test::MemorySource>();
    m_first = m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:2"));
    const ConnectionId second =
        m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:3"));
    m_source->append(m_first, Direction::Sent, "one ");
    m_source->append(m_first, Direction::Received, "two ");
    m_source->append(second, Direction::Sent, "three ");
    m_pulse = std::make_unique<Pulse>();
    m_tabs = std::make_unique<PaneTabs>();
    m_traffic = std::make_unique<TrafficView>(*m_pulse);
    m_traffic->setSource(m_source);
    m_traffic->resize(900, 300);
    m_traffic->show();
    m_window = std::make_unique<QWidget>();
    m_actions = std::make_unique<CaptureActions>(
        CaptureActions::Parts{*m_traffic, *m_tabs, *m_pulse, m_source, m_window.get()});
    QTRY_COMPARE(m_traffic->table()->model()->rowCount(), 3);
}

void tst_captureactions::cleanup()
{
    m_actions.reset();
    m_window.reset();
    m_traffic.reset();
    m_tabs.reset();
    m_pulse.reset();
}

void tst_captureactions::dialogOffersWhatThereIs()
{
    const auto isOn = [](const ExportDialog& dialog, ExportDialog::Scope scope) {
        const auto* box = dialog.findChild<QComboBox*>(QStringLiteral("exportScope"));
        return qobject_cast<QStandardItemModel*>(box->model())->item(int(scope))->isEnabled();
    };
    const ExportDialog nothing({3});
    QVERIFY(isOn(nothing, ExportDialog::Scope::All));
    QVERIFY(!isOn(nothing, ExportDialog::Scope::Shown));
    QVERIFY(!isOn(nothing, ExportDialog::Scope::Selected));
    QVERIFY(!isOn(nothing, ExportDialog::Scope::Conversation));
    QCOMPARE(nothing.scope(), ExportDialog::Scope::All);
    const RecordChoice longer(*Query::parse(QStringLiteral("length > 4")));
    const ExportDialog some({3, longer, 1, 2, ConnectionId(0)});
    for (const auto scope :
         {ExportDialog::Scope::Shown, ExportDialog::Scope::Selected, ExportDialog::Scope::Conversation})
        QVERIFY(isOn(some, scope));
    QCOMPARE(some.scope(), ExportDialog::Scope::Selected);
    RecordChoice later;
    later.first = 2; // cleared
    const ExportDialog cleared({3, later, 1});
    QCOMPARE(cleared.scope(), ExportDialog::Scope::Shown);
    const auto* box = cleared.findChild<QComboBox*>(QStringLiteral("exportScope"));
    QCOMPARE(box->currentText(), QStringLiteral("Shown, 1 record"));
    const ExportDialog searching({3, longer});
    QVERIFY(isOn(searching, ExportDialog::Scope::Shown));
}

void tst_captureactions::dialogOptions()
{
    ExportDialog dialog({3, {}, {}, 0, ConnectionId(4)});
    auto* format = dialog.findChild<QComboBox*>(QStringLiteral("exportFormat"));
    auto* payload = dialog.findChild<QComboBox*>(QStringLiteral("exportPayload"));
    auto* direction = dialog.findChild<QComboBox*>(QStringLiteral("exportDirection"));
    QCOMPARE(dialog.suggestedName(), QStringLiteral("capture.pcapng"));
    format->setCurrentIndex(int(ExportFormat::Raw));
    QVERIFY(direction->isEnabled());
    QVERIFY(!payload->isEnabled());
    direction->setCurrentIndex(1);
    QVERIFY(dialog.options().sent);
    QVERIFY(!dialog.options().received);
    format->setCurrentIndex(int(ExportFormat::Csv));
    QVERIFY(payload->isEnabled());
    QVERIFY(dialog.options().received);
    dialog.findChild<QComboBox*>(QStringLiteral("exportScope"))->setCurrentIndex(3);
    QCOMPARE(dialog.suggestedName(), QStringLiteral("conversation-5.csv"));
}

void tst_captureactions::exportsEachScope()
{
    ExportOptions raw;
    raw.format = ExportFormat::Raw;
    QCOMPARE(exported(ExportDialog::Scope::All, raw), QByteArray("one two three "));
    m_traffic->showRecord(RecordId(1));
    QCOMPARE(exported(ExportDialog::Scope::Conversation, raw), QByteArray("one two "));
    QCOMPARE(exported(ExportDialog::Scope::Selected, raw), QByteArray("two "));
    raw.choice = *Query::parse(QStringLiteral("length > 4"));
    QCOMPARE(exported(ExportDialog::Scope::Shown, raw), QByteArray("three "));
    raw.choice = {};
    ExportOptions csv;
    csv.format = ExportFormat::Csv;
    QCOMPARE(exported(ExportDialog::Scope::All, csv).count('\n'), 4);
}

/// Whatever leaves rows out of the list leaves them out of what is shown.
void tst_captureactions::shownIsWhatIsListed()
{
    ExportOptions raw;
    raw.format = ExportFormat::Raw;
    const auto shown = [&] {
        const bool isFound = test::waitFor(
            [&] { return m_traffic->shown().count == quint64(m_traffic->table()->model()->rowCount()); });
        raw.choice = m_traffic->shown().choice;
        return isFound ? exported(ExportDialog::Scope::Shown, raw) : QByteArray("still searching");
    };
    QVERIFY(m_traffic->shown().choice.isAll(3));
    m_traffic->showRecord(RecordId(2));
    m_traffic->hideConnection();
    QCOMPARE(shown(), QByteArray("one two "));
    QCOMPARE(m_traffic->shown().limits, QStringLiteral("without connection 2"));
    m_traffic->setFilterText(QStringLiteral("dir == in"));
    m_traffic->setFilterText(QStringLiteral("dir == ")); // not valid: the one before stays in force
    QCOMPARE(shown(), QByteArray("two "));
    QCOMPARE(m_traffic->shown().filter, QStringLiteral("dir == in"));
    m_traffic->setFilterText({});
    m_traffic->clear();
    QCOMPARE(shown(), QByteArray());
    m_source->append(m_first, Direction::Sent, "four ");
    QCOMPARE(shown(), QByteArray("four "));
    m_traffic->setPaused(true);
    m_source->append(m_first, Direction::Sent, "five ");
    QCOMPARE(shown(), QByteArray("four "));
    QCOMPARE(m_traffic->shown().limits,
             QStringLiteral("without connection 2, from record 4 on, up to record 4"));
    m_traffic->setPaused(false);
    QCOMPARE(shown(), QByteArray("four five "));
    raw.choice = m_traffic->shown().choice; // what comes between the question and the export is not in it
    m_source->append(m_first, Direction::Sent, "six ");
    QCOMPARE(exported(ExportDialog::Scope::Shown, raw), QByteArray("four five "));
}

void tst_captureactions::statisticsOfWhatIsListed()
{
    m_traffic->showRecord(RecordId(2));
    m_traffic->hideConnection();
    m_traffic->setFilterText(QStringLiteral("length >")); // not valid
    m_actions->actions().constFirst()->trigger();
    auto* page = qobject_cast<StatisticsPage*>(m_tabs->widget(0));
    const auto* facts = page->findChild<QLabel*>(QStringLiteral("statisticsFacts"));
    QTRY_VERIFY2(facts->text().startsWith(
                     QStringLiteral("The live capture, without connection 2: 2 records, → 4 B, ← 4 B")),
                 qPrintable(facts->text()));
    m_source->append(m_first, Direction::Sent, "more"); // it grows with the list
    QTRY_VERIFY(facts->text().contains(QStringLiteral(": 3 records, → 8 B")));
}

void tst_captureactions::exportThatCannotBeWritten()
{
    QSignalSpy said(m_actions.get(), &CaptureActions::message);
    m_actions->exports().start(ExportDialog::Scope::All, {}, QStringLiteral("/nonexistent/folder/x"));
    QTRY_COMPARE(said.size(), 1);
    QVERIFY(said.at(0).at(1).toString().startsWith(QStringLiteral("Cannot export to /nonexistent")));
}

void tst_captureactions::asksAndWrites()
{
    QSignalSpy said(m_actions.get(), &CaptureActions::message);
    m_actions->exportAction()->trigger();
    auto* dialog = m_window->findChild<ExportDialog*>();
    QVERIFY(dialog);
    dialog->findChild<QComboBox*>(QStringLiteral("exportFormat"))
        ->setCurrentIndex(int(ExportFormat::JsonLines));
    dialog->accept();
    auto* file = m_window->findChild<QFileDialog*>();
    QVERIFY(file);
    const QString path = m_folder.filePath(QStringLiteral("asked.jsonl"));
    emit file->fileSelected(path);
    QTRY_COMPARE(said.size(), 1);
    QVERIFY(said.at(0).at(1).toString().startsWith(QStringLiteral("Exported 3 records")));
    QCOMPARE(written(path).count('\n'), 3);
}

void tst_captureactions::statisticsFilterTheList()
{
    m_actions->actions().constFirst()->trigger();
    QCOMPARE(m_tabs->count(), 1);
    auto* page = qobject_cast<StatisticsPage*>(m_tabs->widget(0));
    QVERIFY(page);
    QSignalSpy wanted(m_actions.get(), &CaptureActions::listWanted);
    emit page->filterRequested(QStringLiteral("conn == 2"));
    QCOMPARE(m_traffic->filterText(), QStringLiteral("conn == 2"));
    QCOMPARE(wanted.size(), 1);
    QTRY_COMPARE(m_traffic->table()->model()->rowCount(), 1);
    const qint64 second = m_source->record(RecordId(1)).timeNs;
    emit page->filterRequested(StatisticsPage::timeFilter(second, second + 1, {}));
    QTRY_COMPARE(m_traffic->table()->model()->index(0, 0).data().toString(), QStringLiteral("2"));
    QCOMPARE(m_traffic->table()->model()->rowCount(), 1);
}

void tst_captureactions::statisticsOfAnotherCapture()
{
    m_actions->actions().constFirst()->trigger();
    auto* page = qobject_cast<StatisticsPage*>(m_tabs->widget(0));
    m_traffic->setSource(std::make_shared<test::MemorySource>());
    QSignalSpy said(m_actions.get(), &CaptureActions::message);
    emit page->filterRequested(QStringLiteral("conn == 2"));
    QCOMPARE(said.size(), 1);
    QVERIFY(m_traffic->filterText().isEmpty());
}

void tst_captureactions::wiresharkThatIsNotThere()
{
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", "/nonexistent");
    const CaptureActions actions({*m_traffic, *m_tabs, *m_pulse, m_source, m_window.get()});
    qputenv("PATH", before);
    const QAction* wireshark = actions.actions().constLast();
    QVERIFY(!wireshark->isEnabled());
    QVERIFY(wireshark->toolTip().contains(QStringLiteral("not installed")));
}

void tst_captureactions::wiresharkIsFed()
{
    QFile script(m_folder.filePath(QStringLiteral("wireshark")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\nexec cat > \"$(dirname \"$0\")/fed\"\n");
    script.close();
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", QFile::encodeName(m_folder.path()) + ':' + before);
    CaptureActions actions({*m_traffic, *m_tabs, *m_pulse, m_source, m_window.get()});
    QVERIFY(actions.actions().constLast()->isEnabled());
    actions.actions().constLast()->trigger();
    qputenv("PATH", before);
    const QString fed = m_folder.filePath(QStringLiteral("fed"));
    QTRY_VERIFY(written(fed).contains("three "));
    m_source->append(m_first, Direction::Sent, "later");
    QTRY_VERIFY(written(fed).contains("later"));
}

void tst_captureactions::wiresharkThatCannotStart()
{
    QSignalSpy said(m_actions.get(), &CaptureActions::message);
    m_actions->openIn({m_folder.filePath(QStringLiteral("nothing")), {}});
    QTRY_COMPARE(said.size(), 1);
    QVERIFY(said.at(0).at(1).toString().startsWith(QStringLiteral("Cannot show the capture in Wireshark")));
}

QTEST_MAIN(tst_captureactions)
#include "tst_captureactions.moc"
