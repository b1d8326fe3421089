// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodytreemodel.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"

#include <QTextDocument>

namespace wl {

namespace {

constexpr qsizetype shownBytes = 500;
constexpr qsizetype toolTipBytes = 4000;

} // namespace

struct BodyTreeModel::Item
{
    enum class Kind : quint8 {
        Top,   ///< the invisible root
        Value, ///< of the body
        Group, ///< children first … first+count−1 of the value of the parent item, or of the results
    };

    Kind kind = Kind::Value;
    Item* parent = nullptr;
    int row = 0;
    ValueNode node;   ///< of a group: the container
    qint64 first = 0; ///< index in its container, or of the group's first child
    qint64 count = 0; ///< of a group
    bool isFetched = false;
    bool isResult = false; ///< named by its path
    std::vector<std::unique_ptr<Item>> children;
};

BodyTreeModel::BodyTreeModel(QObject* parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Item>())
{
    m_root->kind = Item::Kind::Top;
}

BodyTreeModel::~BodyTreeModel() = default;

void BodyTreeModel::reset(std::shared_ptr<const BodyOutline> body)
{
    m_body = std::move(body);
    m_root = std::make_unique<Item>();
    m_root->kind = Item::Kind::Top;
}

void BodyTreeModel::setBody(std::shared_ptr<const BodyOutline> body)
{
    beginResetModel();
    reset(std::move(body));
    m_results.clear();
    m_hasResults = false;
    endResetModel();
}

void BodyTreeModel::setResults(std::shared_ptr<const BodyOutline> body, std::vector<ValueNode> results)
{
    beginResetModel();
    reset(std::move(body));
    m_results = std::move(results);
    m_hasResults = true;
    endResetModel();
}

BodyTreeModel::Item& BodyTreeModel::itemOf(const QModelIndex& index) const
{
    return index.isValid() ? *static_cast<Item*>(index.internalPointer()) : *m_root;
}

ValueNode BodyTreeModel::nodeAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.model() != this)
        return {};
    const Item& item = itemOf(index);
    return item.kind == Item::Kind::Value ? item.node : ValueNode();
}

QString BodyTreeModel::pathAt(const QModelIndex& index) const
{
    const ValueNode node = nodeAt(index);
    return node.isValid() ? m_body->path(node.offset) : QString();
}

bool BodyTreeModel::isArrayAt(const QModelIndex& index) const
{
    const ValueNode node = nodeAt(index);
    return node.isValid() && m_body->isArray(node);
}

/// The children of a row: all of a small container, groups of a large one.
std::vector<std::unique_ptr<BodyTreeModel::Item>> BodyTreeModel::makeChildren(Item& item) const
{
    std::vector<std::unique_ptr<Item>> made;
    if (!m_body)
        return made;
    const BodyOutline& nodes = *m_body;
    const auto add = [&](Item::Kind kind, const ValueNode& node, qint64 first, qint64 count, bool isResult) {
        auto child = std::make_unique<Item>();
        child->kind = kind;
        child->parent = &item;
        child->row = int(made.size());
        child->node = node;
        child->first = first;
        child->count = count;
        child->isResult = isResult;
        made.push_back(std::move(child));
    };
    const bool isOfResults = m_hasResults && (item.kind == Item::Kind::Top ||
                                              (item.kind == Item::Kind::Group && !item.node.isValid()));
    if (item.kind == Item::Kind::Top && !m_hasResults) {
        item.node = nodes.root();
        if (!item.node.isValid())
            return made;
        if (nodes.showsRoot()) {
            add(Item::Kind::Value, item.node, 0, 0, true);
            return made;
        }
    }
    const qint64 all = isOfResults ? qint64(m_results.size()) : nodes.childCount(item.node);
    const qint64 first = item.kind == Item::Kind::Group ? item.first : 0;
    const qint64 count = item.kind == Item::Kind::Group ? item.count : all;
    if (item.kind != Item::Kind::Group && all > groupSize) {
        for (qint64 start = 0; start < all; start += groupSize)
            add(Item::Kind::Group, item.node, start, std::min(groupSize, all - start), false);
        return made;
    }
    if (isOfResults) {
        for (qint64 i = first; i < first + count; ++i)
            add(Item::Kind::Value, m_results[size_t(i)], i, 0, true);
        return made;
    }
    ValueNode child = nodes.child(item.node, first);
    for (qint64 i = first; i < first + count && child.isValid(); ++i) {
        add(Item::Kind::Value, child, i, 0, false);
        child = nodes.next(item.node, child);
    }
    return made;
}

