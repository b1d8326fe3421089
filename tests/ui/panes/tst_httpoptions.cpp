// SPDX-License-Identifier: MIT
#include "tests/ui/panes/panelook.h"
#include "tests/ui/panes/panestage.h"
#include "ui/panes/common/hintline.h"
#include "ui/panes/http/optionspage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QWheelEvent>

using namespace wl;

namespace {

/// Everything other than by default.
HttpSettings oddSettings()
{
    HttpSettings settings;
    settings.engine = HttpEngine::Exact;
    settings.encodeUrl = false;
    settings.followRedirects = false;
    settings.maxRedirects = 3;
    settings.keepMethod = true;
    settings.keepAuth = true;
    settings.useCookies = false;
    settings.keepConnection = false;
    settings.version = HttpVersion::Http2;
    settings.proxy = {ProxySpec::Kind::Http, QStringLiteral("proxy.example"), 3128, QStringLiteral("alice"),
                      QStringLiteral("s3cret")};
    settings.resolve = {{QStringLiteral("api.example"), 443, QStringLiteral("127.0.0.1")},
                        {QStringLiteral("*"), 0, QStringLiteral("::1")}};
    settings.connectTimeout = std::chrono::milliseconds(1);
    settings.firstByteTimeout = std::chrono::milliseconds(2);
    settings.idleTimeout = std::chrono::milliseconds(3);
    settings.totalTimeout = std::chrono::milliseconds(4);
    settings.tls.caFile = QStringLiteral("/no/ca.pem");
    settings.tls.serverName = QStringLiteral("name.example");
    settings.tls.minVersion = TlsVersion::Tls12;
    settings.tls.maxVersion = TlsVersion::Tls13;
    settings.tls.certificateFile = QStringLiteral("/no/me.pem");
    settings.tls.keyFile = QStringLiteral("/no/key.pem");
    settings.tls.keyPassword = QStringLiteral("word");
    return settings;
}

} // namespace

class TestHttpOptions : public QObject
{
    Q_OBJECT
public:
    static void initMain() { setUpProcess(true); }

private slots:
    void showsAndKeepsAll();
    void eachControlSetsOneThing();
    void proxyFieldsComeWithItsKind();
    void aPastedProxyFillsTheFields();
    void badLinesAreTold();
    void badTermsAreTold();
    void foldsAndUnfolds();
    void wheelScrolls();
    void nothingIsCut_data();
    void nothingIsCut();
};

void TestHttpOptions::showsAndKeepsAll()
{
    OptionsPage page;
    QSignalSpy edited(&page, &OptionsPage::edited);
    page.setSettings(oddSettings());
    QVERIFY(page.settings() == oddSettings());
    QCOMPARE(edited.size(), 0);
    QCOMPARE(child<QComboBox>(page, "httpVersion")->currentIndex(), 1);
    QCOMPARE(child<QLineEdit>(page, "proxyHost")->text(), QStringLiteral("proxy.example"));
    QCOMPARE(child<QSpinBox>(page, "proxyPort")->value(), 3128);
    QCOMPARE(child<QPlainTextEdit>(page, "httpResolve")->toPlainText(),
             QStringLiteral("api.example:443:127.0.0.1\n*:*:[::1]"));
    QCOMPARE(child<QLineEdit>(page, "keyPassword")->echoMode(), QLineEdit::Password);
    QCOMPARE(child<QLineEdit>(page, "proxyPassword")->echoMode(), QLineEdit::Password);
    QVERIFY(!child<QCheckBox>(page, "httpKeepMethod")->isEnabled()); // no redirect is followed
    page.setSettings({});
    QVERIFY(page.settings() == HttpSettings());
}

