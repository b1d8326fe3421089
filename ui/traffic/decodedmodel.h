// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/placedmessage.h"

#include <QAbstractItemModel>

namespace wl {

/// The messages of a record as a tree: each with what is wrong with it, what is to know, and its fields; and
/// where the bytes of each lie. UI thread.
class DecodedModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column : quint8 { Words, Bytes, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    void setDecoded(const DecodedRecordPtr& decoded);
    [[nodiscard]] const DecodedRecord& decoded() const { return *m_decoded; }

    /// The message that an index is of or in; null for an invalid one.
    [[nodiscard]] const PlacedMessage* messageAt(const QModelIndex& index) const;
    /// The bytes of the direction that an index stands for; empty where it stands for none.
    [[nodiscard]] ByteRange rangeAt(const QModelIndex& index) const;
    /// The same as bytes of the shown record, cut to it.
    [[nodiscard]] ByteRange rangeInRecord(const QModelIndex& index) const;
    /// The record in which the bytes of an index begin; an invalid one where it is the shown one, or not
    /// known.
    [[nodiscard]] RecordId otherRecord(const QModelIndex& index) const;
    /// The innermost field that holds all of these bytes of the shown record; invalid where none does.
    [[nodiscard]] QModelIndex indexOfBytes(qint64 start, qint64 size) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    enum class Kind : quint8 { Message, Problem, Remark, Field };
    /// A row of the tree; parents come before their children.
    struct Node
    {
        Kind kind = Kind::Field;
        int message = 0;
        int field = -1;
        int parent = -1;
        int row = 0;
        std::vector<int> children = {};
    };
    void addMessage(int message);
    int addNode(Kind kind, int message, int field, int parent);
    [[nodiscard]] const Node* nodeAt(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(int node, int column = 0) const;
    [[nodiscard]] ByteRange rangeOf(const Node& node) const;
    [[nodiscard]] QString words(const Node& node) const;
    [[nodiscard]] QString remark(const ReadMessage& read) const;
    [[nodiscard]] QString place(const QModelIndex& index) const;

    DecodedRecordPtr m_decoded = std::make_shared<DecodedRecord>();
    std::vector<Node> m_nodes;
    std::vector<int> m_top;
};

} // namespace wl
