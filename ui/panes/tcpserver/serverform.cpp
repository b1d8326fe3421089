// SPDX-License-Identifier: MIT
#include "ui/panes/tcpserver/serverform.h"

#include "ui/panes/common/plaintooltip.h"

#include "ui_serverform.h"

namespace wl {

using std::chrono::milliseconds;

namespace {

constexpr int roomyWidth = 500;

} // namespace

ServerForm::ServerForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ServerForm>())
{
    m_ui->setupUi(this);
    m_ui->address->setUse(AddressInput::Use::TcpListen);
    m_ui->greeting->setPayloadName(tr("Greeting"));
    m_ui->greeting->setPlaceholderText(tr("none"));
    m_ui->more->setPanel(m_ui->options);
    connectMain();
    connectOptions();
    setItem({});
}

ServerForm::~ServerForm() = default;

void ServerForm::connectMain()
{
    connect(m_ui->address, &AddressField::edited, this,
            [this] { change([&] { m_item.server.address = m_ui->address->address(); }); });
    connect(m_ui->address, &QLineEdit::returnPressed, m_ui->toggle, [this] { m_ui->toggle->click(); });
    connect(m_ui->toggle, &QPushButton::clicked, this, &ServerForm::toggleRequested);
    connect(m_ui->more, &QToolButton::toggled, this, &ServerForm::optionsToggled);
    connect(m_ui->more, &QToolButton::toggled, this, &ServerForm::wrapAnswer);
    connect(m_ui->responder, &ResponderForm::edited, this, [this] {
        change([&] {
            const milliseconds delay = m_item.responder.delay;
            m_item.responder = m_ui->responder->spec();
            m_item.responder.delay = delay;
        });
    });
    connect(m_ui->greeting, &PayloadField::edited, this,
            [this] { change([&] { m_item.greeting = m_ui->greeting->spec(); }); });
}

void ServerForm::connectOptions()
{
    connect(m_ui->maxClients, &QSpinBox::valueChanged, this,
            [this](int clients) { change([&] { m_item.server.maxClients = clients; }); });
    connect(m_ui->backlog, &QSpinBox::valueChanged, this,
            [this](int backlog) { change([&] { m_item.server.backlog = backlog; }); });
    connect(m_ui->halfOpen, &QSpinBox::valueChanged, this,
            [this](int ms) { change([&] { m_item.server.halfOpenTimeout = milliseconds(ms); }); });
    connect(m_ui->delay, &QSpinBox::valueChanged, this,
            [this](int ms) { change([&] { m_item.responder.delay = milliseconds(ms); }); });
    connect(m_ui->reuseAddress, &QCheckBox::toggled, this,
            [this](bool on) { change([&] { m_item.server.reuseAddress = on; }); });
    connect(m_ui->stream, &StreamOptionsForm::edited, this,
            [this] { change([&] { m_item.server.stream = m_ui->stream->options(); }); });
}

void ServerForm::change(const std::function<void()>& assign)
{
    if (m_isLoading)
        return;
    assign();
    updateControls();
    wrapAnswer();
    emit edited();
}

void ServerForm::setItem(const ServerItem& item)
{
    m_isLoading = true;
    m_item = item;
    m_ui->address->setAddress(item.server.address);
    m_ui->responder->setSpec(item.responder);
    m_ui->greeting->setSpec(item.greeting);
    m_ui->maxClients->setValue(item.server.maxClients);
    m_ui->backlog->setValue(item.server.backlog);
    m_ui->halfOpen->setValue(int(std::min<qint64>(item.server.halfOpenTimeout.count(), 86'400'000)));
    m_ui->delay->setValue(int(std::min<qint64>(item.responder.delay.count(), 3'600'000)));
    m_ui->reuseAddress->setChecked(item.server.reuseAddress);
    m_ui->stream->setOptions(item.server.stream);
    m_isLoading = false;
    updateControls();
    wrapAnswer();
}

QString ServerForm::problem() const
{
    if (!m_ui->address->problem().isEmpty())
        return m_ui->address->problem();
    if (!m_ui->responder->problem().isEmpty())
        return m_ui->responder->problem();
    if (!m_ui->greeting->problem().isEmpty())
        return tr("The greeting cannot be sent: %1").arg(m_ui->greeting->problem());
    return {};
}

void ServerForm::showState(const PaneState& state, const QString& detail, bool isRunning)
{
    m_isRunning = isRunning;
    m_ui->state->setState(state, detail);
    updateControls();
}

void ServerForm::setRemark(const Remark& remark)
{
    if (remark == m_remark)
        return;
    m_remark = remark;
    showRemark();
}

void ServerForm::focusAddress()
{
    m_ui->address->setFocus();
    m_ui->address->selectAll();
}

void ServerForm::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_ui->more->setShort(width() < roomyWidth);
    wrapAnswer();
}

/// Greeting beside the answer where both fit, else below it; then an empty one is among the options.
void ServerForm::wrapAnswer()
{
    const int needed = m_ui->responder->minimumSizeHint().width() +
                       m_ui->greetingBox->minimumSizeHint().width() + m_ui->answerRow->spacing();
    const bool isFit = needed <= width();
    m_ui->answerRow->setDirection(isFit ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    const QWidget* focus = m_ui->greetingBox->focusWidget();
    const bool isInUse = !m_item.greeting.text.isEmpty() || (focus != nullptr && focus->hasFocus());
    m_ui->greetingBox->setVisible(isFit || isInUse || m_ui->more->isChecked());
}

void ServerForm::updateControls()
{
    const QString wrong = problem();
    m_ui->toggle->setText(m_isRunning ? tr("Stop") : tr("Listen"));
    m_ui->toggle->setAccessibleName(m_isRunning ? tr("Stop listening") : tr("Listen"));
    m_ui->toggle->setEnabled(m_isRunning || wrong.isEmpty());
    m_ui->toggle->setToolTip(m_isRunning       ? tr("Stop accepting clients; those that are connected stay")
                             : wrong.isEmpty() ? tr("Accept clients on this address")
                                               : plainToolTip(wrong));
    m_ui->toggle->setAccessibleDescription(wrong);
    // An empty address is only why the button is off.
    const bool isQuiet = wrong == m_ui->address->problem() && m_ui->address->typedProblem().isEmpty();
    m_ui->hint->setHint(Marks::Sign::Error, isQuiet ? QString() : wrong);
    // What is wrong takes the place of a state that says nothing.
    m_ui->state->setVisible(m_isRunning || m_ui->hint->text().isEmpty());
    showRemark();
}

void ServerForm::showRemark()
{
    if (!m_remark.text.isEmpty())
        m_ui->state->setRemark(Marks::Sign::Information, m_remark.text, m_remark.toolTip);
    else if (AddressInput::isExposed(m_item.server.address))
        m_ui->state->setRemark(Marks::Sign::Exposed, tr("open to the network"),
                               tr("Not a loopback address: other machines can connect."));
    else
        m_ui->state->setRemark(Marks::Sign::Information, {}, {});
}

} // namespace wl
