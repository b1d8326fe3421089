// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/cookiestore.h"

#include <memory>

namespace wl::cli {

/// The cookies.txt of --cookie-jar: read before the first request, written after the last one, with session
/// cookies, as curl does with -b and -c of one file.
class CookieJarFile
{
public:
    /// A file that is not there is an empty one; without a path there is no jar. Lines that are no cookies
    /// are told on standard error. Errors: file errors.
    [[nodiscard]] static Result<CookieJarFile> open(const QString& path);

    /// Null without a path.
    [[nodiscard]] const std::shared_ptr<CookieStore>& store() const { return m_store; }
    /// Replaces the file where the cookies are other ones by now. Errors: file errors.
    [[nodiscard]] Result<void> save() const;

private:
    QString m_path;
    std::shared_ptr<CookieStore> m_store;
    QList<Cookie> m_read;
};

} // namespace wl::cli
