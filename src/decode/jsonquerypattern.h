// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <memory>

namespace wl::jsonquery {

/// A regular expression of match() and search() (I-Regexp, RFC 9485), run by RE2: time linear in the text,
/// bounded memory. Immutable; any thread.
struct Pattern
{
    static constexpr qsizetype maxBytes = 4096;
    static constexpr qint64 maxMemory = 4 * 1024 * 1024;

    virtual ~Pattern() = default;
    [[nodiscard]] virtual bool matches(QByteArrayView text) const = 0;
};

/// Null where it is no valid pattern; `isWhole`: all of the text is to match.
[[nodiscard]] std::shared_ptr<const Pattern> makePattern(QByteArrayView expression, bool isWhole);

} // namespace wl::jsonquery
