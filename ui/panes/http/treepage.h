// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodypage.h"
#include "ui/widgets/pooljob.h"

#include <QWidget>

class QTreeView;

namespace wl {

class BodyOutline;
class BodyTreeModel;
class HintLine;

/// A response's body of JSON or XML as a tree; its index is made on the pool when the page is looked at. UI
/// thread.
class TreePage : public BodyPage
{
    Q_OBJECT
public:
    explicit TreePage(QWidget* parent = nullptr);

    void clear();
    /// Shows what this finds instead of the whole.
    void setQuery(const std::optional<JsonQuery>& query);

    /// What is shown is JSON, which a query can filter.
    [[nodiscard]] bool takesQuery() const { return m_takesQuery; }

signals:
    /// "Show as table": the array's path.
    void tableRequested(const QString& path);

protected:
    void start() override;
    void cancel() override;
    /// Keeps the key away that would expand everything.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Made
    {
        std::shared_ptr<const BodyOutline> body;
        std::optional<JsonQueryResult> found;
        QString problem;
        bool isJson = false;
    };

    [[nodiscard]] static Made make(const bodyjob::Source& source, const std::optional<JsonQuery>& query,
                                   std::stop_token stop);
    void take(Made made);
    void showMenu(const QPoint& position);
    void copyValue();
    void copyPath();

    QTreeView* m_tree = nullptr;
    HintLine* m_note = nullptr;
    BodyTreeModel* m_model = nullptr;
    std::optional<JsonQuery> m_query;
    PoolJob<Made> m_job;
    PoolJob<QString> m_copying;
    bool m_takesQuery = false;
};

} // namespace wl
