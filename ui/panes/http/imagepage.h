// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodypage.h"
#include "ui/panes/http/imagejob.h"
#include "ui/widgets/pooljob.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace wl {

class HintLine;
class ImageView;

/// A response's body as a picture; read on the pool when the page is looked at. UI thread.
class ImagePage : public BodyPage
{
    Q_OBJECT
public:
    explicit ImagePage(QWidget* parent = nullptr);

    void clear();
    [[nodiscard]] ImageView* view() const { return m_view; }

protected:
    void start() override;
    void cancel() override;

private:
    QToolButton* addButton(const QString& name, const QString& text, const QString& toolTip);
    void take(imagejob::Picture picture);
    void showFacts();

    ImageView* m_view = nullptr;
    QLabel* m_facts = nullptr;
    QWidget* m_bar = nullptr;
    HintLine* m_note = nullptr;
    QString m_what; ///< "PNG, 12 × 8"
    PoolJob<imagejob::Picture> m_job;
};

} // namespace wl
