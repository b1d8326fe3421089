// SPDX-License-Identifier: MIT
#include "ui/widgets/keyvaluemodel.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"

#include <QFileInfo>
#include <QTextDocument>

namespace wl {

namespace {

constexpr qsizetype maxToolTip = 2000;

} // namespace

KeyValueModel::KeyValueModel(QObject* parent)
    : QAbstractTableModel(parent)
    , m_addText(tr("Add"))
{
}

void KeyValueModel::setRows(const QList<KeyValueRow>& rows)
{
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

void KeyValueModel::setFixedRows(const QList<KeyValueRow>& rows)
{
    // Row by row, so that selection, scrolling and an open editor stay.
    const int before = fixedCount();
    const int after = int(rows.size());
    for (int i = 0; i < std::min(before, after); ++i) {
        if (m_fixed.at(i) == rows.at(i))
            continue;
        m_fixed[i] = rows.at(i);
        emit dataChanged(index(i, 0), index(i, ColumnCount - 1));
    }
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_fixed = rows;
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_fixed = rows;
        endRemoveRows();
    }
}

void KeyValueModel::setFixedTraits(const QString& toolTip, bool namesEditable)
{
    m_fixedToolTip = toolTip;
    m_fixedNamesEditable = namesEditable;
}

void KeyValueModel::setAddText(const QString& text)
{
    m_addText = text;
}

void KeyValueModel::setGiven(int firstUnused, const QString& toolTip)
{
    m_isGiven = true;
    m_firstUnused = firstUnused;
    m_unusedToolTip = toolTip;
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void KeyValueModel::setFileSizes(const QHash<QString, qint64>& sizes)
{
    if (std::exchange(m_fileSizes, sizes) != sizes && !m_rows.isEmpty())
        emit dataChanged(index(0, Value), index(rowCount() - 1, Value));
}

/// Names with what is known of them: "a.txt (12 B), b.txt (not found)".
QString KeyValueModel::fileNames(const QStringList& paths) const
{
    QStringList names;
    for (const QString& path : paths) {
        const QString name = QFileInfo(path).fileName();
        const auto size = m_fileSizes.constFind(path);
        names << (size == m_fileSizes.cend() ? name
                  : *size < 0                ? tr("%1 (not found)").arg(name)
                                             : tr("%1 (%2)").arg(name, format::size(*size)));
    }
    return names.join(QStringLiteral(", "));
}

bool KeyValueModel::isFileMissing(const KeyValueRow& row) const
{
    return std::any_of(row.files.begin(), row.files.end(),
                       [this](const QString& path) { return m_fileSizes.value(path) < 0; });
}

int KeyValueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : fixedCount() + int(m_rows.size()) + (m_isGiven ? 0 : 1);
}

int KeyValueModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const KeyValueRow& KeyValueModel::rowAt(int row) const
{
    static const KeyValueRow blank;
    if (isFixed(row))
        return m_fixed.at(row);
    return userRow(row) < m_rows.size() ? m_rows.at(userRow(row)) : blank;
}

QString KeyValueModel::textOf(const KeyValueRow& row, int column) const
{
    switch (column) {
    case Name: return row.name;
    case Value: return row.files.isEmpty() ? row.value : fileNames(row.files);
    case FileName: return row.fileName;
    case ContentType: return row.contentType;
    case Description: return row.description;
    default: return {};
    }
}

QString KeyValueModel::toolTipOf(int row, int column) const
{
    if (isFixed(row))
        return m_fixedToolTip;
    const KeyValueRow& shown = rowAt(row);
    if (isUnused(row))
        return m_unusedToolTip;
    if (column == Enabled)
        return isNew(row) ? QString() : tr("Whether this row is sent");
    if (column == Name && shown.secret)
        return tr("%1 (secret)").arg(shown.name);
    if (column == Value && !shown.files.isEmpty())
        return shown.files.join(u'\n');
    if (column == FileName && shown.fileName.isEmpty())
        return tr("What the file is called in the request; empty: its own name");
    return textOf(shown, column);
}

QVariant KeyValueModel::colorOf(int row, int column) const
{
    if (column == Value && isUsers(row) && rowAt(row).enabled && isFileMissing(rowAt(row)))
        return Colors::current().error;
    // Fixed rows whose names can be edited are the user's own, written elsewhere (in the URL).
    const bool isPlain =
        (isUsers(row) && rowAt(row).enabled && !isUnused(row)) || (isFixed(row) && m_fixedNamesEditable);
    return isPlain ? QVariant() : QVariant(Colors::current().muted);
}

QVariant KeyValueModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    const KeyValueRow& shown = rowAt(row);
    const QString text = textOf(shown, index.column());
    switch (role) {
    case Qt::DisplayRole: return isNew(row) && index.column() == Name ? m_addText : text;
    case Qt::EditRole: return index.column() == Value && !shown.files.isEmpty() ? QString() : text;
    case Qt::CheckStateRole:
        return index.column() == Enabled && isUsers(row)
                   ? QVariant(shown.enabled ? Qt::Checked : Qt::Unchecked)
                   : QVariant();
    case Qt::ForegroundRole: return colorOf(row, index.column());
    case Qt::ToolTipRole:
        return Qt::convertFromPlainText(toolTipOf(row, index.column()).left(maxToolTip),
                                        Qt::WhiteSpaceNormal);
    case Qt::DecorationRole:
        return index.column() == Name && shown.secret ? icons::icon(QStringLiteral("lock")) : QVariant();
    case Qt::AccessibleTextRole:
        if (index.column() == Enabled && isUsers(row))
            return tr("Send %1").arg(shown.name);
        return index.column() == Name && shown.secret ? tr("%1 (secret)").arg(text) : text;
    default: return {};
    }
}

