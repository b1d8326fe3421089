// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"
#include "http/httprequest.h"

#include <QStringList>

namespace wl {

/// One exchange of the history as lists show it.
struct HistoryEntry
{
    enum class End : quint8 {
        Done,
        Failed,
        Canceled,
        Running,     ///< its program is still at it
        Interrupted, ///< its program ended before it did
    };

    qint64 id = 0;        ///< grows with time; never given twice
    qint64 startedMs = 0; ///< since 1970 in UTC
    QString method;
    QString url;    ///< of the request, absolute, with its query
    QString host;   ///< lower case, IDN in its ASCII form
    int status = 0; ///< of the last hop; 0 = none came
    End end = End::Running;
    Error error;            ///< of End::Failed
    qint64 durationUs = -1; ///< from the start to the last byte of the last hop; −1 = not known
    qint64 wireBytes = 0;   ///< of the last hop's body, as it was transferred
    qint64 bodyBytes = 0;   ///< of that body without content codings
    bool isPinned = false;  ///< stays when the history is full or cleared

    bool operator==(const HistoryEntry&) const = default;
};

/// An exchange taken out of the history: the request to be edited or sent again, and what came of it as
/// views of responses show it.
struct StoredExchange
{
    HistoryEntry entry;
    HttpRequest request;
    /// What the history does not keep and is empty in `request`: "Authorization", "password". Header fields,
    /// query parameters and form fields among them are switched off.
    QStringList emptied;
    HttpExchange exchange; ///< finished; without an id; its bodies are files of their own, as ever
    QStringList notes;     ///< what of it is not there, for people
};

} // namespace wl
