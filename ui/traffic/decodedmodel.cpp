// SPDX-License-Identifier: MIT
#include "ui/traffic/decodedmodel.h"

#include "decode/treewords.h"
#include "ui/traffic/protocoltext.h"
#include "ui/traffic/recordtext.h"
#include "ui/widgets/bytestext.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"

namespace wl {

namespace {

using Extent = ReadMessage::Extent;
constexpr qsizetype wordsChars = 300;

/// On one line, and without what would turn its direction.
QString shown(const QString& text)
{
    return bytestext::oneLine(text.toUtf8(), wordsChars);
}

} // namespace

void DecodedModel::setDecoded(const DecodedRecordPtr& decoded)
{
    beginResetModel();
    m_decoded = decoded;
    m_nodes.clear();
    m_top.clear();
    for (size_t i = 0; i < m_decoded->messages.size(); ++i)
        addMessage(int(i));
    endResetModel();
}

int DecodedModel::addNode(Kind kind, int message, int field, int parent)
{
    std::vector<int>& siblings = parent < 0 ? m_top : m_nodes[size_t(parent)].children;
    const auto number = int(m_nodes.size());
    const auto row = int(siblings.size());
    siblings.push_back(number);
    m_nodes.push_back({kind, message, field, parent, row});
    return number;
}

void DecodedModel::addMessage(int message)
{
    const ReadMessage& read = m_decoded->messages[size_t(message)].read;
    const int top = addNode(Kind::Message, message, -1, -1);
    if (!remark(read).isEmpty())
        addNode(Kind::Remark, message, -1, top);
    const bool isCutHere = read.extent == Extent::Unfinished && read.message.problem &&
                           read.message.problem->offset >= read.message.range.end();
    if (read.message.problem && !isCutHere)
        addNode(Kind::Problem, message, -1, top);
    const auto& fields = read.message.fields;
    std::vector<int> nodes(fields.size(), top); // of the fields
    for (size_t i = 0; i < fields.size(); ++i) {
        const int parent = fields[i].parent;
        nodes[i] = addNode(Kind::Field, message, int(i),
                           parent >= 0 && size_t(parent) < i ? nodes[size_t(parent)] : top);
    }
}

const DecodedModel::Node* DecodedModel::nodeAt(const QModelIndex& index) const
{
    return index.isValid() && index.internalId() < m_nodes.size() ? &m_nodes[index.internalId()] : nullptr;
}

QModelIndex DecodedModel::indexOf(int node, int column) const
{
    return node < 0 ? QModelIndex() : createIndex(m_nodes[size_t(node)].row, column, quintptr(node));
}

QModelIndex DecodedModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const Node* node = nodeAt(parent);
    return indexOf(node ? node->children[size_t(row)] : m_top[size_t(row)], column);
}

QModelIndex DecodedModel::parent(const QModelIndex& index) const
{
    const Node* node = nodeAt(index);
    return node ? indexOf(node->parent) : QModelIndex();
}

int DecodedModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return int(m_top.size());
    const Node* node = parent.column() == 0 ? nodeAt(parent) : nullptr;
    return node ? int(node->children.size()) : 0;
}

int DecodedModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

const PlacedMessage* DecodedModel::messageAt(const QModelIndex& index) const
{
    const Node* node = nodeAt(index);
    return node ? &m_decoded->messages[size_t(node->message)] : nullptr;
}

ByteRange DecodedModel::rangeOf(const Node& node) const
{
    const DecodedMessage& message = m_decoded->messages[size_t(node.message)].read.message;
    switch (node.kind) {
    case Kind::Message: return message.range;
    case Kind::Problem: {
        const qint64 offset = message.problem->offset; // the message's end, where something is missing
        const bool isBehindAll = offset >= m_decoded->range.end() && offset >= message.range.end();
        return {isBehindAll ? std::max(message.range.offset, message.range.end() - 1) : offset, 1};
    }
    case Kind::Field: return message.fields[size_t(node.field)].range;
    case Kind::Remark: break;
    }
    return {};
}

ByteRange DecodedModel::rangeAt(const QModelIndex& index) const
{
    const Node* node = nodeAt(index);
    return node ? rangeOf(*node) : ByteRange();
}

