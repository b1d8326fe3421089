// SPDX-License-Identifier: MIT
#include "ui/panes/replay/replayform.h"

#include "base/errortext.h"
#include "session/replaytarget.h"

#include "ui_replayform.h"

#include <QShortcut>

namespace wl {

namespace {

enum SpeedRow : int { AsRecorded, ByFactor, AsFastAsPossible, StepByStep };
enum WaitRow : int { NoWait, AsManyAsRecorded, AtLeast };

constexpr int progressSteps = 1000;

} // namespace

ReplayForm::ReplayForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ReplayForm>())
{
    m_ui->setupUi(this);
    m_ui->replayFactor->setRange(ReplayPace::slowest, ReplayPace::fastest);
    m_ui->replayFactor->setValue(2);
    m_ui->replayProgress->setRange(0, progressSteps);
    m_ui->replayProgress->setValue(0);
    connectAll();
    updateControls();
}

ReplayForm::~ReplayForm() = default;

void ReplayForm::connectAll()
{
    connect(m_ui->replayAddress, &QLineEdit::textChanged, this, &ReplayForm::updateControls);
    connect(m_ui->replayAddress, &QLineEdit::returnPressed, m_ui->replayStart, &QPushButton::click);
    connect(m_ui->replayStart, &QPushButton::clicked, this, &ReplayForm::startRequested);
    connect(m_ui->replayStep, &QPushButton::clicked, this, &ReplayForm::stepRequested);
    connect(m_ui->replayStop, &QPushButton::clicked, this, &ReplayForm::stopRequested);
    connect(m_ui->replayDirection, &QComboBox::activated, this, &ReplayForm::directionChanged);
    const auto changePace = [this] {
        updateControls();
        emit paceChanged();
    };
    connect(m_ui->replaySpeed, &QComboBox::activated, this, changePace);
    connect(m_ui->replayFactor, &QDoubleSpinBox::valueChanged, this, changePace);
    connect(m_ui->replayWait, &QComboBox::activated, this, &ReplayForm::updateControls);
    auto* next = new QShortcut(QKeySequence(Qt::Key_F10), this, nullptr, nullptr, Qt::WindowShortcut);
    connect(next, &QShortcut::activated, m_ui->replayStep, &QPushButton::click);
}

void ReplayForm::setFacts(const QString& text)
{
    m_ui->replayFacts->setFullText(text);
}

void ReplayForm::setAddress(const Address& address)
{
    m_ui->replayAddress->setText(formatAddress(address));
}

void ReplayForm::setDirection(bool isClients)
{
    m_ui->replayDirection->setCurrentIndex(isClients ? 0 : 1);
}

bool ReplayForm::isClientsDirection() const
{
    return m_ui->replayDirection->currentIndex() == 0;
}

Result<EndpointSpec> ReplayForm::target() const
{
    const auto address = parseAddress(addressText());
    if (!address)
        return tl::make_unexpected(address.error());
    return replayTarget(*address);
}

QString ReplayForm::addressText() const
{
    return m_ui->replayAddress->text().trimmed();
}

ReplayPace ReplayForm::pace() const
{
    ReplayPace pace;
    switch (m_ui->replaySpeed->currentIndex()) {
    case ByFactor: pace.factor = m_ui->replayFactor->value(); break;
    case AsFastAsPossible: pace.kind = ReplayPace::Kind::Fast; break;
    case StepByStep: pace.kind = ReplayPace::Kind::Step; break;
    default: break;
    }
    return pace;
}

void ReplayForm::fill(ReplayJob& job) const
{
    const int row = m_ui->replayWait->currentIndex();
    job.wait = row == AsManyAsRecorded ? ReplayWait::Recorded
               : row == AtLeast        ? ReplayWait::Bytes
                                       : ReplayWait::Nothing;
    job.waitBytes = m_ui->replayWaitBytes->value();
    job.pace = pace();
}

void ReplayForm::showState(const PaneState& state, const QString& detail, bool isRunning, bool canStep,
                           const QString& blocked)
{
    m_isRunning = isRunning;
    m_canStep = canStep;
    m_blocked = blocked;
    m_ui->replayState->setState(state, detail);
    updateControls();
}

void ReplayForm::showProgress(quint64 sent, quint64 total)
{
    m_ui->replayProgress->setValue(total == 0 ? 0 : int(sent * progressSteps / total));
}

void ReplayForm::updateControls()
{
    const auto wanted = target();
    const QString problem = wanted ? QString() : ErrorText::reason(wanted.error());
    if (wanted || addressText().isEmpty())
        m_ui->replayHint->clear();
    else
        m_ui->replayHint->setHint(Marks::Sign::Error, problem);
    const QString reason = problem.isEmpty() ? m_blocked : problem;
    m_ui->replayStart->setEnabled(!m_isRunning && reason.isEmpty());
    m_ui->replayStart->setToolTip(reason.isEmpty() ? tr("Connect and send") : reason);
    m_ui->replayStop->setEnabled(m_isRunning);
    m_ui->replayStep->setVisible(m_ui->replaySpeed->currentIndex() == StepByStep);
    m_ui->replayStep->setEnabled(m_canStep);
    m_ui->replayFactor->setVisible(m_ui->replaySpeed->currentIndex() == ByFactor);
    m_ui->replayWaitBytes->setVisible(m_ui->replayWait->currentIndex() == AtLeast);
    for (QWidget* fixed : std::initializer_list<QWidget*>{m_ui->replayAddress, m_ui->replayDirection,
                                                          m_ui->replayWait, m_ui->replayWaitBytes})
        fixed->setEnabled(!m_isRunning);
}

} // namespace wl
