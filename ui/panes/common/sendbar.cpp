// SPDX-License-Identifier: MIT
#include "ui/panes/common/sendbar.h"

#include "base/errortext.h"
#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/common/plaintooltip.h"
#include "ui/widgets/format.h"
#include "ui/widgets/payloadeditor.h"

#include <QShortcut>
#include <QSpinBox>
#include <QToolTip>

namespace wl {

namespace {

constexpr int enoughForWords = 150; ///< the least for preview and status beside the buttons
constexpr int enoughForBoth = 400;  ///< below it, one of them

} // namespace

SendBar::SendBar(QWidget* parent)
    : QWidget(parent)
    , m_editor(new PayloadEditor(this))
    , m_preview(m_editor->takePreview())
    , m_send(new QPushButton(tr("Send"), this))
    , m_stop(new QPushButton(tr("Stop sending"), this))
    , m_repeat(new QCheckBox(tr("Re&peat every"), this))
    , m_interval(new QSpinBox(this))
    , m_times(new QSpinBox(this))
    , m_status(new ElidingLabel(this))
{
    m_editor->setObjectName(QStringLiteral("payloadEditor"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_editor, 1);
    setUpRow();
    connectAll();
    updateControls();
}

void SendBar::setUpRow()
{
    m_send->setObjectName(QStringLiteral("sendButton"));
    m_stop->setObjectName(QStringLiteral("stopSendingButton"));
    m_repeat->setObjectName(QStringLiteral("repeat"));
    m_interval->setObjectName(QStringLiteral("repeatInterval"));
    m_times->setObjectName(QStringLiteral("repeatTimes"));
    m_status->setObjectName(QStringLiteral("sendStatus"));
    m_stop->setAccessibleName(m_stop->text());
    m_send->setAccessibleName(m_send->text());
    m_repeat->setAccessibleName(tr("Repeat every"));
    m_repeat->setToolTip(tr("Send again and again"));
    m_interval->setRange(0, SendMemory::maxIntervalMs);
    m_interval->setValue(SendMemory().intervalMs);
    m_interval->setSuffix(tr(" ms"));
    m_interval->setAccessibleName(tr("Interval in milliseconds"));
    m_interval->setToolTip(tr("Time between messages; 0 sends as fast as the peer takes them"));
    m_times->setRange(0, SendMemory::maxTimes);
    m_times->setValue(SendMemory().times);
    m_times->setSuffix(tr(" times"));
    m_times->setSpecialValueText(tr("until stopped"));
    m_times->setAccessibleName(tr("How often"));
    m_times->setToolTip(tr("How many messages; 0 goes on until it is stopped"));
    m_controls = new QWidget(this);
    auto* controls = new QHBoxLayout(m_controls);
    controls->setContentsMargins(0, 0, 0, 0);
    controls->setSpacing(8);
    for (QWidget* control : std::initializer_list<QWidget*>{m_send, m_stop, m_repeat, m_interval, m_times})
        controls->addWidget(control);
    auto* words = new QHBoxLayout;
    words->setSpacing(8);
    words->addWidget(m_preview, 3);
    words->addWidget(m_status, 2);
    m_foot = new QBoxLayout(QBoxLayout::LeftToRight);
    m_foot->setSpacing(8);
    m_foot->addWidget(m_controls);
    m_foot->addLayout(words, 1);
    static_cast<QVBoxLayout*>(layout())->addLayout(m_foot);
}

/// The words beside the buttons, or above them where they would be cut to nothing; both of them where there
/// is room, else what matters more.
void SendBar::arrange()
{
    const int beside = width() - m_controls->sizeHint().width() - m_foot->spacing();
    const bool isBeside = beside >= enoughForWords;
    m_foot->setDirection(isBeside ? QBoxLayout::LeftToRight : QBoxLayout::BottomToTop);
    m_foot->setSpacing(isBeside ? 8 : 4);
    const bool hasStatus = !m_status->fullText().isEmpty();
    const bool isSaidByPreview =
        m_reason == m_editor->problem() && !m_reason.isEmpty() && !m_isRepeating && !m_isLong;
    m_status->setVisible(hasStatus && !isSaidByPreview);
    m_preview->setVisible(!hasStatus || isSaidByPreview || (isBeside ? beside : width()) >= enoughForBoth);
}

void SendBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void SendBar::connectAll()
{
    connect(m_editor, &PayloadEditor::edited, this, [this] {
        if (m_isLoading)
            return;
        m_result.clear();
        if (!m_editor->isUnchecked())
            updateControls();
        emit edited();
    });
    connect(m_editor, &PayloadEditor::checkedLate, this, [this] { updateControls(); });
    connect(m_editor, &PayloadEditor::problemChanged, this, [this] { updateControls(); });
    connect(m_editor, &PayloadEditor::sendRequested, this, &SendBar::request);
    connect(m_send, &QPushButton::clicked, this, &SendBar::request);
    connect(m_stop, &QPushButton::clicked, this, &SendBar::stopRequested);
    connect(m_repeat, &QCheckBox::toggled, this, [this] { updateControls(); });
}

void SendBar::setSpec(const PayloadSpec& spec)
{
    m_isLoading = true;
    m_editor->setSpec(spec);
    m_isLoading = false;
    updateControls();
}

PayloadSpec SendBar::spec() const
{
    return m_editor->spec();
}

void SendBar::setSendText(const QString& text)
{
    if (text == m_send->text())
        return;
    m_send->setText(text);
    m_send->setAccessibleName(text);
    arrange();
}

void SendBar::setBlocked(const QString& reason)
{
    if (reason == m_blocked)
        return;
    m_blocked = reason;
    updateControls();
}

void SendBar::setPayloadCheck(std::function<QString(const PayloadSpec&)> check)
{
    m_check = std::move(check);
    updateControls();
}

SendJob SendBar::job() const
{
    SendJob job;
    job.payload = m_editor->spec();
    job.messagesBefore = m_editor->messagesBefore();
    if (m_repeat->isChecked()) {
        job.times = quint64(m_times->value());
        job.interval = std::chrono::milliseconds(m_interval->value());
    }
    return job;
}

void SendBar::remember()
{
    m_editor->remember();
}

SendMemory SendBar::memory() const
{
    return {m_repeat->isChecked(), m_interval->value(), m_times->value(), m_editor->history()};
}

void SendBar::setMemory(const SendMemory& memory)
{
    m_interval->setValue(memory.intervalMs);
    m_times->setValue(memory.times);
    m_editor->setHistory(memory.history);
    m_repeat->setChecked(memory.repeats);
}

void SendBar::focusEditor()
{
    m_editor->setFocus();
}

void SendBar::request()
{
    if (m_isRepeating)
        return;
    if (m_editor->isUnchecked())
        updateControls();
    if (canSend())
        emit sendRequested();
    else
        showReason();
}

/// At the button, or where the person types while the options take its room.
void SendBar::showReason() const
{
    const QWidget* focus = QApplication::focusWidget();
    const QWidget* place = m_send->isVisible() || focus == nullptr ? m_send : focus;
    QToolTip::showText(place->mapToGlobal(place->rect().bottomLeft()), plainToolTip(m_reason));
}

void SendBar::sendFromAllOf(QWidget* pane)
{
    // The editor takes these keys for itself and asks the same.
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), pane, nullptr, nullptr,
                                       Qt::WidgetWithChildrenShortcut);
        shortcut->setAutoRepeat(false);
        connect(shortcut, &QShortcut::activated, this, &SendBar::request);
    }
}