QModelIndex BodyTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    const Item& item = itemOf(parent);
    if (row < 0 || column < 0 || column >= ColumnCount || row >= int(item.children.size()))
        return {};
    return createIndex(row, column, item.children[size_t(row)].get());
}

QModelIndex BodyTreeModel::parent(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    Item* parent = itemOf(index).parent;
    return parent == nullptr || parent == m_root.get() ? QModelIndex() : createIndex(parent->row, 0, parent);
}

int BodyTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(itemOf(parent).children.size());
}

int BodyTreeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

bool BodyTreeModel::hasChildren(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return false;
    const Item& item = itemOf(parent);
    if (item.isFetched || item.kind != Item::Kind::Value)
        return item.isFetched ? !item.children.empty() : m_body != nullptr;
    return m_body->hasChildren(item.node);
}

bool BodyTreeModel::canFetchMore(const QModelIndex& parent) const
{
    return !itemOf(parent).isFetched && hasChildren(parent);
}

void BodyTreeModel::fetchMore(const QModelIndex& parent)
{
    Item& item = itemOf(parent);
    if (item.isFetched || parent.column() > 0)
        return;
    item.isFetched = true;
    auto children = makeChildren(item);
    if (children.empty())
        return;
    beginInsertRows(parent, 0, int(children.size()) - 1);
    item.children = std::move(children);
    endInsertRows();
}

QString BodyTreeModel::nameOf(const Item& item) const
{
    if (item.kind == Item::Kind::Group)
        return QStringLiteral("%1 \u2026 %2")
            .arg(format::count(quint64(item.first)), format::count(quint64(item.first + item.count - 1)));
    if (item.isResult) {
        const QString path = m_body->path(item.node.offset);
        return path.size() > shownBytes ? u'…' + path.last(shownBytes) : path;
    }
    return m_body->nameOf(item.node, item.first);
}

QVariant BodyTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_body)
        return {};
    const Item& item = itemOf(index);
    const bool isName = index.column() == Name;
    switch (role) {
    case Qt::DisplayRole:
        if (isName)
            return nameOf(item);
        return item.kind == Item::Kind::Value
                   ? m_body->valueOf(item.node, shownBytes).replace(u'\n', QStringLiteral(" \u23CE "))
                   : QString();
    case Qt::ToolTipRole:
        return isName || item.kind != Item::Kind::Value
                   ? QVariant()
                   : QVariant(Qt::convertFromPlainText(m_body->valueOf(item.node, toolTipBytes)));
    case Qt::ForegroundRole: break;
    default: return {};
    }
    const Colors& colors = Colors::current();
    if (isName)
        return item.kind == Item::Kind::Group ? colors.muted : colors.accent;
    if (item.kind == Item::Kind::Group)
        return {};
    switch (m_body->roleOf(item.node)) {
    case BodyOutline::Role::Container: return colors.text;
    case BodyOutline::Role::Comment: return colors.muted;
    case BodyOutline::Role::Text: return colors.good;
    case BodyOutline::Role::Number: return colors.received;
    case BodyOutline::Role::Word: return colors.error;
    }
    return {};
}

QVariant BodyTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    return section == Name ? tr("Name") : section == Value ? tr("Value") : QVariant();
}

} // namespace wl
