// SPDX-License-Identifier: MIT
#include "ui/panes/http/optionspage.h"

#include "http/httpresolve.h"

#include "ui_optionsform.h"

#include <QGridLayout>

namespace wl {

namespace {

constexpr int foldWidth = 540; ///< below it the form has one field a row

} // namespace

OptionsPage::OptionsPage(QWidget* parent)
    : OptionsArea(parent)
    , m_ui(std::make_unique<Ui::OptionsForm>())
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    auto* page = new QWidget(this);
    m_ui->setupUi(page);
    setWidget(page);
    m_ui->httpTls->setForRequests();
    for (QGridLayout* grid : page->findChildren<QGridLayout*>())
        m_folds.append(GridFold(*grid));
    fillChoices();
    connectAll();
    setSettings({});
}

OptionsPage::~OptionsPage() = default;

void OptionsPage::fillChoices()
{
    m_ui->httpEngine->addItem(tr("Qt"), int(HttpEngine::Qt));
    m_ui->httpEngine->addItem(tr("Exact: byte for byte what is typed"), int(HttpEngine::Exact));
    m_ui->httpVersion->addItem(tr("HTTP/1.1"), int(HttpVersion::Http1));
    m_ui->httpVersion->addItem(tr("HTTP/2 where the server takes it"), int(HttpVersion::Http2));
    m_ui->httpVersion->addItem(tr("HTTP/2 from the first byte"), int(HttpVersion::Http2Prior));
}

void OptionsPage::connectAll()
{
    setUpChoice(*m_ui->httpEngine, [this](int engine) { m_settings.engine = HttpEngine(engine); });
    setUpChoice(*m_ui->httpVersion, [this](int version) { m_settings.version = HttpVersion(version); });
    setUpSwitch(*m_ui->httpFollow, &HttpSettings::followRedirects);
    setUpSwitch(*m_ui->httpKeepMethod, &HttpSettings::keepMethod);
    setUpSwitch(*m_ui->httpKeepAuth, &HttpSettings::keepAuth);
    setUpSwitch(*m_ui->httpCookies, &HttpSettings::useCookies);
    setUpSwitch(*m_ui->httpKeepConnection, &HttpSettings::keepConnection);
    setUpSwitch(*m_ui->httpEncodeUrl, &HttpSettings::encodeUrl);
    setUpTimeout(*m_ui->httpConnectTimeout, &HttpSettings::connectTimeout);
    setUpTimeout(*m_ui->httpFirstByteTimeout, &HttpSettings::firstByteTimeout);
    setUpTimeout(*m_ui->httpIdleTimeout, &HttpSettings::idleTimeout);
    setUpTimeout(*m_ui->httpTotalTimeout, &HttpSettings::totalTimeout);
    connect(m_ui->httpMaxRedirects, &QSpinBox::valueChanged, this,
            [this](int most) { change([&] { m_settings.maxRedirects = most; }); });
    connect(m_ui->httpTls, &TlsOptionsForm::edited, this,
            [this] { change([&] { m_settings.tls = m_ui->httpTls->spec(); }); });
    connect(m_ui->httpUnverified, &QCheckBox::toggled, this, &OptionsPage::unverifiedChosen);
    connect(m_ui->httpProxy, &ProxyForm::edited, this,
            [this] { change([&] { m_settings.proxy = m_ui->httpProxy->proxy(); }); });
    connect(m_ui->httpResolve, &QPlainTextEdit::textChanged, this,
            [this] { change([&] { takeResolve(); }); });
}

void OptionsPage::resizeEvent(QResizeEvent* event)
{
    OptionsArea::resizeEvent(event);
    for (GridFold& fold : m_folds)
        fold.setFolded(event->size().width() < foldWidth);
    alignLabels();
}

void OptionsPage::setUpChoice(QComboBox& box, const std::function<void(int)>& assign)
{
    connect(&box, &QComboBox::currentIndexChanged, this,
            [this, &box, assign] { change([&] { assign(box.currentData().toInt()); }); });
}

