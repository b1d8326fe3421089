// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace wl {

class FileWriter;

/// Where an open pane's item is: a workspace's item by its place and name.
struct PanePlace
{
    bool isScratch = false; ///< in the window's own workspace of unsaved panes
    QList<int> indexes;     ///< from the top level down
    QString name;
    QJsonObject memory = {}; ///< Pane::memory()

    bool operator==(const PanePlace&) const = default;
};

/// What the window remembers from one run to the next; a small JSON file in the data folder. A value.
struct ShellState
{
    QByteArray geometry;
    QByteArray layout;
    QJsonObject traffic;         ///< TrafficView::memory()
    QJsonObject history;         ///< HistoryView::memory()
    QString cookieJar;           ///< ExchangeMemory::jarName()
    QStringList recentAddresses; ///< newest first
    QList<PanePlace> panes;
    int currentPane = -1;
    bool wasSystemDark = false;

    bool operator==(const ShellState&) const = default;

    /// Nothing but defaults where the file is missing or not ours.
    [[nodiscard]] static ShellState load(const QString& path);
    /// Hands it to the writer, which tells what fails.
    void save(const QString& path, FileWriter& writer) const;

    [[nodiscard]] QByteArray toJson() const;
    [[nodiscard]] static ShellState fromJson(const QByteArray& json);

    /// Memories of panes beyond this are not written, so that the file stays one that load() takes.
    static constexpr qsizetype maxMemoryBytes = 2 * 1024 * 1024;
    static constexpr int maxRecentAddresses = 50;
    /// Puts an address on top, once.
    void addRecent(const QString& address);
};

} // namespace wl
