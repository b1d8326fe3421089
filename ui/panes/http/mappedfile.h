// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QFile>

#include <memory>

namespace wl {

/// A file's content as bytes without reading it into memory: mapped, read-only. Immutable once opened; any
/// thread. The file must not become shorter meanwhile (bodies on disk only grow).
class MappedFile
{
public:
    /// Null where the file cannot be opened or mapped. An empty file has an empty view.
    [[nodiscard]] static std::shared_ptr<const MappedFile> open(const QString& path);

    [[nodiscard]] QByteArrayView view() const { return m_view; }

private:
    MappedFile() = default;

    QFile m_file;
    QByteArrayView m_view;
};

} // namespace wl
