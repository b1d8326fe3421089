// SPDX-License-Identifier: MIT
#include "ui/widgets/keyvaluetable.h"

#include "ui/widgets/bulkrows.h"
#include "ui/widgets/droppedfiles.h"
#include "ui/widgets/rowheight.h"

#include <QClipboard>
#include <QCompleter>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStyledItemDelegate>

#include <algorithm>

namespace wl {

namespace {

const QString editorName = QStringLiteral("keyValueEditor");
constexpr int tableRowHeight = 24;
constexpr int narrowWidth = 460; ///< below it, descriptions and empty file names make room for the others

/// The cell's line editor: completion for names, no frame of its own.
class CellDelegate final : public QStyledItemDelegate
{
public:
    explicit CellDelegate(KeyValueTable* table)
        : QStyledItemDelegate(table)
        , m_table(table)
    {
    }

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&,
                          const QModelIndex& index) const override
    {
        auto* line = new QLineEdit(parent);
        line->setObjectName(editorName);
        line->setAccessibleName(
            index.model()->headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString());
        const QStringList offered = offers(index);
        if (!offered.isEmpty()) {
            auto* completer = new QCompleter(offered, line);
            completer->setCaseSensitivity(Qt::CaseInsensitive);
            completer->setFilterMode(Qt::MatchContains);
            line->setCompleter(completer);
        }
        return line;
    }

    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex&) const override
    {
        editor->setGeometry(option.rect);
    }

private:
    [[nodiscard]] QStringList offers(const QModelIndex& index) const
    {
        if (index.column() == KeyValueModel::Name)
            return m_table->nameCompletions();
        if (index.column() != KeyValueModel::Value)
            return {};
        return m_table->valueCompletions(
            index.siblingAtColumn(KeyValueModel::Name).data(Qt::EditRole).toString());
    }

    KeyValueTable* m_table;
};

} // namespace

KeyValueTable::KeyValueTable(int features, QWidget* parent)
    : QTableView(parent)
    , m_model(new KeyValueModel(this))
    , m_secretText(tr("Secret: not in messages, not kept in the history"))
    , m_features(features)
{
    setModel(m_model);
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked |
                    QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setShowGrid(true);
    setGridStyle(Qt::SolidLine);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setDragDropOverwriteMode(false);
    verticalHeader()->hide();
    fitRowHeight(*this, tableRowHeight);
    setUpColumns();
    connect(m_model, &QAbstractItemModel::modelReset, this, &KeyValueTable::layoutColumns);
}

void KeyValueTable::setUpColumns()
{
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(28);
    header->setSectionResizeMode(KeyValueModel::Enabled, QHeaderView::Fixed);
    header->resizeSection(KeyValueModel::Enabled, 28);
    header->setSectionResizeMode(KeyValueModel::Value, QHeaderView::Stretch);
    setColumnHidden(KeyValueModel::ContentType, (m_features & Files) == 0);
    layoutColumns();
}

void KeyValueTable::layoutColumns()
{
    const int width = viewport()->width();
    setColumnHidden(KeyValueModel::Description, width < narrowWidth);
    const QList<KeyValueRow>& rows = m_model->rows();
    const bool isNamed =
        std::any_of(rows.begin(), rows.end(), [](const KeyValueRow& row) { return !row.fileName.isEmpty(); });
    setColumnHidden(KeyValueModel::FileName, (m_features & Files) == 0 || (width < narrowWidth && !isNamed));
    horizontalHeader()->resizeSection(KeyValueModel::Name, std::clamp(width * 3 / 10, 100, 240));
    for (const int column : {KeyValueModel::FileName, KeyValueModel::ContentType})
        horizontalHeader()->resizeSection(column, std::clamp(width * 2 / 10, 80, 160));
    horizontalHeader()->resizeSection(KeyValueModel::Description, std::clamp(width * 2 / 10, 80, 240));
}

void KeyValueTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        layoutColumns();
}

void KeyValueTable::setNameCompletions(const QStringList& names)
{
    m_completions = names;
}

void KeyValueTable::setValueCompletions(const std::function<QStringList(const QString& name)>& values)
{
    m_valueCompletions = values;
}

QStringList KeyValueTable::valueCompletions(const QString& name) const
{
    return m_valueCompletions ? m_valueCompletions(name) : QStringList();
}

QList<int> KeyValueTable::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows(KeyValueModel::Name))
        rows << index.row();
    return rows;
}

void KeyValueTable::removeSelected()
{
    const int current = currentIndex().row();
    m_model->removeTableRows(selectedRows());
    if (current >= 0)
        setCurrentIndex(m_model->index(std::min(current, m_model->rowCount() - 1), KeyValueModel::Name));
}

void KeyValueTable::commitEditor()
{
    const auto editors = viewport()->findChildren<QLineEdit*>(editorName, Qt::FindDirectChildrenOnly);
    for (QLineEdit* editor : editors) {
        commitData(editor);
        closeEditor(editor, QAbstractItemDelegate::NoHint);
    }
}

void KeyValueTable::toggleSelected()
{
    const QModelIndex first = m_model->index(currentIndex().row(), KeyValueModel::Enabled);
    const int to = first.data(Qt::CheckStateRole).toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked;
    for (const int row : selectedRows()) {
        const QModelIndex index = m_model->index(row, KeyValueModel::Enabled);
        if (index.data(Qt::CheckStateRole).isValid())
            m_model->setData(index, to, Qt::CheckStateRole);
    }
}

void KeyValueTable::moveCurrent(int by)
{
    m_model->moveTableRow(currentIndex().row(), by);
}

