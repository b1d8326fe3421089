// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QCoreApplication>

namespace wl {

/// The words of a table of connections. Plain text, translated.
class ConnectionWords
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionWords)
public:
    [[nodiscard]] static QString state(ConnectionState state);
    /// Of a ConnectionModel::Column.
    [[nodiscard]] static QString header(int column);
    [[nodiscard]] static QString headerToolTip(int column);
};

} // namespace wl