void SendBar::showTotal(const SendJobs::Total& total)
{
    m_isRepeating = total.isRunning && m_repeat->isChecked();
    if (total.payload == m_editor->spec())
        m_editor->setMessagesBefore(total.messagesUsed);
    m_isLong = total.isRunning && !m_isRepeating && total.queued > 0;
    m_result = resultOf(total);
    updateControls();
}

QString SendBar::resultOf(const SendJobs::Total& total) const
{
    const QString sent = format::count(total.sent);
    const ErrorCode code = total.error.code;
    if (m_isLong)
        return tr("Sending, %1 to go").arg(format::size(total.queued));
    if (code == ErrorCode::Canceled)
        return tr("%1 sent, then stopped").arg(total.dropped > 0 ? format::size(qint64(total.bytes)) : sent);
    if (code != ErrorCode::None)
        return ErrorText::sentence(tr("Sending stopped after %1").arg(sent), total.error);
    if (total.isRunning)
        return tr("%1 sent, %2/s", "messages")
            .arg(sent, format::count(quint64(total.messagesPerSecond + 0.5)));
    return tr("%1 sent, %2").arg(sent, format::size(qint64(total.bytes)));
}

/// Stop in the place of Send while it repeats, beside it during a long send. A button that goes hands the
/// focus over.
void SendBar::showButtons()
{
    const bool hasSend = !m_isRepeating;
    const bool hasStop = m_isRepeating || m_isLong;
    const bool hadFocus = (!hasSend && m_send->hasFocus()) || (!hasStop && m_stop->hasFocus());
    QPushButton& shown = hasSend ? *m_send : *m_stop;
    shown.setVisible(true);
    if (hadFocus && shown.isEnabled())
        shown.setFocus();
    m_send->setVisible(hasSend);
    m_stop->setVisible(hasStop);
}

void SendBar::updateControls()
{
    m_reason = m_blocked;
    if (m_reason.isEmpty())
        m_reason = m_editor->problem();
    if (m_reason.isEmpty() && m_check)
        m_reason = m_check(m_editor->spec());
    else if (m_reason.isEmpty() && m_editor->isEmpty())
        m_reason = tr("Nothing to send");
    showButtons();
    m_send->setEnabled(m_reason.isEmpty());
    m_send->setToolTip(m_reason.isEmpty() ? tr("Send the payload (Ctrl+Enter)") : plainToolTip(m_reason));
    m_send->setAccessibleDescription(m_reason);
    m_interval->setVisible(m_repeat->isChecked());
    m_times->setVisible(m_repeat->isChecked());
    m_repeat->setEnabled(!m_isRepeating);
    m_interval->setEnabled(!m_isRepeating);
    m_times->setEnabled(!m_isRepeating);
    m_status->setFullText(m_reason.isEmpty() || m_isRepeating || m_isLong ? m_result : m_reason);
    arrange();
}

} // namespace wl
