// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QSet>
#include <QString>

/// Filters that the window writes itself, in the language of docs/filters.md. Pure functions.
namespace wl {

/// What a cell of the list says, as a filter: "peer == 127.0.0.1:5001". Empty where a cell says nothing that
/// can be asked for. `column` is a TrafficModel::Column. Reads the start of the payload for some.
[[nodiscard]] QString filterOfCell(const RecordSource& source, RecordId id, int column);
/// The records of a connection: "conn == 3".
[[nodiscard]] QString filterOfConnection(ConnectionId id);

/// Both; one of them alone where the other is empty.
[[nodiscard]] QString filterAnd(const QString& first, const QString& second);
[[nodiscard]] QString filterNot(const QString& filter);
/// What a filter lets through, without some connections.
[[nodiscard]] QString filterWithout(const QString& filter, const QSet<ConnectionId>& connections);

/// Their numbers as they are shown, in order: "3, 5, 8".
[[nodiscard]] QString connectionList(const QSet<ConnectionId>& connections);
/// Bytes as a text of the language, in quotes, whatever they are.
[[nodiscard]] QString quotedForFilter(QByteArrayView bytes);

} // namespace wl
