// SPDX-License-Identifier: MIT
#include "ui/panes/http/comparetab.h"

#include "ui/inspect/diffview.h"
#include "ui/panes/http/jsonchangemodel.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/rowheight.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace wl {

namespace {
constexpr int tableRowHeight = 22;
constexpr int kindWidth = 90;
constexpr int minColumnWidth = 60;
} // namespace

CompareTab::CompareTab(QWidget* parent)
    : QWidget(parent)
    , m_other(new QComboBox(this))
    , m_forms(new QButtonGroup(this))
    , m_order(new QCheckBox(tr("Ignore order of members"), this))
    , m_steps(new QWidget(this))
    , m_summary(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_changes(new QTableView(this))
    , m_view(new DiffView(this))
    , m_model(new JsonChangeModel(this))
{
    m_changes->setObjectName(QStringLiteral("httpChanges"));
    m_changes->setAccessibleName(tr("Differences by path"));
    m_changes->setModel(m_model);
    m_changes->setWordWrap(false);
    m_changes->setAlternatingRowColors(true);
    m_changes->setTabKeyNavigation(false);
    m_changes->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_changes->setFrameShape(QFrame::NoFrame);
    m_changes->verticalHeader()->hide();
    m_changes->horizontalHeader()->setHighlightSections(false);
    m_changes->horizontalHeader()->setStretchLastSection(true);
    m_changes->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_changes->horizontalHeader()->resizeSection(JsonChangeModel::Kind, kindWidth);
    fitRowHeight(*m_changes, tableRowHeight);
    m_view->setObjectName(QStringLiteral("httpDiff"));
    m_view->setAccessibleName(tr("Both responses side by side"));
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_changes);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    setUpBar();
    layout->addWidget(m_stack, 1);
    connect(m_view, &DiffView::resized, this, [this] {
        if (m_forms->checkedId() == Hex)
            showForm();
    });
    clear();
}

void CompareTab::setUpBar()
{
    m_other->setObjectName(QStringLiteral("httpCompareWith"));
    m_other->setAccessibleName(tr("Compare with"));
    m_other->setPlaceholderText(tr("Compare with…"));
    m_other->setMinimumContentsLength(20);
    m_other->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_other->installEventFilter(this);
    connect(m_other, &QComboBox::activated, this, &CompareTab::choose);
    m_order->setObjectName(QStringLiteral("httpCompareOrder"));
    m_order->setAccessibleName(m_order->text());
    m_order->setChecked(true);
    connect(m_order, &QCheckBox::toggled, this, &CompareTab::compare);
    m_summary->setObjectName(QStringLiteral("httpCompareSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    auto* forms = new QHBoxLayout;
    forms->setSpacing(4);
    const auto add = [&](const QString& text, const QString& name, int form) {
        auto* button = new QToolButton(this);
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(text);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        m_forms->addButton(button, form);
        forms->addWidget(button);
    };
    add(tr("Head"), QStringLiteral("httpCompareHead"), Head);
    add(tr("Structure"), QStringLiteral("httpCompareStructure"), Structure);
    add(tr("Text"), QStringLiteral("httpCompareText"), Text);
    add(tr("Hex"), QStringLiteral("httpCompareHex"), Hex);
    m_forms->button(Structure)->setChecked(true);
    connect(m_forms, &QButtonGroup::idClicked, this, &CompareTab::showForm);
    auto* steps = new QHBoxLayout(m_steps);
    steps->setContentsMargins(0, 0, 0, 0);
    steps->setSpacing(0);
    steps->addWidget(addStep(QStringLiteral("httpComparePrevious"), tr("Previous difference"),
                             QStringLiteral("arrow-left"), -1));
    steps->addWidget(
        addStep(QStringLiteral("httpCompareNext"), tr("Next difference"), QStringLiteral("arrow-right"), 1));
    forms->addWidget(m_steps);
    forms->addWidget(m_order);
    forms->addStretch(1);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addWidget(m_other);
    column->addLayout(forms);
    column->addWidget(m_summary);
}

QToolButton* CompareTab::addStep(const QString& name, const QString& text, const QString& icon, int step)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icons::icon(icon));
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::clicked, this, [this, step] { m_view->goToDifference(step); });
    return button;
}

/// The list is made when it is opened: responses come and go.
bool CompareTab::eventFilter(QObject* watched, QEvent* event)
{
    const bool isKey = event->type() == QEvent::KeyPress;
    if (watched == m_other && (event->type() == QEvent::MouseButtonPress || isKey))
        fillChoices();
    return QWidget::eventFilter(watched, event);
}

/// Both values are seen at any width.
void CompareTab::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int rest = width() - kindWidth;
    QHeaderView* header = m_changes->horizontalHeader();
    header->resizeSection(JsonChangeModel::Path, std::max(minColumnWidth, rest * 2 / 5));
    header->resizeSection(JsonChangeModel::Before, std::max(minColumnWidth, rest * 3 / 10));
}

void CompareTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fillChoices();
    if (!m_left && m_offered.size() > m_more.size()) { // one of this window
        m_other->setCurrentIndex(0);
        choose(0);
    } else if (m_left && m_left->exchange.isFinished() && !m_result && !m_job.isRunning()) {
        compare();
    }
    say();
}

/// What is known is there at once, what has to be read comes in later.
void CompareTab::fillChoices()
{
    showChoices();
    ++m_filling;
    if (!m_moreChoices)
        return;
    m_moreChoices(this, [this, filling = m_filling](const QList<NamedResponse>& responses) {
        if (filling != m_filling)
            return;
        m_more = responses;
        showChoices();
        say();
    });
}

