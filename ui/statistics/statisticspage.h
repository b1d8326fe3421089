// SPDX-License-Identifier: MIT
#pragma once

#include "ui/statistics/statisticstables.h"
#include "ui/statistics/statisticstask.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QTableView;
class QTabWidget;

namespace wl {

class ThroughputGraph;

/// A tab with the statistics of a capture, live while it grows: conversations, endpoints, protocols, lengths,
/// response times as tables, and the throughput, of all or of the selected conversation, with a brush. It
/// asks for filters of the list. UI thread.
class StatisticsPage : public QWidget
{
    Q_OBJECT
public:
    /// What is counted: the chosen records of `source`.
    struct Subject
    {
        std::shared_ptr<const RecordSource> source;
        RecordChoice choice = {};
        QString filter = {}; ///< of the choice, in the filter language
        QueryContext context = {};
        QString name = {}; ///< "The live capture, without connection 3"
    };
    /// `pulse` outlives this widget.
    StatisticsPage(const Subject& subject, Pulse& pulse, QWidget* parent = nullptr);
    ~StatisticsPage() override;

    [[nodiscard]] QString title() const;
    [[nodiscard]] const std::shared_ptr<const RecordSource>& source() const { return m_subject.source; }
    [[nodiscard]] ThroughputGraph& graph() const { return *m_graph; }
    /// The filter for a range of instants, the end not in it (nanoseconds since 1970), and-ed with another.
    [[nodiscard]] static QString timeFilter(qint64 fromNs, qint64 toNs, const QString& with);

signals:
    void filterRequested(const QString& text);

private:
    QTableView* addTable(const QString& title, const QString& name, FigureModel* model);
    void setUpTables();
    void count();
    void take(const StatisticsTask::Snapshot& snapshot);
    void showSeries();
    void applyBrush();
    void say();
    [[nodiscard]] std::optional<ConnectionId> selectedConversation() const;
    [[nodiscard]] QString with(const QString& condition) const;

    Subject m_subject;
    StatisticsTask m_task;
    StatisticsTask::Snapshot m_snapshot;
    FigureTable<ConversationStatistics>* m_conversations = nullptr;
    FigureTable<EndpointStatistics>* m_endpoints = nullptr;
    FigureTable<ProtocolFigures>* m_protocols = nullptr;
    FigureTable<LengthFigures>* m_lengths = nullptr;
    FigureTable<ResponseFigures>* m_responses = nullptr;
    QTabWidget* m_tables = nullptr;
    QTableView* m_conversationView = nullptr;
    QTableView* m_endpointView = nullptr;
    QCheckBox* m_messages = nullptr;
    QLabel* m_facts = nullptr;
    QLabel* m_shown = nullptr;
    ThroughputGraph* m_graph = nullptr;
};

} // namespace wl
