// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/pooljob.h"

#include <QWidget>

namespace wl {

class BodyTextView;
class HintLine;

/// A response's body as text, as it is or JSON re-indented; made on the pool when the page is looked at. UI
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
    [[nodiscard]] BodyTextView* view() const { return m_view; }

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
    bodyjob::Source m_source;
    PoolJob<bodyjob::Text> m_job;
    bool m_isFinished = false;
    bool m_isStale = false;
};

} // namespace wl
