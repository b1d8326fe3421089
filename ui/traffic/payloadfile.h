// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QList>
#include <QObject>

#include <functional>
#include <memory>

namespace wl {

/// The payloads of these records one after the other, at most `maxBytes`; what cannot be read is left out.
[[nodiscard]] QByteArray joinedPayloads(const RecordSource& source, const QList<RecordId>& records,
                                        qint64 maxBytes);

/// Writes the payloads to a file on a pool thread, then calls `done` on the context's thread (not at all when
/// the context is gone).
void savePayloads(std::shared_ptr<const RecordSource> source, const QList<RecordId>& records,
                  const QString& path, QObject* context, std::function<void(const Result<void>&)> done);

} // namespace wl
