// SPDX-License-Identifier: MIT
#pragma once

#include "history/historyentry.h"

namespace wl {

/// A body as the history holds it.
struct HistoryBody
{
    enum class Place : quint8 {
        None,
        Inline,   ///< in the database
        File,     ///< beside it
        TooLarge, ///< not kept
        Lost,     ///< could not be kept
    };
    /// Up to this size a body is in the database.
    static constexpr qint64 inlineBytes = 64 * 1024;

    Place place = Place::None;
    qint64 bytes = 0;
    QByteArray content; ///< of Place::Inline
};

/// All that is stored of one exchange.
struct HistoryRecord
{
    HistoryEntry entry;
    QByteArray request; ///< historycodec::encodeRequest
    QStringList emptied;
    QByteArray hops; ///< historycodec::encodeHops
    HistoryBody body;
    HistoryBody decoded;
    bool isDecodedSame = true; ///< there are no content codings; then `decoded` is not used
    std::optional<Error> decodeError;
    QString heads; ///< for the search, as is the next
    QString text;

    /// What it takes on the disk, about.
    [[nodiscard]] qint64 storedBytes() const;
};

} // namespace wl
