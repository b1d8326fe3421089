// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"
#include "query/comparison.h"
#include "query/jsondiff.h"
#include "ui/panes/http/indexedbody.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace wl {

/// A response with the name by which it is chosen.
struct NamedResponse
{
    using Taker = std::function<void(const HttpExchange& exchange)>;

    QString name;
    HttpExchange exchange;
    /// Where it is set, the exchange has to be fetched first: `take` is called later, on the UI thread,
    /// unless the context is gone by then.
    std::function<void(QObject* context, const Taker& take)> load = {};
};

/// Two responses side by side: the head as text, the body as text (JSON, XML and HTML re-indented), as bytes
/// and, where both are JSON, by its structure. Immutable once it is made; shared between threads.
struct ResponseComparison
{
    std::shared_ptr<const Comparison> head;
    std::shared_ptr<const Comparison> text;
    std::shared_ptr<const Comparison> bytes;
    std::shared_ptr<const IndexedBody> left; ///< with `structure`
    std::shared_ptr<const IndexedBody> right;
    std::optional<JsonDiff> structure;
    bool isCut = false;      ///< of text and bytes only the first Comparison::mostBytes are compared
    bool isIndented = false; ///< the text is that of Pretty
    bool isSameBody = false;
};

/// Status line and header fields of the last response, one a line. Pure.
[[nodiscard]] QByteArray headLines(const HttpExchange& exchange);

/// Null where it was canceled. Pool.
[[nodiscard]] std::shared_ptr<const ResponseComparison> compareResponses(const HttpExchange& left,
                                                                         const HttpExchange& right,
                                                                         bool isOrderIgnored,
                                                                         const std::stop_token& stop);

} // namespace wl