ByteRange DecodedModel::rangeInRecord(const QModelIndex& index) const
{
    const ByteRange range = rangeAt(index);
    const qint64 from = std::max(range.offset, m_decoded->range.offset);
    const qint64 to = std::min(range.end(), m_decoded->range.end());
    return from < to ? ByteRange{from - m_decoded->range.offset, to - from} : ByteRange();
}

RecordId DecodedModel::otherRecord(const QModelIndex& index) const
{
    const PlacedMessage* message = messageAt(index);
    const ByteRange range = rangeAt(index);
    if (!message || range.length == 0)
        return {};
    const RecordId record = message->recordWith(range.offset);
    return record == m_decoded->record ? RecordId() : record;
}

QModelIndex DecodedModel::indexOfBytes(qint64 start, qint64 size) const
{
    const qint64 from = m_decoded->range.offset + start;
    const qint64 to = from + std::max<qint64>(1, size);
    int best = -1;
    qint64 bestLength = 0;
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        const Node& node = m_nodes[i];
        if (node.kind != Kind::Message && node.kind != Kind::Field)
            continue;
        const ByteRange range = rangeOf(node);
        const bool holds = range.length > 0 && range.offset <= from && to <= range.end();
        const bool isInner = best < 0 || range.length < bestLength ||
                             (range.length == bestLength && m_nodes[size_t(best)].kind == Kind::Message);
        if (holds && isInner) {
            best = int(i);
            bestLength = range.length;
        }
    }
    return indexOf(best);
}

QString DecodedModel::remark(const ReadMessage& read) const
{
    switch (read.extent) {
    case Extent::Whole: return {};
    case Extent::Unfinished: return tr("Not whole yet: %1 so far").arg(format::size(read.place.range.length));
    case Extent::Beginning:
        return tr("Only its first %1 are decoded").arg(format::size(MessageReader::largestBytes));
    }
    return {};
}

QString DecodedModel::words(const Node& node) const
{
    const ReadMessage& read = m_decoded->messages[size_t(node.message)].read;
    switch (node.kind) {
    case Kind::Message:
        return QStringLiteral("%1  %2").arg(protocoltext::title(read.message.protocol),
                                            shown(read.message.info));
    case Kind::Problem:
        return tr("Problem at byte %1 of the message: %2")
            .arg(format::count(
                     quint64(std::max<qint64>(0, read.message.problem->offset - read.message.range.offset))),
                 shown(read.message.problem->text));
    case Kind::Remark: return remark(read);
    case Kind::Field: return shown(treeWords(read.message.fields[size_t(node.field)]));
    }
    return {};
}

/// "12–15" in this record, or which other record it begins in.
QString DecodedModel::place(const QModelIndex& index) const
{
    const ByteRange range = rangeAt(index);
    if (range.length == 0)
        return {};
    const ByteRange here = rangeInRecord(index);
    if (here.length == 0) {
        const RecordId other = otherRecord(index);
        return other.isValid() ? tr("in #%1").arg(recordtext::number(other)) : tr("in another record");
    }
    const QString first = format::count(quint64(here.offset));
    const QString last = format::count(quint64(here.end() - 1));
    const QString bytes = here.length == 1 ? first : QStringLiteral("%1–%2").arg(first, last);
    return here.length == range.length ? bytes : bytes + QStringLiteral(" …");
}

QVariant DecodedModel::data(const QModelIndex& index, int role) const
{
    const Node* node = nodeAt(index);
    if (!node)
        return {};
    switch (role) {
    case Qt::DisplayRole: return index.column() == Words ? words(*node) : place(index);
    case Qt::ForegroundRole:
        if (node->kind == Kind::Problem)
            return Colors::current().error;
        if (node->kind == Kind::Remark || index.column() == Bytes)
            return Colors::current().muted;
        return {};
    case Qt::ToolTipRole: {
        const ByteRange range = rangeOf(*node);
        if (range.length == 0)
            return {};
        const QString size = format::exactSize(range.length);
        return otherRecord(index).isValid() && rangeInRecord(index).length < range.length
                   ? tr("%1, not all of them in this record. Double click goes to where they begin.")
                         .arg(size)
                   : size;
    }
    default: return {};
    }
}

QVariant DecodedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return section == Words ? tr("Field") : tr("Bytes");
}

} // namespace wl
