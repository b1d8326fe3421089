// SPDX-License-Identifier: MIT
#include "ui/panes/http/jsonchangemodel.h"

#include "ui/widgets/colors.h"

#include <QTextDocument>

namespace wl {

namespace {

constexpr qsizetype shownBytes = 300;
constexpr qsizetype toolTipBytes = 4000;

QString excerpt(const JsonNode& node, const IndexedBody& body, qsizetype maxBytes)
{
    if (!node.isValid())
        return {};
    const QByteArrayView value = node.value(body.text());
    QString text = QString::fromUtf8(value.first(std::min(value.size(), maxBytes)));
    return value.size() > maxBytes ? text + u'…' : text;
}

} // namespace

void JsonChangeModel::setComparison(std::shared_ptr<const ResponseComparison> comparison)
{
    beginResetModel();
    m_comparison = std::move(comparison);
    endResetModel();
}

int JsonChangeModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_comparison || !m_comparison->structure
               ? 0
               : int(m_comparison->structure->changes.size());
}

int JsonChangeModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString JsonChangeModel::text(const JsonChange& change, int column, qsizetype maxBytes) const
{
    switch (column) {
    case Kind:
        switch (change.kind) {
        case JsonChange::Kind::Added: return tr("+ added");
        case JsonChange::Kind::Removed: return tr("− removed");
        case JsonChange::Kind::Changed: return tr("≠ changed");
        case JsonChange::Kind::Reordered: return tr("⇅ order");
        }
        return {};
    case Path:
        return change.after.isValid() ? m_comparison->right->nodes().normalizedPath(change.after.offset)
                                      : m_comparison->left->nodes().normalizedPath(change.before.offset);
    case Before: return excerpt(change.before, *m_comparison->left, maxBytes);
    case After: return excerpt(change.after, *m_comparison->right, maxBytes);
    default: return {};
    }
}

QVariant JsonChangeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const JsonChange& change = m_comparison->structure->changes[size_t(index.row())];
    if (role == Qt::DisplayRole)
        return text(change, index.column(), shownBytes).replace(u'\n', u' ');
    if (role == Qt::ToolTipRole)
        return Qt::convertFromPlainText(text(change, index.column(), toolTipBytes));
    if (role == Qt::ForegroundRole && index.column() == Kind) {
        const Colors& colors = Colors::current();
        switch (change.kind) {
        case JsonChange::Kind::Added: return colors.good;
        case JsonChange::Kind::Removed: return colors.error;
        default: return colors.warning;
        }
    }
    return {};
}

QVariant JsonChangeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case Kind: return tr("What");
    case Path: return tr("Where");
    case Before: return tr("Before");
    case After: return tr("Now");
    default: return {};
    }
}

} // namespace wl
