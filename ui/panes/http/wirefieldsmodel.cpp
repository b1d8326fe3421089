// SPDX-License-Identifier: MIT
#include "ui/panes/http/wirefieldsmodel.h"

#include "ui/widgets/fixedfont.h"

#include <QTextDocument>

namespace wl {

namespace {

/// UTF-8 where it is, else each byte as a character (RFC 9110 §5.5: historically ISO-8859-1).
QString shown(const QByteArray& bytes)
{
    return bytes.isValidUtf8() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

} // namespace

void WireFieldsModel::setFields(const QList<WireField>& fields)
{
    beginResetModel();
    m_fields = fields;
    endResetModel();
}

int WireFieldsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_fields.size());
}

int WireFieldsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WireFieldsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const WireField& field = m_fields.at(index.row());
    const QString text = shown(index.column() == Name ? field.name : field.value);
    switch (role) {
    case Qt::DisplayRole: return text;
    case Qt::ToolTipRole: return Qt::convertFromPlainText(text.left(2000), Qt::WhiteSpaceNormal);
    case Qt::FontRole: return fixedFont();
    default: return {};
    }
}

QVariant WireFieldsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : section == Value ? tr("Value") : QVariant();
}

} // namespace wl
