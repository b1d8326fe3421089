// SPDX-License-Identifier: MIT
#include "ui/traffic/filterbar.h"

#include "ui/traffic/filterfield.h"
#include "ui/traffic/recordfilter.h"
#include "ui/traffic/savedfiltersdialog.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/menuheading.h"

#include <QBoxLayout>
#include <QEvent>
#include <QInputDialog>
#include <QLabel>
#include <QToolButton>

namespace wl {

namespace {

constexpr std::chrono::milliseconds typingPause{150};
constexpr int usedInMenu = 15;
constexpr int menuChars = 60;

/// As a menu shows it: short, and no mnemonic of its own.
QString menuText(const QString& text)
{
    const QString cut = text.size() > menuChars ? text.left(menuChars) + QChar(0x2026) : text;
    return QString(cut).replace(u'&', QStringLiteral("&&"));
}

} // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("filterBar"));
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    setUp();
    updateNotice();
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        validate();
        if (text.isEmpty())
            apply();
        else
            m_typing.start();
    });
    connect(m_field, &QLineEdit::returnPressed, this, &FilterBar::use);
    connect(m_field, &QLineEdit::editingFinished, this, &FilterBar::use);
    connect(&m_typing, &QTimer::timeout, this, &FilterBar::apply);
    connect(m_showHidden, &QToolButton::clicked, this, [this] { setHidden({}); });
    connect(m_menu->menu(), &QMenu::aboutToShow, this, &FilterBar::fillMenu);
}

FilterBar::~FilterBar()
{
    hide(); // the field ends its editing as it loses the focus: while this still is a bar
}

void FilterBar::setUp()
{
    m_field = new FilterField(this);
    m_menu = new QToolButton(this);
    m_menu->setObjectName(QStringLiteral("trafficFilterMenu"));
    m_menu->setAccessibleName(tr("Saved and earlier filters"));
    m_menu->setToolTip(tr("Saved and earlier filters"));
    m_menu->setText(tr("Filters"));
    m_menu->setAutoRaise(true);
    m_menu->setPopupMode(QToolButton::InstantPopup);
    m_menu->setMenu(new QMenu(m_menu));
    m_menu->menu()->setObjectName(QStringLiteral("trafficFilters"));

    m_notice = new QWidget(this);
    m_problem = new QLabel(m_notice);
    m_problem->setObjectName(QStringLiteral("trafficFilterProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_showHidden = new QToolButton(m_notice);
    m_showHidden->setObjectName(QStringLiteral("trafficShowHidden"));
    m_showHidden->setIcon(icons::icon(QStringLiteral("close")));
    m_showHidden->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_showHidden->setToolTip(tr("Show these connections again"));
    auto* words = new QHBoxLayout(m_notice);
    words->setContentsMargins(0, 2, 0, 0);
    words->setSpacing(8);
    words->addWidget(m_showHidden);
    words->addWidget(m_problem, 1);

    auto* box = new QHBoxLayout;
    box->setSpacing(2);
    box->addWidget(m_field, 1);
    box->addWidget(m_menu);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(box);
    column->addWidget(m_notice);
}

void FilterBar::setSource(const RecordSource* source)
{
    m_field->setSource(source);
    setHidden({});
}

void FilterBar::setText(const QString& text)
{
    m_field->setText(text);
    validate();
    use();
}

QString FilterBar::text() const
{
    return m_field->text();
}

void FilterBar::setHidden(const QSet<ConnectionId>& connections)
{
    if (connections == m_hidden || connections.size() > maxHidden)
        return;
    m_hidden = connections;
    updateQuery();
    updateNotice();
}

void FilterBar::setMemory(const FilterMemory& memory)
{
    m_memory = memory;
    m_field->setUsed(memory.used);
}

void FilterBar::find()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

/// Marks what is wrong at once; the words come when typing pauses.
void FilterBar::validate()
{
    const QueryResult<Query> parsed = Query::parse(m_field->text());
    m_field->setProblem(parsed ? std::nullopt : std::optional(parsed.error()));
    if (parsed)
        updateNotice();
}

void FilterBar::apply()
{
    m_typing.stop();
    updateNotice();
    if (m_field->problem() || m_field->text() == m_appliedText)
        return;
    m_appliedText = m_field->text();
    updateQuery();
}

/// Applied on purpose, so that it is worth being brought back.
void FilterBar::use()
{
    apply();
    if (m_field->problem() || m_appliedText.trimmed().isEmpty() ||
        (!m_memory.used.isEmpty() && m_memory.used.constFirst() == m_appliedText))
        return;
    m_memory.remember(m_appliedText);
    m_field->setUsed(m_memory.used);
    emit remembered();
}

void FilterBar::updateQuery()
{
    if (const QueryResult<Query> parsed = Query::parse(filterWithout(m_appliedText, m_hidden)))
        m_query = *parsed;
    emit applied();
}

void FilterBar::updateNotice()
{
    QString words;
    if (const auto& problem = m_field->problem())
        words = m_appliedText.isEmpty()
                    ? tr("Not applied, all is listed: %1").arg(problem->text)
                    : tr("Not applied, listed is “%1”: %2").arg(m_appliedText, problem->text);
    m_problem->setText(words);
    m_showHidden->setText(m_hidden.size() == 1 ? tr("Hidden: connection %1").arg(connectionList(m_hidden))
                                               : tr("Hidden: connections %1").arg(connectionList(m_hidden)));
    m_showHidden->setAccessibleName(m_showHidden->text());
    m_showHidden->setVisible(!m_hidden.isEmpty());
    m_notice->setVisible(!words.isEmpty() || !m_hidden.isEmpty());
    QPalette colors = m_problem->palette();
    colors.setColor(QPalette::WindowText, Colors::current().error);
    m_problem->setPalette(colors);
}

void FilterBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_problem)
        updateNotice();
}

