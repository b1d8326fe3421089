// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/imagejob.h"
#include "ui/panes/http/pooljob.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace wl {

class HintLine;
class ImageView;

/// A response's body as a picture; read on the pool when the page is looked at. UI thread.
class ImagePage : public QWidget
{
    Q_OBJECT
public:
    explicit ImagePage(QWidget* parent = nullptr);

    void clear();
    void setSource(const bodyjob::Source& source);
    [[nodiscard]] ImageView* view() const { return m_view; }

signals:
    void shown();

protected:
    void showEvent(QShowEvent* event) override;

private:
    QToolButton* addButton(const QString& name, const QString& text, const QString& toolTip);
    void refresh();
    void take(imagejob::Picture picture);
    void showFacts();

    ImageView* m_view = nullptr;
    QLabel* m_facts = nullptr;
    QLabel* m_empty = nullptr;
    QWidget* m_bar = nullptr;
    HintLine* m_note = nullptr;
    bodyjob::Source m_source;
    QString m_what; ///< "PNG, 12 × 8"
    PoolJob<imagejob::Picture> m_job;
    bool m_isStale = false;
};

} // namespace wl
