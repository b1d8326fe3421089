// SPDX-License-Identifier: MIT
#include "ui/panes/http/timingmodel.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"

#include <QPainter>

namespace wl {

namespace {

QColor colorOf(TimingRow::Phase phase)
{
    const Colors& colors = Colors::current();
    switch (phase) {
    case TimingRow::Phase::Hop: return colors.border;
    case TimingRow::Phase::Lookup: return colors.muted;
    case TimingRow::Phase::Connect: return colors.warning;
    case TimingRow::Phase::Tunnel: return colors.accent;
    case TimingRow::Phase::Handshake: return colors.error;
    case TimingRow::Phase::Send: return colors.sent;
    case TimingRow::Phase::Wait: return colors.good;
    case TimingRow::Phase::Download: return colors.received;
    }
    return colors.text;
}

} // namespace

void TimingModel::setHops(const QList<HttpHop>& hops)
{
    const bool sameStatus =
        std::equal(hops.begin(), hops.end(), m_hops.begin(), m_hops.end(),
                   [](const HttpHop& a, const HttpHop& b) { return a.status == b.status; });
    if (sameStatus && timingRows(hops) == m_rows)
        return;
    beginResetModel();
    m_hops = hops;
    m_rows = timingRows(hops);
    m_total = totalTime(hops);
    endResetModel();
}

int TimingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TimingModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TimingModel::phaseText(const TimingRow& row) const
{
    const HttpHop& hop = m_hops.at(row.hop);
    switch (row.phase) {
    case TimingRow::Phase::Hop: {
        const QString status = hop.status > 0 ? QString::number(hop.status) : tr("no answer");
        const QString text = tr("%1 %2 → %3").arg(QString::fromLatin1(hop.method), hop.url, status);
        return hop.timings.reused ? tr("%1 · connection reused").arg(text) : text;
    }
    case TimingRow::Phase::Lookup: return tr("Name lookup");
    case TimingRow::Phase::Connect: return tr("TCP connect");
    case TimingRow::Phase::Tunnel: return tr("Proxy handshake");
    case TimingRow::Phase::Handshake: return tr("TLS handshake");
    case TimingRow::Phase::Send: return tr("Request sent");
    case TimingRow::Phase::Wait: return tr("Wait for first byte");
    case TimingRow::Phase::Download: return tr("Download");
    }
    return {};
}

QVariant TimingModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TimingRow& row = m_rows.at(index.row());
    const bool isHop = row.phase == TimingRow::Phase::Hop;
    if (role == Qt::DisplayRole) {
        switch (index.column()) {
        case Phase: return phaseText(row);
        case Duration: return format::duration(row.length);
        default: return {};
        }
    }
    if (role == Qt::AccessibleTextRole && index.column() == Bar)
        return tr("starts after %1, takes %2").arg(format::duration(row.start), format::duration(row.length));
    if (role == Qt::TextAlignmentRole && index.column() == Duration)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::FontRole && isHop) {
        QFont font;
        font.setBold(true);
        return font;
    }
    return {};
}

QVariant TimingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Phase: return tr("Phase");
    case Bar: return tr("When");
    case Duration: return tr("Took");
    default: return {};
    }
}

void TimingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const auto* model = qobject_cast<const TimingModel*>(index.model());
    if (model == nullptr || index.column() != TimingModel::Bar || model->total().count() <= 0) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyledItemDelegate::paint(painter, option, index);
    const TimingRow& row = model->rowAt(index.row());
    const QRectF room = QRectF(option.rect).adjusted(4, 5, -4, -5);
    const double scale = room.width() / double(model->total().count());
    QRectF bar = room;
    bar.setLeft(room.left() + double(row.start.count()) * scale);
    bar.setWidth(std::max(2.0, double(row.length.count()) * scale));
    bar.setRight(std::min(bar.right(), room.right() + 2));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colorOf(row.phase));
    painter->drawRoundedRect(bar, 2, 2);
    painter->restore();
}

} // namespace wl
