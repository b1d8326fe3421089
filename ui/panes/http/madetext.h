// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodydocument.h"

#include <QTemporaryFile>

#include <stop_token>

namespace wl {

/// A text that is made on disk, up to maxBytes, and goes away with its last owner. One thread at a time.
class MadeText
{
public:
    /// The most that a re-indented or decoded text takes on disk.
    static constexpr qint64 maxBytes = 512 * 1024 * 1024;

    MadeText();

    /// False where it wants no more: it is full, or the disk refused.
    bool append(QByteArrayView bytes);
    /// With the index of its lines. Null where it could not be written, or it was canceled.
    [[nodiscard]] std::shared_ptr<BodyDocument> finish(std::stop_token stop);

    [[nodiscard]] bool isCut() const { return m_isCut; }
    [[nodiscard]] bool isGood() const { return m_isGood; }

private:
    QTemporaryFile m_file;
    std::shared_ptr<BodyFile> m_owner;
    qint64 m_size = 0;
    bool m_isGood = false;
    bool m_isCut = false;
};

} // namespace wl