void TestHttpOptions::eachControlSetsOneThing()
{
    OptionsPage page;
    const HttpSettings odd = oddSettings();
    HttpSettings expected;
    const auto isExpected = [&](const char* name) {
        if (page.settings() == expected)
            return true;
        qWarning("after %s", name);
        return false;
    };
    const std::pair<const char*, bool HttpSettings::*> switches[] = {
        {"httpKeepMethod", &HttpSettings::keepMethod}, {"httpKeepAuth", &HttpSettings::keepAuth},
        {"httpCookies", &HttpSettings::useCookies},    {"httpKeepConnection", &HttpSettings::keepConnection},
        {"httpEncodeUrl", &HttpSettings::encodeUrl},   {"httpFollow", &HttpSettings::followRedirects}};
    for (const auto& [name, setting] : switches) {
        child<QCheckBox>(page, name)->click();
        expected.*setting = odd.*setting;
        QVERIFY(isExpected(name));
    }
    const std::pair<const char*, std::chrono::milliseconds HttpSettings::*> timeouts[] = {
        {"httpConnectTimeout", &HttpSettings::connectTimeout},
        {"httpFirstByteTimeout", &HttpSettings::firstByteTimeout},
        {"httpIdleTimeout", &HttpSettings::idleTimeout},
        {"httpTotalTimeout", &HttpSettings::totalTimeout}};
    for (const auto& [name, setting] : timeouts) {
        child<QSpinBox>(page, name)->setValue(int((odd.*setting).count()));
        expected.*setting = odd.*setting;
        QVERIFY(isExpected(name));
    }
    const std::pair<const char*, QString TlsSpec::*> texts[] = {
        {"caFile", &TlsSpec::caFile},
        {"serverName", &TlsSpec::serverName},
        {"certificateFile", &TlsSpec::certificateFile},
        {"keyFile", &TlsSpec::keyFile},
        {"keyPassword", &TlsSpec::keyPassword}};
    for (const auto& [name, text] : texts) {
        child<QLineEdit>(page, name)->setText(odd.tls.*text);
        expected.tls.*text = odd.tls.*text;
        QVERIFY(isExpected(name));
    }
    child<QComboBox>(page, "minVersion")->setCurrentIndex(3);
    expected.tls.minVersion = TlsVersion::Tls12;
    child<QComboBox>(page, "httpEngine")->setCurrentIndex(1);
    expected.engine = HttpEngine::Exact;
    QVERIFY(child<QComboBox>(page, "httpEngine")->isEnabled());
    child<QComboBox>(page, "httpVersion")->setCurrentIndex(2);
    QVERIFY(!child<QComboBox>(page, "httpEngine")->isEnabled());
    expected.version = HttpVersion::Http2Prior;
    child<QPlainTextEdit>(page, "httpResolve")->setPlainText(QStringLiteral("*:80:127.0.0.1\n"));
    expected.resolve = {{QStringLiteral("*"), 80, QStringLiteral("127.0.0.1")}};
    QVERIFY(isExpected("choices"));
}

void TestHttpOptions::proxyFieldsComeWithItsKind()
{
    OptionsPage page;
    page.show();
    auto* kind = child<QComboBox>(page, "proxyKind");
    auto* host = child<QLineEdit>(page, "proxyHost");
    QVERIFY(!host->isVisible());
    kind->setCurrentIndex(1);
    QCOMPARE(page.settings().proxy.kind, ProxySpec::Kind::System);
    QVERIFY(!host->isVisible());
    kind->setCurrentIndex(3);
    QVERIFY(host->isVisible());
    QVERIFY(child<HintLine>(page, "httpProxyHint")->text().contains(QStringLiteral("needs a host")));
    QTest::keyClicks(host, QStringLiteral("127.0.0.1"));
    QCOMPARE(child<HintLine>(page, "httpProxyHint")->text(), QString());
    QCOMPARE(page.settings().proxy.kind, ProxySpec::Kind::Socks5);
    QVERIFY(page.settings().proxy.port != 0);
}

void TestHttpOptions::aPastedProxyFillsTheFields()
{
    OptionsPage page;
    page.show();
    child<QComboBox>(page, "proxyKind")->setCurrentIndex(2);
    auto* host = child<QLineEdit>(page, "proxyHost");
    emit host->textEdited(QStringLiteral("socks5://alice:s3cret@[::1]:9050"));
    const ProxySpec pasted{ProxySpec::Kind::Socks5, QStringLiteral("::1"), 9050, QStringLiteral("alice"),
                           QStringLiteral("s3cret")};
    QVERIFY(page.settings().proxy == pasted);
    QCOMPARE(host->text(), QStringLiteral("::1"));
    QCOMPARE(child<QComboBox>(page, "proxyKind")->currentIndex(), 3);
}

