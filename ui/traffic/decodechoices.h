// SPDX-License-Identifier: MIT
#pragma once

#include "query/querycontext.h"

#include <QObject>

namespace wl {

class RecordSource;

/// As what a person wants connections to be decoded, while the program runs; all others are decoded by their
/// content and port. UI thread.
class DecodeChoices : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Nothing: automatic.
    [[nodiscard]] std::optional<Protocol> of(const RecordSource& source, ConnectionId connection) const;
    /// All of a source, for filters.
    [[nodiscard]] DecodeAs of(const RecordSource& source) const { return m_choices.value(&source); }
    void choose(const RecordSource& source, ConnectionId connection, std::optional<Protocol> protocol);
    /// All of a source that goes away.
    void forget(const RecordSource& source);

signals:
    void changed(const wl::RecordSource* source, wl::ConnectionId connection);

private:
    QHash<const RecordSource*, DecodeAs> m_choices;
};

} // namespace wl
