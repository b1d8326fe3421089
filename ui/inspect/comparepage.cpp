// SPDX-License-Identifier: MIT
#include "ui/inspect/comparepage.h"

#include "ui/inspect/diffview.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"

#include <QAction>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QtConcurrentRun>
#include <QToolButton>

namespace wl {

namespace {

enum Form : int { Text, Hex, Messages };
enum DirectionRow : int { BothDirections, OnlySent, OnlyReceived };

} // namespace

ComparePage::ComparePage(const Side& left, const Side& right, QWidget* parent)
    : QWidget(parent)
    , m_left(left)
    , m_right(right)
    , m_view(new DiffView(this))
{
    setObjectName(QStringLiteral("comparePage"));
    setAccessibleName(tr("Comparison"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    setUpBar();
    auto* names = new QHBoxLayout;
    names->setContentsMargins(12, 0, 12, 4);
    for (const auto& [name, text] :
         {std::pair("compareLeft", m_left.name), std::pair("compareRight", m_right.name)}) {
        auto* label = new QLabel(this);
        label->setObjectName(QLatin1String(name));
        label->setTextFormat(Qt::PlainText);
        label->setText(text);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        names->addWidget(label, 1);
    }
    column->addLayout(names);
    column->addWidget(m_view, 1);
    connect(&m_comparing, &QFutureWatcherBase::finished, this, &ComparePage::take);
    connect(m_view, &DiffView::currentDifferenceChanged, this, &ComparePage::updateActions);
    connect(m_view, &DiffView::resized, this, [this] {
        if (m_shownWidth != 0 && m_shownWidth != m_view->hexBytesPerRow())
            showRows();
    });
    compare();
}

ComparePage::~ComparePage()
{
    m_stop.request_stop();
    m_comparing.waitForFinished();
}

void ComparePage::setUpBar()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 4);
    row->setSpacing(8);
    m_forms = new QButtonGroup(this);
    const auto addForm = [&](const QString& text, const QString& name, const QString& icon, int form) {
        auto* button = new QToolButton(this);
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(text);
        button->setIcon(icons::icon(icon));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setCheckable(true);
        button->setChecked(form == Text);
        m_forms->addButton(button, form);
        row->addWidget(button);
    };
    addForm(tr("Text"), QStringLiteral("compareText"), QStringLiteral("text"), Text);
    addForm(tr("Hex"), QStringLiteral("compareHex"), QStringLiteral("hex"), Hex);
    addForm(tr("Messages"), QStringLiteral("compareMessages"), QStringLiteral("table"), Messages);
    m_forms->button(Messages)->setVisible(isConversations());
    connect(m_forms, &QButtonGroup::idClicked, this, &ComparePage::showRows);
    m_directions = new QComboBox(this);
    m_directions->setObjectName(QStringLiteral("compareDirections"));
    m_directions->setAccessibleName(tr("Directions"));
    m_directions->addItems({tr("Both directions"), tr("Sent"), tr("Received")});
    m_directions->setVisible(isConversations());
    connect(m_directions, &QComboBox::activated, this, &ComparePage::compare);
    row->addWidget(m_directions);
    m_previous = addStep(QStringLiteral("previousDifference"), tr("Previous difference"),
                         QStringLiteral("arrow-left"), QKeySequence(Qt::SHIFT | Qt::Key_F7), -1);
    m_next = addStep(QStringLiteral("nextDifference"), tr("Next difference"), QStringLiteral("arrow-right"),
                     QKeySequence(Qt::Key_F7), 1);
    for (QAction* action : {m_previous, m_next}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setAccessibleName(action->text());
        button->setAutoRaise(true);
        row->addWidget(button);
    }
    m_summary = new QLabel(this);
    m_summary->setObjectName(QStringLiteral("compareSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_summary, 1);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("cancelComparing"));
    m_cancel->setAccessibleName(tr("Cancel comparing"));
    connect(m_cancel, &QPushButton::clicked, this, &ComparePage::cancel);
    row->addWidget(m_cancel);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

QAction* ComparePage::addStep(const QString& name, const QString& text, const QString& icon,
                              const QKeySequence& key, int step)
{
    auto* action = new QAction(icons::icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(text, key.toString(QKeySequence::NativeText)));
    connect(action, &QAction::triggered, this, [this, step] { m_view->goToDifference(step); });
    addAction(action);
    return action;
}

QString ComparePage::title() const
{
    return tr("Comparison");
}

void ComparePage::compare()
{
    m_stop.request_stop();
    m_stop = {};
    m_result.reset();
    ComparedRecords left = m_left.records;
    ComparedRecords right = m_right.records;
    for (ComparedRecords* side : {&left, &right}) {
        side->sent = m_directions->currentIndex() != OnlyReceived;
        side->received = m_directions->currentIndex() != OnlySent;
    }
    m_comparing.setFuture(QtConcurrent::run([left, right, stop = m_stop.get_token()] {
        return std::make_shared<const Comparison>(compareRecords(left, right, stop));
    }));
    m_view->setRows(nullptr);
    m_view->setEmptyText(tr("Comparing…"));
    say();
}

void ComparePage::cancel()
{
    m_stop.request_stop();
}

void ComparePage::take()
{
    m_result = m_comparing.result();
    updateForms();
    if (m_result->isCanceled)
        m_view->setEmptyText(tr("Comparing was canceled."));
    else
        showRows();
    say();
}

void ComparePage::showRows()
{
    if (!m_result || m_result->isCanceled)
        return;
    const int form = m_forms->checkedId();
    const bool isHex = form == Hex;
    m_shownWidth = isHex ? m_view->hexBytesPerRow() : 0;
    m_view->setEmptyText(tr("Both sides are empty."));
    if (isHex)
        m_view->setRows(std::make_unique<HexDiffRows>(m_result, m_shownWidth));
    else
        m_view->setRows(std::make_unique<TextDiffRows>(m_result, form == Messages ? TextDiffRows::Of::Messages
                                                                                  : TextDiffRows::Of::Bytes));
    m_view->goToDifference(1);
    say();
}

/// Message by message only where both sides have messages.
void ComparePage::updateForms()
{
    QAbstractButton* messages = m_forms->button(Messages);
    messages->setEnabled(m_result->messages.has_value());
    messages->setToolTip(m_result->messages
                             ? tr("What the messages say, without chunks, compression and masks")
                             : tr("The two conversations have no messages that can be decoded."));
    if (m_forms->checkedId() == Messages && !m_result->messages)
        m_forms->button(Text)->setChecked(true);
}

void ComparePage::updateActions()
{
    const qsizetype count = m_view->rows() ? m_view->rows()->differenceCount() : 0;
    m_next->setEnabled(m_view->currentDifference() + 1 < count);
    m_previous->setEnabled(m_view->currentDifference() > 0);
    say();
}

void ComparePage::say()
{
    m_cancel->setVisible(m_comparing.isRunning());
    m_summary->setText(m_comparing.isRunning() ? tr("Comparing…") : resultText());
}

QString ComparePage::summary() const
{
    return m_summary->text();
}

QString ComparePage::whatIsMissing(const ComparedBytes& side, const QString& name)
{
    QString text;
    if (side.isCut)
        text += tr(" Only the first %1 of %2 are compared.").arg(format::size(Comparison::mostBytes), name);
    if (side.unread > 0)
        text += tr(" %1 of %2 cannot be read any more.").arg(format::records(side.unread), name);
    return text;
}

QString ComparePage::resultText() const
{
    if (!m_result || m_result->isCanceled || !m_view->rows())
        return {};
    const int form = m_forms->checkedId();
    const SequenceDiff& diff = form == Hex        ? m_result->bytes
                               : form == Messages ? m_result->messages->lines
                                                  : m_result->text.lines;
    const auto count = quint64(m_view->rows()->differenceCount());
    QString text = count == 0   ? tr("The same.")
                   : count == 1 ? tr("1 difference.")
                                : tr("%1 of %2 differences.")
                                      .arg(format::count(quint64(m_view->currentDifference() + 1)),
                                           format::count(count));
    text +=
        tr(" %1 and %2.").arg(format::size(m_result->a.bytes.size()), format::size(m_result->b.bytes.size()));
    if (!diff.isMinimal)
        text += tr(" So much differs that equal parts may be shown as different.");
    return text + whatIsMissing(m_result->a, tr("the left side")) +
           whatIsMissing(m_result->b, tr("the right side"));
}

} // namespace wl
