// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QHash>

#include <optional>

namespace wl {

/// What the table formats of an export say of a record, in words. Valid until the next call.
struct RecordFacts
{
    quint64 number = 0;     ///< from 1, as in the list
    QString time;           ///< ISO 8601
    quint64 connection = 0; ///< from 1
    QString pane;
    const char* direction = ""; ///< in, out
    const char* kind = "";      ///< as the filter language names it
    QString source;
    QString destination;
    QString protocol;
    quint32 length = 0;
    QString info;
};

/// Finds the facts of records; remembers those of the connections that came last. One thread.
class RecordFactsReader
{
public:
    explicit RecordFactsReader(const RecordSource& source)
        : m_source(source)
    {
    }

    [[nodiscard]] RecordFacts factsOf(RecordId id, const RecordEntry& entry, QByteArrayView payload);

private:
    struct Connection
    {
        QString pane;
        QString local;
        QString peer;
        Role role = Role::Client;
    };
    [[nodiscard]] const Connection& connectionOf(quint32 id);
    [[nodiscard]] QString timeOf(Timestamp time);

    const RecordSource& m_source;
    QHash<quint32, Connection> m_connections;
    std::optional<qint64> m_second; ///< since 1970, of which m_secondText is the time
    QString m_secondText;
};

} // namespace wl