void FilterBar::fillMenu()
{
    QMenu& menu = *m_menu->menu();
    menu.clear();
    QAction* save = menu.addAction(icons::icon(QStringLiteral("save")), tr("Save This Filter…"), this,
                                   &FilterBar::saveCurrent);
    save->setObjectName(QStringLiteral("saveFilter"));
    save->setEnabled(!m_field->problem() && !m_field->text().trimmed().isEmpty());
    QAction* edit = menu.addAction(icons::icon(QStringLiteral("edit")), tr("Edit Saved Filters…"), this,
                                   &FilterBar::editSaved);
    edit->setObjectName(QStringLiteral("editFilters"));
    edit->setEnabled(!m_memory.saved.isEmpty());
    addMenuHeading(menu, tr("Saved"));
    for (const SavedFilter& filter : std::as_const(m_memory.saved)) {
        QAction* action =
            menu.addAction(menuText(filter.name), this, [this, text = filter.text] { setText(text); });
        action->setToolTip(filter.text);
    }
    addMenuHeading(menu, tr("Earlier"));
    for (const QString& text : m_memory.used.first(std::min<qsizetype>(usedInMenu, m_memory.used.size())))
        menu.addAction(menuText(text), this, [this, text] { setText(text); });
}

void FilterBar::saveCurrent()
{
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("saveFilterDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save Filter"));
    dialog->setLabelText(tr("Name of the filter"));
    dialog->setOkButtonText(tr("Save"));
    dialog->setTextValue(m_field->text().left(menuChars));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, text = m_field->text()](const QString& name) {
                if (m_memory.save({name, text}))
                    emit remembered();
            });
    dialog->open();
}

void FilterBar::editSaved()
{
    auto* dialog = new SavedFiltersDialog(m_memory.saved, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SavedFiltersDialog::changed, this, [this](const QList<SavedFilter>& saved) {
        m_memory.saved = saved;
        emit remembered();
    });
    dialog->show();
}

} // namespace wl
