// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyjob.h"

#include <QWidget>

class QLabel;

namespace wl {

/// A view of a response's whole body; what it shows is made when it is looked at. UI thread.
class BodyPage : public QWidget
{
    Q_OBJECT
public:
    void setSource(const bodyjob::Source& source);

signals:
    /// What is shown is up to date.
    void shown();

protected:
    /// `emptyName`: object name of the text that stands where there is nothing to show.
    BodyPage(const QString& emptyName, QWidget* parent);

    void showEvent(QShowEvent* event) override;
    [[nodiscard]] const bodyjob::Source& source() const { return m_source; }
    [[nodiscard]] QLabel* emptyText() const { return m_empty; }
    /// Makes it anew, now or when it is looked at next.
    void makeAnew();
    /// There is no body any more, and nothing is made.
    void forgetSource();
    /// Makes it from source(), on the pool.
    virtual void start() = 0;
    /// Gives up what start() began.
    virtual void cancel() = 0;

private:
    void refresh();

    QLabel* m_empty = nullptr;
    bodyjob::Source m_source;
    bool m_isStale = false;
};

} // namespace wl
