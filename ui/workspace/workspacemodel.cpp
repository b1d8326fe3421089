// SPDX-License-Identifier: MIT
#include "ui/workspace/workspacemodel.h"

#include "ui/widgets/icons.h"

#include <algorithm>

namespace wl {
namespace {

[[nodiscard]] QString kindName(WorkspaceModel::Kind kind)
{
    switch (kind) {
    case WorkspaceModel::Kind::Folder: return WorkspaceModel::tr("folder");
    case WorkspaceModel::Kind::Request: return WorkspaceModel::tr("HTTP request");
    case WorkspaceModel::Kind::Server: return WorkspaceModel::tr("TCP server");
    case WorkspaceModel::Kind::Client: return WorkspaceModel::tr("TCP client");
    case WorkspaceModel::Kind::Udp: return WorkspaceModel::tr("UDP socket");
    }
    return {};
}

[[nodiscard]] QString iconName(WorkspaceModel::Kind kind)
{
    switch (kind) {
    case WorkspaceModel::Kind::Folder: return QStringLiteral("folder");
    case WorkspaceModel::Kind::Request: return QStringLiteral("http");
    case WorkspaceModel::Kind::Server: return QStringLiteral("server");
    case WorkspaceModel::Kind::Client: return QStringLiteral("client");
    case WorkspaceModel::Kind::Udp: return QStringLiteral("udp");
    }
    return {};
}

/// The order of the alternatives of ItemContent.
[[nodiscard]] WorkspaceModel::Kind kindOf(const Workspace::Node& node)
{
    return node.isFolder ? WorkspaceModel::Kind::Folder : WorkspaceModel::Kind(node.content.index() + 1);
}

} // namespace

WorkspaceModel::WorkspaceModel(QObject* parent)
    : QAbstractItemModel(parent)
{
}

void WorkspaceModel::setWorkspace(Workspace* workspace)
{
    if (m_workspace)
        m_workspace->disconnect(this);
    beginResetModel();
    m_workspace = workspace;
    m_states.clear();
    m_rows = readRows();
    endResetModel();
    if (workspace)
        connect(workspace, &Workspace::structureChanged, this, &WorkspaceModel::refresh);
}

void WorkspaceModel::setFilter(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (trimmed == m_filter)
        return;
    m_filter = trimmed;
    refresh();
}

void WorkspaceModel::refresh()
{
    const Rows now = readRows();
    if (hasSameShape(m_rows, now)) {
        const Rows before = std::exchange(m_rows, now);
        for (auto it = now.cbegin(); it != now.cend(); ++it) {
            if (it.key().isValid() && it.value() != before.value(it.key()))
                emit dataChanged(indexOf(it.key()), indexOf(it.key()));
        }
        return;
    }
    beginResetModel();
    m_rows = now;
    endResetModel();
}

WorkspaceModel::Rows WorkspaceModel::readRows() const
{
    Rows rows;
    if (m_workspace)
        readBelow(rows, ItemId(), m_workspace->topLevel(), m_filter.isEmpty());
    return rows;
}

/// Whether anything of these children is shown.
bool WorkspaceModel::readBelow(Rows& rows, ItemId parent, const QList<ItemId>& children,
                               bool folderMatches) const
{
    QList<ItemId> shown;
    for (const ItemId id : children) {
        const Workspace::Node& node = *m_workspace->node(id);
        const bool matches = folderMatches || node.name.contains(m_filter, Qt::CaseInsensitive);
        const bool hasShown = readBelow(rows, id, node.children, matches);
        if (!matches && !hasShown)
            continue;
        Row& row = rows[id];
        row.parent = parent;
        row.name = node.name;
        row.description = node.description;
        row.kind = kindOf(node);
        shown.append(id);
    }
    rows[parent].children = shown;
    if (shown.isEmpty() && parent.isValid())
        rows.remove(parent);
    return !shown.isEmpty();
}

bool WorkspaceModel::hasSameShape(const Rows& a, const Rows& b)
{
    if (a.size() != b.size())
        return false;
    return std::all_of(a.keyBegin(), a.keyEnd(), [&](ItemId id) {
        const auto other = b.constFind(id);
        const Row& row = *a.constFind(id);
        return other != b.cend() && other->parent == row.parent && other->children == row.children;
    });
}

void WorkspaceModel::setItemState(ItemId id, WorkspaceTree::RunState state, const QString& word)
{
    m_states.insert(id, {state, word});
    if (const QModelIndex index = indexOf(id); index.isValid())
        emit dataChanged(index, index,
                         {RunStateRole, StateWordRole, TriggerTextRole, Qt::AccessibleTextRole});
}

void WorkspaceModel::clearItemStates()
{
    const QList<ItemId> ids = m_states.keys();
    m_states.clear();
    for (const ItemId id : ids) {
        if (const QModelIndex index = indexOf(id); index.isValid())
            emit dataChanged(index, index);
    }
}

QModelIndex WorkspaceModel::indexOf(ItemId id) const
{
    const auto row = m_rows.constFind(id);
    if (!id.isValid() || row == m_rows.cend())
        return {};
    return createIndex(int(childrenOf(row->parent).indexOf(id)), 0, quintptr(id.value()));
}

ItemId WorkspaceModel::idOf(const QModelIndex& index)
{
    return index.isValid() ? ItemId(quint32(index.internalId())) : ItemId();
}

QModelIndex WorkspaceModel::index(int row, int column, const QModelIndex& parent) const
{
    if (column != 0 || row < 0 || parent.column() > 0)
        return {};
    const QList<ItemId> children = childrenOf(idOf(parent));
    return row < children.size() ? createIndex(row, 0, quintptr(children.at(row).value())) : QModelIndex();
}

QModelIndex WorkspaceModel::parent(const QModelIndex& index) const
{
    return index.isValid() ? indexOf(m_rows.value(idOf(index)).parent) : QModelIndex();
}

int WorkspaceModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(childrenOf(idOf(parent)).size());
}

