// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookiejars.h"
#include "ui/history/historyview.h"
#include "ui/panes/pane.h"
#include "ui/widgets/messagebar.h"

#include <QObject>

#include <functional>
#include <memory>

namespace wl {

class CookiesPage;
class FileWriter;
class History;
class OpenPanes;
class PaneTabs;

/// What the window remembers of HTTP exchanges: its cookie jars and its history, with their views. UI thread;
/// made before the panes, which use it.
class ExchangeMemory : public QObject
{
    Q_OBJECT
public:
    struct Services
    {
        Sessions& sessions;
        const Settings& settings;
        QString dataFolder;
        std::shared_ptr<FileWriter> writer;
    };
    /// `parent` gets the views.
    ExchangeMemory(const Services& services, QWidget* parent);
    ~ExchangeMemory() override;

    /// What panes need of it.
    void fill(PaneContext& context);
    /// Where what is opened from the history goes. Both outlive this object.
    void setPlaces(OpenPanes& panes, PaneTabs& tabs);

    [[nodiscard]] HistoryView& view() { return *m_view; }
    /// The jar that requests use; empty = the usual one.
    [[nodiscard]] QString jarName() const;
    void chooseJar(const QString& name); ///< no jarChanged()
    /// Brings the tab of the cookies to the front, with those of this host; all where it is empty.
    void showCookies(const QString& host);

signals:
    void message(wl::MessageBar::Kind kind, const QString& text, const QString& actionText,
                 const std::function<void()>& action);
    /// Somebody chose another jar.
    void jarChanged();
    /// A tab was added.
    void pageOpened();

private:
    void connectView();
    void open(const StoredExchange& stored, bool withResponse);
    [[nodiscard]] CookiesPage* cookiesPage() const;
    void addCookiesPage();
    void takeJar(const QString& name);
    void removeJar(const QString& name);

    Services m_services;
    CookieJars m_jars;
    std::unique_ptr<History> m_history;
    HistoryView* m_view = nullptr;
    OpenPanes* m_panes = nullptr;
    PaneTabs* m_tabs = nullptr;
};

} // namespace wl
