// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyjob.h"
#include "ui/widgets/pooljob.h"

#include <QWidget>

class QCheckBox;

namespace wl {

class BodyTextView;
class HintLine;

/// A response's body as text, as it is or re-indented; made on the pool when the page is looked at. UI
/// thread.
class BodyTextPage : public QWidget
{
    Q_OBJECT
public:
    enum class Kind : quint8 { Pretty, Raw };

    explicit BodyTextPage(Kind kind, QWidget* parent = nullptr);

    /// Nothing to show yet, or none; `why` stands in the empty view.
    void clear(const QString& why);
    /// The body, or the same body with more in it. Pretty shows finished ones only.
    void setSource(const bodyjob::Source& source, bool isFinished);
    /// Of JSON, Pretty shows what this finds.
    void setQuery(const std::optional<JsonQuery>& query);
    [[nodiscard]] BodyTextView* view() const { return m_view; }
    /// What is shown is JSON, which a query can filter.
    [[nodiscard]] bool takesQuery() const { return m_takesQuery; }

signals:
    /// What is shown is up to date.
    void shown();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void take(bodyjob::Text made);

    Kind m_kind;
    BodyTextView* m_view = nullptr;
    HintLine* m_note = nullptr;
    QCheckBox* m_follow = nullptr; ///< Raw, while a body comes in
    bodyjob::Source m_source;
    std::optional<JsonQuery> m_query;
    PoolJob<bodyjob::Text> m_job;
    bool m_isFinished = false;
    bool m_isStale = false;
    bool m_takesQuery = false;
};

} // namespace wl