int WorkspaceModel::columnCount(const QModelIndex&) const
{
    return 1;
}

QString WorkspaceModel::triggerText(const Row& row, ItemId id) const
{
    if (row.kind == Kind::Folder)
        return {};
    const auto state = m_states.value(id).state;
    const bool runs = state == WorkspaceTree::RunState::Busy || state == WorkspaceTree::RunState::Running;
    if (row.kind == Kind::Request)
        return runs ? tr("Cancel") : tr("Send");
    return runs ? tr("Stop") : tr("Start");
}

QString WorkspaceModel::accessibleText(const Row& row, ItemId id) const
{
    const QString text = tr("%1, %2", "name of an item, its kind").arg(row.name, kindName(row.kind));
    const QString word = m_states.value(id).word;
    return word.isEmpty() ? text : tr("%1, %2", "an item, its state").arg(text, word);
}

QVariant WorkspaceModel::data(const QModelIndex& index, int role) const
{
    const auto found = m_rows.constFind(idOf(index));
    if (!index.isValid() || found == m_rows.cend())
        return {};
    const ItemId id = idOf(index);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return found->name;
    case Qt::DecorationRole: return icons::icon(iconName(found->kind), icons::Tint::Muted);
    // A tooltip that looks like HTML would be shown as such.
    case Qt::ToolTipRole:
        return found->description.isEmpty()
                   ? QVariant()
                   : QVariant(QStringLiteral("<qt>%1</qt>").arg(found->description.toHtmlEscaped()));
    case Qt::AccessibleTextRole: return accessibleText(*found, id);
    case Qt::AccessibleDescriptionRole: return found->description;
    case IdRole: return id.value();
    case KindRole: return int(found->kind);
    case RunStateRole: return int(m_states.value(id).state);
    case StateWordRole: return m_states.value(id).word;
    case TriggerTextRole: return triggerText(*found, id);
    default: return {};
    }
}

QVariant WorkspaceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return section == 0 && orientation == Qt::Horizontal && role == Qt::DisplayRole ? tr("Name") : QVariant();
}

Qt::ItemFlags WorkspaceModel::flags(const QModelIndex& index) const
{
    // The rows of a search are not those of the tree: nothing is dropped between them.
    if (!index.isValid())
        return isFiltered() ? Qt::NoItemFlags : Qt::ItemIsDropEnabled;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable;
    const bool isFolder = m_rows.value(idOf(index)).kind == Kind::Folder;
    if (!isFolder)
        flags |= Qt::ItemNeverHasChildren;
    if (!isFiltered())
        flags |= isFolder ? Qt::ItemIsDragEnabled | Qt::ItemIsDropEnabled : Qt::ItemIsDragEnabled;
    return flags;
}

bool WorkspaceModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || role != Qt::EditRole || !m_workspace)
        return false;
    const QString name = value.toString().trimmed();
    // An emptied editor is a change of mind.
    if (name.isEmpty())
        return false;
    const auto renamed = m_workspace->rename(idOf(index), name);
    if (!renamed)
        emit failed(tr("Cannot rename %1").arg(m_rows.value(idOf(index)).name), renamed.error());
    return renamed.has_value();
}

} // namespace wl
