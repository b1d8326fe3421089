// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/coloringrule.h"

#include <QAbstractTableModel>

#include <vector>

namespace wl {

/// Coloring rules as a table to edit: on or off, filter, color; the first that matches counts. Refuses a
/// filter that cannot be read. What was removed can be brought back. UI thread.
class ColoringRulesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : quint8 { Filter, Color, ColumnCount };

    explicit ColoringRulesModel(QList<ColoringRule> rules, QObject* parent = nullptr);

    [[nodiscard]] const QList<ColoringRule>& rules() const { return m_rules; }
    /// Behind all others; false where there is no room or the filter cannot be read.
    bool add(const ColoringRule& rule);
    void remove(int row);
    [[nodiscard]] bool canUndoRemove() const { return !m_removed.empty(); }
    void undoRemove();
    /// One place up (−1) or down (1). Where it is then.
    int move(int row, int step);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void edited();
    /// What was typed is not taken, and why.
    void refused(const QString& reason);

private:
    struct Removed
    {
        int row = 0;
        ColoringRule rule;
    };

    [[nodiscard]] bool accepts(const QString& filter);

    QList<ColoringRule> m_rules;
    std::vector<Removed> m_removed; ///< the last one comes back first
};

} // namespace wl
