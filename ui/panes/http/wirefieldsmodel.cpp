// SPDX-License-Identifier: MIT
#include "ui/panes/http/wirefieldsmodel.h"

#include "ui/widgets/fixedfont.h"
#include "ui/widgets/format.h"

#include <QTextDocument>

namespace wl {

namespace {

/// UTF-8 where it is, else each byte as a character (RFC 9110 §5.5: historically ISO-8859-1).
QString shown(const QByteArray& bytes)
{
    return bytes.isValidUtf8() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

/// "HTTP/1.1 103 Early Hints"
QString lineOf(const QByteArray& version, int status, const QByteArray& reason)
{
    return QStringLiteral("%1 %2 %3").arg(shown(version)).arg(status).arg(shown(reason)).trimmed();
}

} // namespace

void WireFieldsModel::addHeading(const QString& text)
{
    m_rows << Row{{}, text, true};
}

void WireFieldsModel::addFields(const QList<WireField>& fields)
{
    for (const WireField& field : fields)
        m_rows << Row{field, {}, false};
}

void WireFieldsModel::addFurther(const TapAnswer& answer)
{
    addHeading(tr("Further answer: %1").arg(lineOf(answer.version, answer.status, answer.reason)));
    addFields(answer.fields);
    if (answer.bodyBytes == 0)
        return;
    addHeading(answer.bodyBytes > answer.body.size()
                   ? tr("Its body, the first %1 of %2")
                         .arg(format::exactSize(answer.body.size()), format::exactSize(answer.bodyBytes))
                   : tr("Its body, %1").arg(format::exactSize(answer.bodyBytes)));
    m_rows << Row{{{}, answer.body}, {}, false};
}

void WireFieldsModel::setHop(const HttpHop& hop)
{
    beginResetModel();
    m_rows.clear();
    for (const TapAnswer& answer : hop.interim) {
        addHeading(tr("Before the answer: %1").arg(lineOf(answer.version, answer.status, answer.reason)));
        addFields(answer.fields);
    }
    const bool isAlone = hop.interim.isEmpty() && hop.trailers.isEmpty() && hop.further.isEmpty();
    if (!isAlone && hop.status > 0)
        addHeading(tr("The answer: %1").arg(lineOf(hop.version, hop.status, hop.reason)));
    addFields(hop.fields);
    if (!hop.trailers.isEmpty()) {
        addHeading(tr("Trailer fields, behind the body"));
        addFields(hop.trailers);
    }
    for (const TapAnswer& answer : hop.further)
        addFurther(answer);
    endResetModel();
}

int WireFieldsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int WireFieldsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WireFieldsModel::headingData(const Row& row, int column, int role)
{
    if (column != Name)
        return {};
    QFont bold;
    bold.setBold(true);
    switch (role) {
    case Qt::DisplayRole: return row.heading;
    case Qt::FontRole: return bold;
    default: return {};
    }
}

QVariant WireFieldsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = m_rows.at(index.row());
    if (row.isHeading)
        return headingData(row, index.column(), role);
    const QString text = shown(index.column() == Name ? row.field.name : row.field.value);
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
