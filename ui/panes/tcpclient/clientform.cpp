// SPDX-License-Identifier: MIT
#include "ui/panes/tcpclient/clientform.h"

#include "ui/panes/common/plaintooltip.h"

#include "ui_clientform.h"

#include <QHostAddress>

namespace wl {

using std::chrono::milliseconds;

namespace {

constexpr int roomyWidth = 500;

} // namespace

ClientForm::ClientForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ClientForm>())
{
    m_ui->setupUi(this);
    m_ui->address->setUse(AddressInput::Use::TcpConnect);
    m_ui->more->setPanel(m_ui->options);
    connectMain();
    connectOptions();
    setItem({});
}

ClientForm::~ClientForm() = default;

void ClientForm::connectMain()
{
    connect(m_ui->address, &AddressField::edited, this,
            [this] { change([&] { m_item.client.address = m_ui->address->address(); }); });
    connect(m_ui->address, &QLineEdit::returnPressed, m_ui->toggle, [this] { m_ui->toggle->click(); });
    connect(m_ui->toggle, &QPushButton::clicked, this, &ClientForm::toggleRequested);
    connect(m_ui->finish, &QPushButton::clicked, this, &ClientForm::finishRequested);
    connect(m_ui->reset, &QPushButton::clicked, this, &ClientForm::resetRequested);
    connect(m_ui->more, &QToolButton::toggled, this, &ClientForm::optionsToggled);
}

void ClientForm::connectOptions()
{
    connect(m_ui->timeout, &QSpinBox::valueChanged, this,
            [this](int ms) { change([&] { m_item.client.connectTimeout = milliseconds(ms); }); });
    connect(m_ui->halfOpen, &QSpinBox::valueChanged, this,
            [this](int ms) { change([&] { m_item.client.halfOpenTimeout = milliseconds(ms); }); });
    connect(m_ui->reconnect, &QCheckBox::toggled, this,
            [this](bool on) { change([&] { m_item.client.reconnect = on; }); });
    connect(m_ui->localHost, &QLineEdit::textEdited, this,
            [this](const QString& text) { change([&] { m_item.client.localHost = text.trimmed(); }); });
    connect(m_ui->localPort, &QSpinBox::valueChanged, this,
            [this](int port) { change([&] { m_item.client.localPort = quint16(port); }); });
    connect(m_ui->stream, &StreamOptionsForm::edited, this,
            [this] { change([&] { m_item.client.stream = m_ui->stream->options(); }); });
    connect(m_ui->tls, &TlsOptionsForm::edited, this,
            [this] { change([&] { m_item.client.tls = m_ui->tls->spec(); }); });
}

void ClientForm::change(const std::function<void()>& assign)
{
    if (m_isLoading)
        return;
    assign();
    updateControls();
    emit edited();
}

void ClientForm::setItem(const ClientItem& item)
{
    m_isLoading = true;
    m_item = item;
    m_ui->address->setAddress(item.client.address);
    m_ui->timeout->setValue(int(std::min<qint64>(item.client.connectTimeout.count(), 3'600'000)));
    m_ui->halfOpen->setValue(int(std::min<qint64>(item.client.halfOpenTimeout.count(), 86'400'000)));
    m_ui->reconnect->setChecked(item.client.reconnect);
    m_ui->localHost->setText(item.client.localHost);
    m_ui->localPort->setValue(item.client.localPort);
    m_ui->stream->setOptions(item.client.stream);
    m_ui->tls->setSpec(item.client.tls);
    m_isLoading = false;
    updateControls();
}

QString ClientForm::problem() const
{
    if (!m_ui->address->problem().isEmpty())
        return m_ui->address->problem();
    const QString& local = m_item.client.localHost;
    if (!local.isEmpty() && QHostAddress(local).isNull())
        return tr("The local address \"%1\" is not an IP address.").arg(local);
    return m_item.client.address.scheme == Scheme::Tls ? m_ui->tls->problem() : QString();
}

void ClientForm::showState(const PaneState& state, const QString& detail, bool isRunning, bool isOpen,
                           bool canFinish)
{
    m_isRunning = isRunning;
    m_ui->state->setState(state, detail);
    m_ui->finish->setEnabled(canFinish);
    m_ui->finish->setToolTip(canFinish ? tr("Tell the peer that nothing more comes, and go on reading")
                             : isOpen  ? tr("FIN was sent already")
                                       : tr("Not connected"));
    m_ui->reset->setEnabled(isOpen);
    m_ui->reset->setToolTip(isOpen ? tr("Cut the connection at once (RST)") : tr("Not connected"));
    updateControls();
}

void ClientForm::setRemark(const Remark& remark)
{
    if (remark == m_remark)
        return;
    m_remark = remark;
    showRemark();
}

void ClientForm::focusAddress()
{
    m_ui->address->setFocus();
    m_ui->address->selectAll();
}

void ClientForm::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_ui->more->setShort(width() < roomyWidth);
}

void ClientForm::updateControls()
{
    const QString wrong = problem();
    m_ui->toggle->setText(m_isRunning ? tr("Disconnect") : tr("Connect"));
    m_ui->toggle->setAccessibleName(m_ui->toggle->text());
    m_ui->toggle->setEnabled(m_isRunning || wrong.isEmpty());
    m_ui->toggle->setToolTip(m_isRunning       ? tr("Close the connection after what is queued")
                             : wrong.isEmpty() ? tr("Connect to this address")
                                               : plainToolTip(wrong));
    m_ui->toggle->setAccessibleDescription(wrong);
    m_ui->tls->setEnabled(m_item.client.address.scheme == Scheme::Tls);
    // An empty address is only why the button is off.
    const bool isQuiet = wrong == m_ui->address->problem() && m_ui->address->typedProblem().isEmpty();
    m_ui->hint->setHint(Marks::Sign::Error, isQuiet ? QString() : wrong);
    showRemark();
}

void ClientForm::showRemark()
{
    m_ui->state->setRemark(m_remark.isWarning ? Marks::Sign::Exposed : Marks::Sign::Information,
                           m_remark.text, m_remark.toolTip);
}

} // namespace wl