QVariant KeyValueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return m_nameTitle.isEmpty() ? tr("Name") : m_nameTitle;
    case Value: return tr("Value");
    case FileName: return tr("File name");
    case ContentType: return tr("Content type");
    case Description: return tr("Description");
    default: return {};
    }
}

Qt::ItemFlags KeyValueModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled; // between rows
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    if (isUsers(index.row()) && !m_isGiven)
        flags |= Qt::ItemIsDragEnabled;
    if (index.column() == Enabled)
        return isUsers(index.row()) ? flags | Qt::ItemIsUserCheckable : flags;
    const bool isGivenName = m_isGiven && index.column() == Name;
    const bool isEditable = (!isFixed(index.row()) && !isGivenName) || index.column() == Value ||
                            (index.column() == Name && m_fixedNamesEditable && !isGivenName);
    return isEditable ? flags | Qt::ItemIsEditable : flags;
}

KeyValueRow* KeyValueModel::editableRow(int row)
{
    if (isFixed(row) || row < 0 || row >= rowCount())
        return nullptr;
    if (isNew(row)) {
        beginInsertRows({}, row + 1, row + 1);
        m_rows.append(KeyValueRow());
        endInsertRows();
    }
    return &m_rows[userRow(row)];
}

bool KeyValueModel::setText(int row, int column, const QString& text)
{
    if (isNew(row) && text.isEmpty())
        return false;
    KeyValueRow* target = editableRow(row);
    if (target == nullptr)
        return false;
    switch (column) {
    case Name: target->name = text; break;
    case Value:
        // Leaving the editor of a part that holds files, without typing, keeps them.
        if (!target->files.isEmpty() && text.isEmpty())
            return false;
        target->files.clear();
        target->value = text;
        break;
    case FileName: target->fileName = text; break;
    case ContentType: target->contentType = text; break;
    case Description: target->description = text; break;
    default: return false;
    }
    return true;
}

void KeyValueModel::dropIfBlank(int row)
{
    if (m_isGiven || !isUsers(row) || !m_rows.at(userRow(row)).isBlank())
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(userRow(row));
    endRemoveRows();
}

bool KeyValueModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const int row = index.row();
    if (role == Qt::CheckStateRole && index.column() == Enabled && isUsers(row)) {
        m_rows[userRow(row)].enabled = value.toInt() == Qt::Checked;
    } else if (role == Qt::EditRole && value.toString() == data(index, Qt::EditRole).toString()) {
        return false;
    } else if (role == Qt::EditRole && isFixed(row)) {
        emit fixedEdited(row, index.column(), value.toString());
        return true;
    } else if (role != Qt::EditRole || !setText(row, index.column(), value.toString())) {
        return false;
    }
    emit dataChanged(this->index(row, 0), this->index(row, ColumnCount - 1));
    dropIfBlank(row);
    emit edited();
    return true;
}

void KeyValueModel::append(const QList<KeyValueRow>& rows)
{
    if (rows.isEmpty() || m_isGiven)
        return;
    const int first = rowCount() - 1;
    beginInsertRows({}, first, first + int(rows.size()) - 1);
    m_rows += rows;
    endInsertRows();
    emit edited();
}

void KeyValueModel::removeTableRows(QList<int> rows)
{
    std::sort(rows.begin(), rows.end(), std::greater<>());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    bool removed = false;
    for (const int row : std::as_const(rows)) {
        if (!isUsers(row))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(userRow(row));
        endRemoveRows();
        removed = true;
    }
    if (removed)
        emit edited();
}

bool KeyValueModel::moveTableRow(int row, int by)
{
    if (m_isGiven || (by != 1 && by != -1) || !isUsers(row) || !isUsers(row + by))
        return false;
    beginMoveRows({}, row, row, {}, by < 0 ? row - 1 : row + 2);
    m_rows.swapItemsAt(userRow(row), userRow(row + by));
    endMoveRows();
    emit edited();
    return true;
}

void KeyValueModel::moveTableRows(QList<int> rows, int before)
{
    std::sort(rows.begin(), rows.end());
    rows.removeIf([this](int row) { return !isUsers(row); });
    before = std::clamp(before, fixedCount(), fixedCount() + int(m_rows.size()));
    bool moved = false;
    // From the last upwards for rows above the place, from the first downwards for rows below it: what was
    // not moved yet then stays where it was.
    int above = before;
    for (auto row = rows.crbegin(); row != rows.crend(); ++row) {
        if (*row >= before)
            continue;
        --above;
        if (*row == above)
            continue;
        beginMoveRows({}, *row, *row, {}, above + 1);
        m_rows.move(userRow(*row), userRow(above));
        endMoveRows();
        moved = true;
    }
    int below = before;
    for (const int row : std::as_const(rows)) {
        if (row < before)
            continue;
        if (row != below) {
            beginMoveRows({}, row, row, {}, below);
            m_rows.move(userRow(row), userRow(below));
            endMoveRows();
            moved = true;
        }
        ++below;
    }
    if (moved)
        emit edited();
}

void KeyValueModel::setFiles(int row, const QStringList& files)
{
    KeyValueRow* target = editableRow(row);
    if (target == nullptr)
        return;
    if (target->isBlank())
        target->name = QStringLiteral("file"); // a part without a name is hardly meant
    target->files = files;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    dropIfBlank(row);
    emit edited();
}

void KeyValueModel::setSecret(int row, bool secret)
{
    if (!isUsers(row) || m_rows.at(userRow(row)).secret == secret)
        return;
    m_rows[userRow(row)].secret = secret;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    emit edited();
}

} // namespace wl