void TestHttpOptions::badLinesAreTold()
{
    OptionsPage page;
    auto* lines = child<QPlainTextEdit>(page, "httpResolve");
    auto* hint = child<HintLine>(page, "httpResolveHint");
    lines->setPlainText(QStringLiteral("a:443:127.0.0.1\nb:443:name"));
    QCOMPARE(page.settings().resolve.size(), 1);
    QVERIFY2(hint->text().contains(QStringLiteral("b:443:name")), qPrintable(hint->text()));
    QCOMPARE(lines->toPlainText(), QStringLiteral("a:443:127.0.0.1\nb:443:name")); // stays to be mended
    lines->setPlainText(QStringLiteral("a:443:127.0.0.1\n\nb:443:127.0.0.2"));
    QCOMPARE(page.settings().resolve.size(), 2);
    QCOMPARE(hint->text(), QString());
}

void TestHttpOptions::badTermsAreTold()
{
    OptionsPage page;
    auto* hint = child<HintLine>(page, "httpTlsHint");
    child<QLineEdit>(page, "certificateFile")->setText(QStringLiteral("/no/me.pem"));
    QVERIFY(hint->text().contains(QStringLiteral("/no/me.pem")));
    child<QLineEdit>(page, "certificateFile")->clear();
    QCOMPARE(hint->text(), QString());
    child<QComboBox>(page, "minVersion")->setCurrentIndex(4);
    child<QComboBox>(page, "maxVersion")->setCurrentIndex(3);
    QVERIFY(hint->text().contains(QStringLiteral("above the highest")));
    child<QComboBox>(page, "maxVersion")->setCurrentIndex(0);
    QCOMPARE(hint->text(), QString());
}

void TestHttpOptions::foldsAndUnfolds()
{
    OptionsPage page;
    page.setSettings(oddSettings());
    page.resize(800, 600);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const auto* left = child<QSpinBox>(page, "httpConnectTimeout");
    const auto* right = child<QSpinBox>(page, "httpFirstByteTimeout");
    const auto place = [&](const QWidget* widget) { return widget->mapTo(page.widget(), QPoint()); };
    const QPoint before = place(right);
    QCOMPARE(place(left).y(), before.y());
    page.resize(430, 600);
    QTRY_VERIFY(place(right).y() > place(left).y());
    QCOMPARE(place(right).x(), place(left).x());
    QVERIFY(right->isVisible() && child<QLineEdit>(page, "keyPassword")->isVisible());
    page.resize(800, 600);
    QTRY_COMPARE(place(right), before);
}

void TestHttpOptions::wheelScrolls()
{
    OptionsPage page;
    page.resize(600, 200);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    auto* engine = child<QComboBox>(page, "httpEngine");
    page.viewport()->setFocus();
    QWheelEvent wheel(engine->rect().center(), engine->mapToGlobal(engine->rect().center()), {}, {0, -120},
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(engine, &wheel);
    QCOMPARE(engine->currentIndex(), 0);
    engine->setFocus(); // as when the page is opened
    QCoreApplication::sendEvent(engine, &wheel);
    QCOMPARE(engine->currentIndex(), 0);
    QVERIFY(page.settings() == HttpSettings());
}

void TestHttpOptions::nothingIsCut_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("dark");
    QTest::newRow("smallest window") << QSize(430, 900) << false;
    QTest::newRow("small") << QSize(560, 240) << false;
    QTest::newRow("usual") << QSize(900, 760) << false;
    QTest::newRow("usual, dark") << QSize(900, 760) << true;
}

/// Wide enough for the smallest window's pane: it scrolls up and down only.
void TestHttpOptions::nothingIsCut()
{
    QFETCH(QSize, size);
    QFETCH(bool, dark);
    applyLook(dark);
    OptionsPage page;
    page.setSettings(oddSettings());
    page.resize(size);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const int needed = page.widget()->minimumSizeHint().width();
    QVERIFY2(needed <= page.viewport()->width(), qPrintable(QString::number(needed)));
    const QString folder = qEnvironmentVariable("WIRELOUPE_PANE_SHOTS");
    if (!folder.isEmpty())
        page.grab().save(QDir(folder).filePath(
            QStringLiteral("httpoptions-%1.png").arg(QString::fromUtf8(QTest::currentDataTag()))));
    const QStringList cut = cutControls(*page.widget());
    QVERIFY2(cut.isEmpty(), qPrintable(cut.join(u'\n')));
}

QTEST_MAIN(TestHttpOptions)
#include "tst_httpoptions.moc"
