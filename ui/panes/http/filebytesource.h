// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/bytesource.h"

#include <QFile>

namespace wl {

/// A file for the hex view, read a screenful at a time. UI thread.
class FileByteSource final : public ByteSource
{
public:
    explicit FileByteSource(const QString& path);

    [[nodiscard]] qint64 size() const override { return m_file.size(); }
    [[nodiscard]] QByteArray read(qint64 offset, qint64 maxBytes) const override;

private:
    mutable QFile m_file;
};

} // namespace wl