void CompareTab::showChoices()
{
    const auto names = [](const QList<NamedResponse>& responses) {
        QStringList found;
        for (const NamedResponse& response : responses)
            found << response.name;
        return found;
    };
    const QStringList before = names(m_offered);
    m_offered = (m_choices ? m_choices() : QList<NamedResponse>()) + m_more;
    const QSignalBlocker quiet(m_other);
    const bool isOpen = m_other->view()->isVisible();
    if (const QStringList now = names(m_offered); now != before) {
        m_other->clear();
        m_other->addItems(now);
        if (isOpen)
            m_other->showPopup(); // of the size that it needs now
    } else if (isOpen) {
        return;
    }
    m_other->setCurrentIndex(m_left ? m_other->findText(m_left->name) : -1);
    m_other->setEnabled(!m_offered.isEmpty());
}

void CompareTab::choose(int index)
{
    if (index < 0 || index >= m_offered.size())
        return;
    const NamedResponse chosen = m_offered.at(index);
    if (!chosen.load) {
        compareWith(chosen);
        return;
    }
    m_job.cancel();
    m_left = chosen;
    m_left->load = {};
    take(nullptr);
    m_view->setEmptyText(tr("Reading…"));
    chosen.load(this, [this, name = chosen.name](const HttpExchange& exchange) {
        if (!m_left || m_left->name != name)
            return;
        if (exchange.isFinished())
            compareWith({name, exchange, {}});
        else
            m_view->setEmptyText(tr("This response cannot be read any more."));
    });
}

void CompareTab::setResponse(const HttpExchange& exchange)
{
    if (exchange.isFinished() && m_response.id == exchange.id && m_response.phase == exchange.phase)
        return;
    m_response = exchange.isFinished() ? exchange : HttpExchange();
    m_left.reset();
    take(nullptr);
}

void CompareTab::clear()
{
    m_response = {};
    m_left.reset();
    m_job.cancel();
    take(nullptr);
}

void CompareTab::compareWith(const NamedResponse& other)
{
    m_left = other;
    compare();
}

void CompareTab::compare()
{
    m_job.cancel();
    m_result.reset();
    if (!m_left || !m_left->exchange.isFinished() || !m_response.isFinished())
        return;
    m_view->setRows(nullptr);
    m_view->setEmptyText(tr("Comparing…"));
    m_job.start([left = m_left->exchange, right = m_response, isOrderIgnored = m_order->isChecked()](
                    std::stop_token stop) { return compareResponses(left, right, isOrderIgnored, stop); },
                [this](std::shared_ptr<const ResponseComparison> result) {
                    take(std::move(result));
                    emit compared();
                });
}

void CompareTab::take(std::shared_ptr<const ResponseComparison> result)
{
    m_result = std::move(result);
    m_model->setComparison(m_result);
    const bool hasStructure = m_result && m_result->structure;
    m_forms->button(Structure)->setEnabled(hasStructure || !m_result);
    if (m_result && !hasStructure && m_forms->checkedId() == Structure)
        m_forms->button(Text)->setChecked(true);
    else if (hasStructure && m_forms->checkedId() == Text)
        m_forms->button(Structure)->setChecked(true);
    showForm();
    say();
}

void CompareTab::showForm()
{
    const int form = m_forms->checkedId();
    const bool isStructure = form == Structure && m_result && m_result->structure;
    m_stack->setCurrentWidget(isStructure ? static_cast<QWidget*>(m_changes) : m_view);
    m_steps->setVisible(!isStructure);
    m_order->setVisible(form == Structure);
    if (!isStructure)
        showDiff(form);
}

void CompareTab::showDiff(int form)
{
    if (!m_result) {
        m_view->setRows(nullptr);
        m_view->setEmptyText(tr("Choose a response to compare this one with."));
    } else if (form == Hex) {
        m_view->setRows(std::make_unique<HexDiffRows>(m_result->bytes, m_view->hexBytesPerRow()));
    } else {
        m_view->setRows(std::make_unique<TextDiffRows>(form == Head ? m_result->head : m_result->text));
    }
}

QString CompareTab::summary() const
{
    return m_summary->text();
}

void CompareTab::say()
{
    if (!m_result) {
        m_summary->setText(m_offered.isEmpty()
                               ? tr("There is no other response yet: send again, or open another one.")
                               : QString());
        return;
    }
    QStringList parts;
    parts << (m_result->head->text.lines.isSame() ? tr("Same head") : tr("The heads differ"));
    if (m_result->isSameBody)
        parts << tr("the bodies are the same byte for byte");
    else if (m_result->structure) {
        const JsonDiff& diff = *m_result->structure;
        const QString count = format::count(quint64(diff.changes.size()));
        parts << (diff.changes.empty()       ? tr("the JSON is the same, written in another way")
                  : diff.changes.size() == 1 ? tr("1 difference in the JSON")
                                             : tr("%1 differences in the JSON").arg(count));
        if (diff.isCut || diff.gaveUp)
            parts << tr("there are more");
        if (m_result->left->index.error() || m_result->right->index.error())
            parts << tr("one of them is not valid JSON up to its end");
    } else {
        parts << tr("the bodies differ");
    }
    if (m_result->isCut)
        parts << tr("text and hex compare the first %1").arg(format::size(Comparison::mostBytes));
    m_summary->setText(parts.join(QStringLiteral("; ")) + u'.');
}

} // namespace wl
