// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonquery.h"
#include "decode/jsontable.h"
#include "http/httpexchange.h"
#include "ui/panes/http/bodydocument.h"
#include "ui/panes/http/indexedbody.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace wl {
class XmlOutline;
}

/// What is made of a body on the pool: blocking functions of plain values, cancelable. Nothing here loads a
/// body into memory.
namespace wl::bodyjob {

struct Source
{
    std::shared_ptr<const BodyFile> body; ///< without content codings
    QByteArray contentType;
    std::shared_ptr<BodyIndex> index = {}; ///< of a finished body: made by the first who asks, then shared
};

struct Text
{
    std::shared_ptr<const BodyDocument> document; ///< null: canceled, or there is nothing to show
    QString note; ///< for people: what is shown other than it is, or why nothing is
    bool isBinary = false;
    bool takesQuery = false; ///< it is made of one JSON text
};

/// The body as it is, as UTF-8. `before` is what an earlier call made of the same, still growing file: its
/// index is continued.
[[nodiscard]] Text raw(const Source& source, const std::shared_ptr<const BodyDocument>& before,
                       std::stop_token stop);
/// JSON, lines of JSON, XML and HTML re-indented, everything else as raw() has it. With a query (JSON only)
/// what it finds, as an array.
[[nodiscard]] Text pretty(const Source& source, const std::optional<JsonQuery>& query, std::stop_token stop);

/// A body of JSON with its index; null where it is none, or it was canceled.
[[nodiscard]] std::shared_ptr<const IndexedBody> indexed(const Source& source, std::stop_token stop);

/// A body of XML with its index; null where it is none, or it was canceled.
[[nodiscard]] std::shared_ptr<const XmlOutline> xmlOutline(const Source& source, std::stop_token stop);

struct Table
{
    std::shared_ptr<const BodyFile> body;
    std::shared_ptr<const MappedFile> file;
    std::optional<JsonTable> table;
    QString note;
};
/// Of the array that begins there, or (−1) of the first one of objects.
[[nodiscard]] Table table(const Source& source, qsizetype array, std::stop_token stop);

} // namespace wl::bodyjob
