// SPDX-License-Identifier: MIT
#pragma once

#include "tests/ui/panes/panestage.h"
#include "ui/panes/http/httppane.h"
#include "ui/widgets/messagebar.h"

#include <QLabel>

#include <memory>

namespace wl {

/// A test of the HTTP pane, shown over a stage of its own, with the real client.
class HttpPaneTest : public QObject
{
protected:
    void open()
    {
        m_stage = std::make_unique<PaneStage>();
        m_pane = std::make_unique<HttpPane>(m_stage->context());
        m_pane->resize(900, 600);
        m_pane->show();
    }
    void close()
    {
        m_pane.reset();
        m_stage.reset();
    }
    template <typename T>
    T* find(const char* name)
    {
        return child<T>(*m_pane, name);
    }
    void setUrl(const QString& url) { retype(find<QLineEdit>("httpUrl"), url); }
    [[nodiscard]] HttpRequest typed() const { return std::get<HttpRequest>(m_pane->content()); }
    [[nodiscard]] QString hint() { return find<QWidget>("httpHint")->findChild<QLabel*>()->text(); }
    [[nodiscard]] QString message() { return find<MessageBar>("messageBar")->text(); }

    std::unique_ptr<PaneStage> m_stage;
    std::unique_ptr<HttpPane> m_pane;
};

} // namespace wl