void KeyValueTable::copySelected()
{
    QStringList lines;
    QList<int> rows = selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const int row : std::as_const(rows)) {
        if (!m_model->isNew(row))
            lines << m_model->index(row, KeyValueModel::Name).data().toString() + QStringLiteral(": ") +
                         m_model->index(row, KeyValueModel::Value).data().toString();
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void KeyValueTable::paste()
{
    m_model->append(bulkrows::pastedRows(QGuiApplication::clipboard()->text()));
}

void KeyValueTable::keyPressEvent(QKeyEvent* event)
{
    // What an open editor does not want (Enter, which closes it) is not for the table either.
    if (state() == EditingState)
        return;
    const bool isMove = event->modifiers() == (Qt::AltModifier | Qt::ShiftModifier);
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        removeSelected();
    else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        toggleSelected();
    else if (isMove && event->key() == Qt::Key_Up)
        moveCurrent(-1);
    else if (isMove && event->key() == Qt::Key_Down)
        moveCurrent(1);
    else if (event->matches(QKeySequence::Copy))
        copySelected();
    else if (event->matches(QKeySequence::Paste))
        paste();
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
             event->modifiers() == Qt::NoModifier && currentIndex().isValid())
        edit(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

QModelIndex KeyValueTable::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    if (action != MoveNext && action != MovePrevious)
        return QTableView::moveCursor(action, modifiers);
    // Tab in an editor goes to the next cell that can be typed into.
    const int step = action == MoveNext ? 1 : -1;
    int cell = currentIndex().row() * KeyValueModel::ColumnCount + currentIndex().column();
    const int cells = m_model->rowCount() * KeyValueModel::ColumnCount;
    for (cell += step; cell >= 0 && cell < cells; cell += step) {
        const QModelIndex index =
            m_model->index(cell / KeyValueModel::ColumnCount, cell % KeyValueModel::ColumnCount);
        if (!isColumnHidden(index.column()) && index.flags().testFlag(Qt::ItemIsEditable))
            return index;
    }
    return currentIndex();
}

/// Files that can be dropped here; none for a drag of rows.
QStringList KeyValueTable::filesOf(const QDropEvent& event) const
{
    return (m_features & Files) == 0 ? QStringList() : droppedFiles(*event.mimeData());
}

void KeyValueTable::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->source() == this)
        QTableView::dragEnterEvent(event);
    else if (!filesOf(*event).isEmpty())
        event->acceptProposedAction();
}

void KeyValueTable::dragMoveEvent(QDragMoveEvent* event)
{
    // The base draws where rows would go.
    if (event->source() == this)
        QTableView::dragMoveEvent(event);
    else if (!filesOf(*event).isEmpty())
        event->acceptProposedAction();
}

void KeyValueTable::dropEvent(QDropEvent* event)
{
    const QPoint place = event->position().toPoint();
    if (event->source() != this) {
        dropFiles(filesOf(*event), rowAt(place.y()));
        event->acceptProposedAction();
        return;
    }
    const int row = rowAt(place.y());
    const bool isLowerHalf = row >= 0 && place.y() > rowViewportPosition(row) + rowHeight(row) / 2;
    m_model->moveTableRows(selectedRows(), row < 0 ? m_model->rowCount() : row + (isLowerHalf ? 1 : 0));
    event->setDropAction(Qt::CopyAction); // after a move the view would delete the rows
    event->accept();
    stopAutoScroll();
    setState(NoState);
    viewport()->update();
}

/// Into the part that they fall on, else as a new part.
void KeyValueTable::dropFiles(const QStringList& files, int row)
{
    if (files.isEmpty())
        return;
    const bool isPart = m_model->isUsers(row);
    const QStringList before = isPart ? m_model->rows().at(m_model->userRow(row)).files : QStringList();
    m_model->setFiles(isPart ? row : m_model->rowCount() - 1, before + files);
}

void KeyValueTable::addFiles(const QStringList& files)
{
    dropFiles(files, -1);
}

void KeyValueTable::chooseFiles(int row)
{
    auto* dialog = new QFileDialog(this, tr("Choose files to send"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this,
            [this, row](const QStringList& files) { m_model->setFiles(row, files); });
    dialog->open();
}

void KeyValueTable::contextMenuEvent(QContextMenuEvent* event)
{
    const int row = currentIndex().row();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), QKeySequence::Copy, this, &KeyValueTable::copySelected);
    menu->addAction(tr("Paste rows"), QKeySequence::Paste, this, &KeyValueTable::paste);
    if ((m_features & Files) != 0 && row >= 0) {
        menu->addSeparator();
        menu->addAction(tr("Choose files…"), this, [this, row] { chooseFiles(row); });
    }
    if (m_model->isUsers(row)) {
        menu->addSeparator();
        if ((m_features & Secrets) != 0) {
            QAction* secret = menu->addAction(m_secretText);
            secret->setCheckable(true);
            secret->setChecked(m_model->rows().at(m_model->userRow(row)).secret);
            connect(secret, &QAction::toggled, this, [this, row](bool on) { m_model->setSecret(row, on); });
        }
        menu->addAction(tr("Switch on or off"), QKeySequence(Qt::Key_Space), this,
                        &KeyValueTable::toggleSelected);
        if (!m_model->isGiven())
            addMoves(*menu);
        menu->addAction(tr("Delete"), QKeySequence(Qt::Key_Delete), this, &KeyValueTable::removeSelected);
    }
    menu->popup(event->globalPos());
}

void KeyValueTable::addMoves(QMenu& menu)
{
    menu.addAction(tr("Move up"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Up), this,
                   [this] { moveCurrent(-1); });
    menu.addAction(tr("Move down"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Down), this,
                   [this] { moveCurrent(1); });
}

} // namespace wl
