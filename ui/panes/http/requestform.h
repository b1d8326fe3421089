// SPDX-License-Identifier: MIT
#pragma once

#include <QStackedWidget>

namespace wl {

class RawPage;
class RequestTabs;

/// Either the parts of a request or the bytes of the whole. UI thread.
class RequestForm final : public QStackedWidget
{
    Q_OBJECT
public:
    /// Takes both.
    RequestForm(RequestTabs* tabs, RawPage* raw, QWidget* parent = nullptr);

    void showRaw(bool on);
    /// What the one in front has to show, in pixels.
    [[nodiscard]] int neededHeight() const;
    /// Of the room for request and response together: the response has most of it beside a table, half of it
    /// beside a text that is written, less beside a form that is filled in.
    [[nodiscard]] int mostPercent() const;
    /// Of the one in front: the other one does not hold the form up.
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void neededHeightChanged();

private:
    RequestTabs* m_tabs;
    RawPage* m_raw;
};

} // namespace wl
