// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httpexchange.h"
#include "net/descriptor.h"

#include <memory>

namespace wl {

/// The folder in which bodies of responses wait to be looked at: 0700, below the cache folder, one per
/// process, removed at its end; what a killed process left is removed by the next one. Any thread.
class BodyStore
{
public:
    /// `parent` empty: the platform's cache folder.
    explicit BodyStore(const QString& parent = {});
    ~BodyStore();
    BodyStore(const BodyStore&) = delete;
    BodyStore& operator=(const BodyStore&) = delete;

    struct File
    {
        Descriptor fd;
        std::shared_ptr<BodyFile> owner;
    };
    /// A new empty file, mode 0600. Errors: file errors.
    [[nodiscard]] Result<File> create();

private:
    [[nodiscard]] Result<void> makeFolder();

    QString m_parent;
    QString m_folder; ///< empty until the first file
    QByteArray m_prefix;
    quint64 m_next = 0;
};

} // namespace wl
