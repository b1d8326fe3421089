// SPDX-License-Identifier: MIT
#include "ui/panes/udp/udpform.h"

#include "ui/panes/common/plaintooltip.h"

#include "ui_udpform.h"

#include <QHostAddress>

namespace wl {

using std::chrono::milliseconds;

namespace {

constexpr int roomyWidth = 500;

} // namespace

UdpForm::UdpForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::UdpForm>())
{
    m_ui->setupUi(this);
    m_ui->address->setUse(AddressInput::Use::UdpBind);
    m_ui->target->setUse(AddressInput::Use::UdpTarget);
    m_ui->responder->setForDatagrams();
    // With the underline of its mnemonic, "To" is wider than QLabel counts.
    m_ui->targetLabel->setMinimumWidth(m_ui->targetLabel->sizeHint().width() + 4);
    m_ui->more->setPanel(m_ui->options);
    GroupsForm::fillInterfaces(*m_ui->multicastInterface);
    connectMain();
    connectOptions();
    setItem({});
}

UdpForm::~UdpForm() = default;

void UdpForm::connectMain()
{
    connect(m_ui->address, &AddressField::edited, this,
            [this] { change([&] { m_item.udp.address = m_ui->address->address(); }); });
    connect(m_ui->target, &AddressField::edited, this,
            [this] { change([&] { m_item.udp.target = m_ui->target->address(); }); });
    for (AddressField* field : {m_ui->address, m_ui->target})
        connect(field, &QLineEdit::returnPressed, m_ui->toggle, [this] { m_ui->toggle->click(); });
    connect(m_ui->toggle, &QPushButton::clicked, this, &UdpForm::toggleRequested);
    connect(m_ui->more, &QToolButton::toggled, this, &UdpForm::optionsToggled);
    connect(m_ui->responder, &ResponderForm::edited, this, [this] {
        change([&] {
            const milliseconds delay = m_item.responder.delay;
            m_item.responder = m_ui->responder->spec();
            m_item.responder.delay = delay;
        });
    });
}

void UdpForm::connectOptions()
{
    connect(m_ui->groups, &GroupsForm::edited, this,
            [this] { change([&] { m_item.udp.groups = m_ui->groups->groups(); }); });
    connect(m_ui->ttl, &QSpinBox::valueChanged, this,
            [this](int ttl) { change([&] { m_item.udp.ttl = ttl; }); });
    connect(m_ui->multicastInterface, &QComboBox::currentIndexChanged, this, [this] {
        change([&] { m_item.udp.multicastInterface = GroupsForm::interfaceOf(*m_ui->multicastInterface); });
    });
    connect(m_ui->loopback, &QCheckBox::toggled, this,
            [this](bool on) { change([&] { m_item.udp.multicastLoopback = on; }); });
    connect(m_ui->reuseAddress, &QCheckBox::toggled, this,
            [this](bool on) { change([&] { m_item.udp.reuseAddress = on; }); });
    connect(m_ui->receiveBuffer, &QSpinBox::valueChanged, this,
            [this](int bytes) { change([&] { m_item.udp.receiveBufferBytes = bytes; }); });
    connect(m_ui->delay, &QSpinBox::valueChanged, this,
            [this](int ms) { change([&] { m_item.responder.delay = milliseconds(ms); }); });
}

void UdpForm::change(const std::function<void()>& assign)
{
    if (m_isLoading)
        return;
    assign();
    updateControls();
    emit edited();
}

void UdpForm::setItem(const UdpItem& item)
{
    m_isLoading = true;
    m_item = item;
    m_ui->address->setAddress(item.udp.address);
    m_ui->target->setAddress(item.udp.target);
    m_ui->responder->setSpec(item.responder);
    m_ui->groups->setGroups(item.udp.groups);
    m_ui->ttl->setValue(item.udp.ttl);
    GroupsForm::showInterface(*m_ui->multicastInterface, item.udp.multicastInterface);
    m_ui->loopback->setChecked(item.udp.multicastLoopback);
    m_ui->reuseAddress->setChecked(item.udp.reuseAddress);
    m_ui->receiveBuffer->setValue(item.udp.receiveBufferBytes);
    m_ui->delay->setValue(int(std::min<qint64>(item.responder.delay.count(), 3'600'000)));
    m_isLoading = false;
    updateControls();
}

QString UdpForm::problem() const
{
    if (!m_ui->address->problem().isEmpty())
        return m_ui->address->problem();
    if (!m_ui->target->problem().isEmpty())
        return m_ui->target->problem();
    return m_ui->responder->problem();
}

QString UdpForm::targetProblem() const
{
    return m_ui->target->problem();
}

void UdpForm::showState(const PaneState& state, const QString& detail, bool isRunning)
{
    m_isRunning = isRunning;
    m_ui->state->setState(state, detail);
    updateControls();
}

void UdpForm::setRemark(const Remark& remark)
{
    if (remark == m_remark)
        return;
    m_remark = remark;
    showRemark();
}

void UdpForm::focusAddress()
{
    AddressField* first =
        m_item.udp.target.port == 0 && m_item.udp.address.port == 0 ? m_ui->target : m_ui->address;
    first->setFocus();
    first->selectAll();
}

void UdpForm::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_ui->more->setShort(width() < roomyWidth);
}

void UdpForm::updateControls()
{
    const QString wrong = problem();
    m_ui->toggle->setText(m_isRunning ? tr("Close") : tr("Bind"));
    m_ui->toggle->setAccessibleName(m_isRunning ? tr("Close the socket") : tr("Bind"));
    m_ui->toggle->setEnabled(m_isRunning || wrong.isEmpty());
    m_ui->toggle->setToolTip(m_isRunning       ? tr("Close the socket")
                             : wrong.isEmpty() ? tr("Open a socket on this address")
                                               : plainToolTip(wrong));
    m_ui->toggle->setAccessibleDescription(wrong);
    // An empty address is only why the button is off.
    const bool isQuiet = wrong == m_ui->address->problem() && m_ui->address->typedProblem().isEmpty();
    m_ui->hint->setHint(Marks::Sign::Error, isQuiet ? QString() : wrong);
    showRemark();
}

void UdpForm::showRemark()
{
    const QString& host = m_item.udp.target.host;
    const QHostAddress target(host);
    if (!m_remark.text.isEmpty())
        m_ui->state->setRemark(Marks::Sign::Information, m_remark.text, m_remark.toolTip);
    else if (target.isBroadcast() || host.endsWith(QLatin1String(".255")))
        m_ui->state->setRemark(
            Marks::Sign::Information, tr("broadcast"),
            tr("The target is a broadcast address: every machine of the network gets the datagrams."));
    else if (target.isMulticast())
        m_ui->state->setRemark(
            Marks::Sign::Information, tr("multicast"),
            tr("The target is a multicast group; the way out and the TTL are under More options."));
    else if (AddressInput::isExposed(m_item.udp.address))
        m_ui->state->setRemark(Marks::Sign::Exposed, tr("open to the network"),
                               tr("Not a loopback address: other machines can send to it."));
    else
        m_ui->state->setRemark(Marks::Sign::Information, {}, {});
}

} // namespace wl
