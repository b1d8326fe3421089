// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonindex.h"
#include "ui/panes/http/bodydocument.h"

#include <memory>
#include <mutex>
#include <stop_token>

namespace wl {

namespace bodyjob {
struct Source;
}

/// A body of JSON in UTF-8 with the index of its values. Immutable; any thread.
struct IndexedBody
{
    std::shared_ptr<const BodyDocument> document;
    JsonIndex index;

    [[nodiscard]] QByteArrayView text() const { return document->text(); }
    [[nodiscard]] JsonNodes nodes() const { return {document->text(), index}; }
};

/// Where the pages of one body find its index: the first job that asks makes it, others wait for it. Pool
/// threads.
class BodyIndex
{
public:
    /// Null where the body is no JSON, or it was canceled (then the next one makes it).
    [[nodiscard]] std::shared_ptr<const IndexedBody> get(const bodyjob::Source& source, std::stop_token stop);

private:
    std::mutex m_mutex;
    std::shared_ptr<const IndexedBody> m_made;
};

} // namespace wl
