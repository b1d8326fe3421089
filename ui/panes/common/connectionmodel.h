// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/traffic/conversationselection.h"

#include <QAbstractTableModel>
#include <QList>
#include <QSet>

#include <unordered_map>

namespace wl {

/// The connections of one or several endpoints as rows: a server's clients, a UDP socket's peers. Rows are
/// appended in the order of their ids and never move. It does nothing by itself: pull() takes what is new,
/// refreshVisible() looks at the rows that a view shows, so that thousands of rows cost nothing. UI thread.
class ConnectionModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int {
        Peer,
        State,
        BytesIn,
        BytesOut,
        RateIn,
        RateOut,
        MessagesIn,
        MessagesOut,
        Since,
        ColumnCount
    };
    /// The figure of a cell as a plain number (quint64, double, or qint64 nanoseconds).
    static constexpr int ValueRole = Qt::UserRole + 1;

    /// `source` outlives this model.
    explicit ConnectionModel(const RecordSource& source, QObject* parent = nullptr);

    /// From now on this endpoint's connections are rows too. To be called before its first connection can be
    /// pulled, that is, right after it was started.
    void addEndpoint(EndpointId endpoint);
    /// Whether a connection is of one of these endpoints, pulled or not.
    [[nodiscard]] bool isOfEndpoints(ConnectionId id) const;
    /// Appends what is new since the last call, in one insertion. Also counts the open ones, a slice each
    /// call. Returns whether rows were added.
    bool pull();
    /// Takes the counters of the rows first … last and tells the view what changed. `nowMs`: any monotonic
    /// clock; rates are over at least half a second.
    void refreshVisible(int first, int last, qint64 nowMs);
    /// Forgets the rows of connections that have ended (a model reset).
    void dropEnded();

    [[nodiscard]] ConnectionId connectionAt(int row) const;
    [[nodiscard]] int rowOf(ConnectionId id) const; ///< -1 where there is none
    [[nodiscard]] const QList<ConnectionId>& connections() const { return m_rows; }
    /// How many are open, up to date within a few pulls.
    [[nodiscard]] qsizetype openCount() const { return m_open.size(); }
    /// The endpoint of a row's connection.
    [[nodiscard]] EndpointId endpointOf(ConnectionId id) const;
    [[nodiscard]] QString peerOf(ConnectionId id) const; ///< "127.0.0.1:5000"
    [[nodiscard]] ConnectionState stateOf(ConnectionId id) const;
    [[nodiscard]] bool isOpen(ConnectionId id) const;
    /// Whether an endpoint has open connections; looks at all that were open.
    [[nodiscard]] bool hasOpen(EndpointId endpoint) const;

    /// Muted connections are marked; what that means is the owner's.
    void setMuted(const QList<ConnectionId>& ids, bool muted);
    [[nodiscard]] bool isMuted(ConnectionId id) const { return m_muted.contains(id); }
    [[nodiscard]] const QSet<ConnectionId>& muted() const { return m_muted; }

    /// Everything of the rows but what is muted, and what the endpoints will have.
    [[nodiscard]] ConversationSelection unmuted() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    /// What a view was last shown of a row.
    struct Sample
    {
        qint64 takenMs = 0;
        quint64 bytesIn = 0;
        quint64 bytesOut = 0;
        quint64 messages = 0;
        ConnectionState state = ConnectionState::Connecting;
        quint64 rateFromIn = 0; ///< counters at the start of the rate's interval
        quint64 rateFromOut = 0;
        qint64 rateFromMs = 0;
        double rateIn = 0;
        double rateOut = 0;
    };

    [[nodiscard]] static bool hasEnded(ConnectionState state);
    void sweepOpen();
    [[nodiscard]] bool refresh(Sample& sample, const ConnectionRow& row, qint64 nowMs) const;
    [[nodiscard]] QVariant value(int row, int column) const;
    [[nodiscard]] QString display(int row, int column) const;

    const RecordSource& m_source;
    QSet<EndpointId> m_endpoints;
    QList<ConnectionId> m_rows;
    QList<ConnectionId> m_open; ///< rows that had not ended when last looked at
    qsizetype m_sweepAt = 0;
    quint32 m_seen = 0;
    QSet<ConnectionId> m_muted;
    QSet<ConnectionId> m_dropped;              ///< were rows
    std::unordered_map<int, Sample> m_samples; ///< of the rows that are shown
};

} // namespace wl
