// SPDX-License-Identifier: MIT
#include "ui/panes/http/proxyform.h"

#include "net/proxyaddress.h"

#include "ui_proxyform.h"

namespace wl {

namespace {

constexpr quint16 usualPort = 8080;

/// Whether its place is typed here.
bool isTyped(const ProxySpec& proxy)
{
    return proxy.kind == ProxySpec::Kind::Http || proxy.kind == ProxySpec::Kind::Socks5;
}

} // namespace

ProxyForm::ProxyForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ProxyForm>())
{
    m_ui->setupUi(this);
    m_ui->proxyKind->addItem(tr("None", "proxy"), int(ProxySpec::Kind::None));
    m_ui->proxyKind->addItem(tr("What the system says"), int(ProxySpec::Kind::System));
    m_ui->proxyKind->addItem(tr("HTTP proxy"), int(ProxySpec::Kind::Http));
    m_ui->proxyKind->addItem(tr("SOCKS5 proxy"), int(ProxySpec::Kind::Socks5));
    connectAll();
    setProxy({});
}

ProxyForm::~ProxyForm() = default;

void ProxyForm::connectAll()
{
    connect(m_ui->proxyKind, &QComboBox::currentIndexChanged, this, [this] {
        change([&] {
            m_proxy.kind = ProxySpec::Kind(m_ui->proxyKind->currentData().toInt());
            m_proxy.port = quint16(m_ui->proxyPort->value());
        });
    });
    connect(m_ui->proxyHost, &QLineEdit::textEdited, this, &ProxyForm::typeHost);
    connect(m_ui->proxyPort, &QSpinBox::valueChanged, this,
            [this](int port) { change([&] { m_proxy.port = quint16(port); }); });
    connect(m_ui->proxyUser, &QLineEdit::textEdited, this,
            [this](const QString& text) { change([&] { m_proxy.user = text; }); });
    connect(m_ui->proxyPassword, &QLineEdit::textEdited, this,
            [this](const QString& text) { change([&] { m_proxy.password = text; }); });
}

/// A URL that is pasted fills in the other fields too.
void ProxyForm::typeHost(const QString& text)
{
    const Result<ProxySpec> whole = parseProxy(text);
    if (text.contains(QLatin1String("://")) && whole) {
        setProxy(*whole);
        emit edited();
        return;
    }
    change([&] { m_proxy.host = text.trimmed(); });
}

void ProxyForm::change(const std::function<void()>& assign)
{
    if (m_isLoading)
        return;
    assign();
    updateControls();
    emit edited();
}

void ProxyForm::setProxy(const ProxySpec& proxy)
{
    m_isLoading = true;
    m_proxy = proxy;
    m_ui->proxyKind->setCurrentIndex(m_ui->proxyKind->findData(int(proxy.kind)));
    m_ui->proxyHost->setText(proxy.host);
    m_ui->proxyPort->setValue(proxy.port == 0 ? usualPort : proxy.port);
    m_ui->proxyUser->setText(proxy.user);
    m_ui->proxyPassword->setText(proxy.password);
    m_isLoading = false;
    updateControls();
}

void ProxyForm::updateControls()
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_ui->hostLabel, m_ui->proxyHost, m_ui->portLabel,
                                                           m_ui->proxyPort, m_ui->userLabel, m_ui->proxyUser,
                                                           m_ui->passwordLabel, m_ui->proxyPassword})
        widget->setVisible(isTyped(m_proxy));
}

QString ProxyForm::problem() const
{
    if (isTyped(m_proxy) && m_proxy.host.isEmpty())
        return tr("The proxy needs a host.");
    const QString problem = proxyProblem(m_proxy);
    return problem.isEmpty() ? QString() : problem.at(0).toUpper() + problem.mid(1) + u'.';
}

} // namespace wl
