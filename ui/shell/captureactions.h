// SPDX-License-Identifier: MIT
#pragma once

#include "session/captureviewer.h"
#include "ui/shell/captureexports.h"

#include <QAction>

namespace wl {

class PaneTabs;
class StatisticsPage;

/// What can be done with the capture that is listed as a whole: export, statistics, Wireshark beside it. UI
/// thread; the main window owns it.
class CaptureActions : public QObject
{
    Q_OBJECT
public:
    /// What it works with; all of it outlives this object.
    struct Parts
    {
        TrafficView& traffic;
        PaneTabs& tabs;
        Pulse& pulse;
        std::shared_ptr<const RecordSource> live;
        QWidget* window = nullptr;
    };
    explicit CaptureActions(const Parts& parts, QObject* parent = nullptr);
    /// Closes the tabs that it opened; other programs stay.
    ~CaptureActions() override;

    [[nodiscard]] QAction* exportAction() const { return m_export; }
    [[nodiscard]] QList<QAction*> actions() const { return {m_statistics, m_wireshark}; }
    [[nodiscard]] CaptureExports& exports() { return m_exports; }
    /// Starts a program that reads pcapng from its standard input and feeds it what is listed.
    void openIn(const CaptureViewer::Command& command);

signals:
    /// For the bar above the panes.
    void message(wl::MessageBar::Kind kind, const QString& text);
    /// A filter was set from a tab of ours: the list should be in sight.
    void listWanted();

private:
    QAction* make(const char* name, const QString& text, const QString& icon);
    void findWireshark();
    void openStatistics();
    void lookAfterViewers();
    [[nodiscard]] CaptureViewer::IsGrowing growth() const;

    const Parts m_parts;
    CaptureExports m_exports;
    std::vector<std::unique_ptr<CaptureViewer>> m_viewers;
    QList<QPointer<QWidget>> m_pages; ///< tabs that were opened here
    QAction* m_export = nullptr;
    QAction* m_statistics = nullptr;
    QAction* m_wireshark = nullptr;
};

} // namespace wl