void OptionsPage::setUpSwitch(QCheckBox& box, bool HttpSettings::*setting)
{
    connect(&box, &QCheckBox::toggled, this,
            [this, setting](bool on) { change([&] { m_settings.*setting = on; }); });
}

void OptionsPage::setUpTimeout(QSpinBox& box, std::chrono::milliseconds HttpSettings::*setting)
{
    connect(&box, &QSpinBox::valueChanged, this, [this, setting](int ms) {
        change([&] { m_settings.*setting = std::chrono::milliseconds(ms); });
    });
}

void OptionsPage::change(const std::function<void()>& assign)
{
    if (m_isLoading)
        return;
    assign();
    updateControls();
    emit edited();
}

/// Lines that cannot be used stand in the field and are told; the others count.
void OptionsPage::takeResolve()
{
    m_settings.resolve.clear();
    m_resolveProblem.clear();
    for (const QString& line : m_ui->httpResolve->toPlainText().split(u'\n')) {
        if (line.trimmed().isEmpty())
            continue;
        if (const Result<HttpResolve> resolve = parseResolve(line))
            m_settings.resolve.append(*resolve);
        else if (m_resolveProblem.isEmpty())
            m_resolveProblem = tr("Not used: %1").arg(resolve.error().detail);
    }
}

void OptionsPage::showResolve()
{
    QStringList lines;
    for (const HttpResolve& resolve : m_settings.resolve)
        lines.append(resolveText(resolve));
    m_ui->httpResolve->setPlainText(lines.join(u'\n'));
    m_resolveProblem.clear();
}

void OptionsPage::updateControls()
{
    m_ui->httpEngine->setEnabled(m_settings.version == HttpVersion::Http1);
    m_ui->httpMaxRedirects->setEnabled(m_settings.followRedirects);
    m_ui->httpKeepMethod->setEnabled(m_settings.followRedirects);
    m_ui->httpKeepAuth->setEnabled(m_settings.followRedirects);
    m_ui->httpTlsHint->setHint(Marks::Sign::Error, m_ui->httpTls->problem());
    m_ui->httpProxyHint->setHint(Marks::Sign::Error, m_ui->httpProxy->problem());
    m_ui->httpResolveHint->setHint(Marks::Sign::Error, m_resolveProblem);
}

void OptionsPage::setSettings(const HttpSettings& settings)
{
    m_isLoading = true;
    m_settings = settings;
    m_settings.tls.verify = true;
    m_ui->httpEngine->setCurrentIndex(m_ui->httpEngine->findData(int(settings.engine)));
    m_ui->httpVersion->setCurrentIndex(m_ui->httpVersion->findData(int(settings.version)));
    m_ui->httpFollow->setChecked(settings.followRedirects);
    m_ui->httpMaxRedirects->setValue(settings.maxRedirects);
    m_ui->httpKeepMethod->setChecked(settings.keepMethod);
    m_ui->httpKeepAuth->setChecked(settings.keepAuth);
    m_ui->httpCookies->setChecked(settings.useCookies);
    m_ui->httpKeepConnection->setChecked(settings.keepConnection);
    m_ui->httpEncodeUrl->setChecked(settings.encodeUrl);
    m_ui->httpConnectTimeout->setValue(int(settings.connectTimeout.count()));
    m_ui->httpFirstByteTimeout->setValue(int(settings.firstByteTimeout.count()));
    m_ui->httpIdleTimeout->setValue(int(settings.idleTimeout.count()));
    m_ui->httpTotalTimeout->setValue(int(settings.totalTimeout.count()));
    m_ui->httpTls->setSpec(m_settings.tls);
    m_ui->httpProxy->setProxy(settings.proxy);
    showResolve();
    m_isLoading = false;
    updateControls();
}

bool OptionsPage::isUnverified() const
{
    return m_ui->httpUnverified->isChecked();
}

void OptionsPage::setUnverified(bool on)
{
    m_ui->httpUnverified->setChecked(on);
}

} // namespace wl
