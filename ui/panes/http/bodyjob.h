// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsontable.h"
#include "http/httpexchange.h"
#include "ui/panes/http/bodydocument.h"

#include <memory>
#include <optional>
#include <stop_token>

/// What is made of a body on the pool: blocking functions of plain values, cancelable. Nothing here loads a
/// body into memory.
namespace wl::bodyjob {

/// The most that a re-indented or decoded text takes on disk.
inline constexpr qint64 maxMadeBytes = 512 * 1024 * 1024;

struct Source
{
    std::shared_ptr<const BodyFile> body; ///< without content codings
    QByteArray contentType;
};

struct Text
{
    std::shared_ptr<const BodyDocument> document; ///< null: canceled, or there is nothing to show
    QString note; ///< for people: what is shown other than it is, or why nothing is
    bool isBinary = false;
};

/// The body as it is, as UTF-8. `before` is what an earlier call made of the same, still growing file: its
/// index is continued.
[[nodiscard]] Text raw(const Source& source, const std::shared_ptr<const BodyDocument>& before,
                       std::stop_token stop);
/// JSON re-indented, everything else as raw() has it.
[[nodiscard]] Text pretty(const Source& source, std::stop_token stop);

struct Table
{
    std::shared_ptr<const BodyFile> body;
    std::shared_ptr<const MappedFile> file;
    std::optional<JsonTable> table;
    QString note;
};
[[nodiscard]] Table table(const Source& source, std::stop_token stop);

/// The place of the next occurrence behind (before) `from`, −1 where there is none or it was canceled.
[[nodiscard]] qsizetype find(QByteArrayView text, const QByteArray& needle, qsizetype from, bool backward,
                             bool matchCase, std::stop_token stop);

} // namespace wl::bodyjob
