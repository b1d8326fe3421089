// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyoutline.h"

#include <QAbstractItemModel>

#include <memory>

namespace wl {

/// A body as a tree whose children are made when they are looked at, from their places in the body;
/// of a container with many children a thousand at a time stand below one row. With results of a query these
/// are the top rows, named by their paths. UI thread.
class BodyTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Value, ColumnCount };
    static constexpr qint64 groupSize = ValueIndex::stride;

    explicit BodyTreeModel(QObject* parent = nullptr);
    ~BodyTreeModel() override;

    /// Null is no tree. Without results the outermost value is the top row.
    void setBody(std::shared_ptr<const BodyOutline> body);
    void setResults(std::shared_ptr<const BodyOutline> body, std::vector<ValueNode> results);
    [[nodiscard]] const std::shared_ptr<const BodyOutline>& body() const { return m_body; }

    /// The value of a row; an invalid one of a row of many.
    [[nodiscard]] ValueNode nodeAt(const QModelIndex& index) const;
    /// A path that leads to it. Linear in what stands before it.
    [[nodiscard]] QString pathAt(const QModelIndex& index) const;
    [[nodiscard]] bool isArrayAt(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Item;

    void reset(std::shared_ptr<const BodyOutline> body);
    [[nodiscard]] Item& itemOf(const QModelIndex& index) const;
    [[nodiscard]] std::vector<std::unique_ptr<Item>> makeChildren(Item& item) const;
    [[nodiscard]] QString nameOf(const Item& item) const;

    std::shared_ptr<const BodyOutline> m_body;
    std::vector<ValueNode> m_results;
    bool m_hasResults = false;
    std::unique_ptr<Item> m_root;
};

} // namespace wl
