// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/widgets/bytesource.h"

#include <memory>

namespace wl {

/// The payload of one record as bytes to look at; the words of an event.
class RecordBytes final : public ByteSource
{
public:
    RecordBytes(std::shared_ptr<const RecordSource> source, RecordId id);

    [[nodiscard]] qint64 size() const override { return m_size; }
    [[nodiscard]] QByteArray read(qint64 offset, qint64 maxBytes) const override;

private:
    std::shared_ptr<const RecordSource> m_source;
    RecordId m_id;
    qint64 m_size = 0;
    QByteArray m_words; ///< of an event, UTF-8
};

} // namespace wl
