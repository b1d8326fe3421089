// SPDX-License-Identifier: MIT
#include "ui/widgets/keyvalueeditor.h"

#include "ui/widgets/keyvaluetable.h"
#include "ui/widgets/payloadtextedit.h"

#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace wl {

namespace {
constexpr int mostLines = 12;
} // namespace

KeyValueEditor::KeyValueEditor(int features, bulkrows::Style style, const QString& objectName,
                               const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_table(new KeyValueTable(features, this))
    , m_text(new PayloadTextEdit(this))
    , m_stack(new QStackedWidget(this))
    , m_line(new QWidget(this))
    , m_switch(new QToolButton(m_line))
    , m_note(new QLabel(m_line))
    , m_style(style)
{
    m_table->setObjectName(objectName);
    m_table->setAccessibleName(title);
    m_text->setObjectName(objectName + QStringLiteral("Text"));
    m_text->setAccessibleName(tr("%1 as text").arg(title));
    m_text->setPlaceholderText(style == bulkrows::Style::Colon ? tr("Name: value\n# Name: switched off")
                                                               : tr("name=value\n# name=switched off"));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setAcceptDrops(false); // a path would become a row
    m_switch->setObjectName(objectName + QStringLiteral("Bulk"));
    m_switch->setText(tr("As text"));
    m_switch->setAccessibleName(tr("%1 as text").arg(title));
    m_switch->setToolTip(tr("Edit the rows as lines of text; # before a line switches it off"));
    m_switch->setCheckable(true);
    m_switch->setAutoRaise(true);
    m_note->setObjectName(objectName + QStringLiteral("Note"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_text);
    auto* row = new QHBoxLayout(m_line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_note, 1);
    row->addWidget(m_switch);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_line);
    column->addWidget(m_stack, 1);
    setFocusProxy(m_table);
    const KeyValueModel& model = m_table->rows();
    connect(&model, &KeyValueModel::edited, this, [this] {
        fillText();
        emit edited();
    });
    connect(&model, &QAbstractItemModel::rowsInserted, this, &KeyValueEditor::neededHeightChanged);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &KeyValueEditor::neededHeightChanged);
    connect(&model, &QAbstractItemModel::modelReset, this, &KeyValueEditor::neededHeightChanged);
    connect(m_text, &QPlainTextEdit::textChanged, this, &KeyValueEditor::textTyped);
    connect(m_switch, &QToolButton::toggled, this, &KeyValueEditor::showText);
}

/// Where there is hardly room for a row, the rows have it.
void KeyValueEditor::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int least = m_switch->sizeHint().height() + m_table->horizontalHeader()->sizeHint().height() +
                      m_table->verticalHeader()->defaultSectionSize();
    m_line->setVisible(height() >= least || m_switch->isChecked());
}

void KeyValueEditor::setRows(const QList<KeyValueRow>& rows)
{
    m_table->rows().setRows(rows);
    fillText();
}

const QList<KeyValueRow>& KeyValueEditor::rows() const
{
    return m_table->rows().rows();
}

void KeyValueEditor::showText(bool on)
{
    if (on == (m_stack->currentWidget() == m_text))
        return;
    m_table->commitEditor();
    m_switch->setChecked(on);
    m_stack->setCurrentIndex(on ? 1 : 0);
    setFocusProxy(on ? static_cast<QWidget*>(m_text) : m_table);
    fillText();
    emit neededHeightChanged();
}

void KeyValueEditor::setNote(const QString& note)
{
    m_note->setText(note);
}

int KeyValueEditor::neededHeight() const
{
    const int bar = m_switch->sizeHint().height();
    if (m_stack->currentWidget() == m_text) {
        const int lines = std::clamp(m_text->document()->blockCount() + 1, 3, mostLines);
        return bar + lines * m_text->fontMetrics().lineSpacing() + 2 * m_text->frameWidth() + 8;
    }
    return bar + m_table->horizontalHeader()->sizeHint().height() + m_table->verticalHeader()->length() +
           2 * m_table->frameWidth();
}

/// The text follows the rows while it is shown; what is typed into it stays as it is typed.
void KeyValueEditor::fillText()
{
    if (m_isTyping || m_stack->currentWidget() != m_text)
        return;
    if (bulkrows::rowsOf(m_text->exactText(), m_style, rows()) != rows())
        m_text->setExactText(bulkrows::textOf(rows(), m_style));
}

void KeyValueEditor::textTyped()
{
    const auto made = bulkrows::rowsOf(m_text->exactText(), m_style, rows());
    emit neededHeightChanged();
    if (made == rows())
        return;
    m_isTyping = true;
    m_table->rows().setRows(made);
    m_isTyping = false;
    emit edited();
}

} // namespace wl
