// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/recordfinder.h"
#include "ui/widgets/findline.h"

namespace wl {

class TrafficModel;
class TrafficTable;

/// The line under the list that goes from row to row that matches, without filtering: words, or a filter.
/// UI thread.
class TrafficFind : public FindLine
{
    Q_OBJECT
public:
    /// Both outlive it.
    TrafficFind(TrafficModel& model, TrafficTable& table, QWidget* parent = nullptr);

    /// Takes what was found. Called by the pulse.
    void refresh();
    /// Gives up what is being looked for.
    void cancel();
    /// The list is of another source.
    void forget();

private:
    void start(const QString& text, bool isBackward);

    TrafficModel& m_model;
    TrafficTable& m_table;
    RecordFinder m_finder;
    QString m_text; ///< of m_query
    Query m_query;
};

} // namespace wl
