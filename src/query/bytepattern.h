// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryproblem.h"

#include <QByteArrayView>

#include <memory>
#include <optional>

namespace re2 {
class RE2;
}

namespace wl {

/// A regular expression over bytes, in the syntax of RE2, which takes time linear in the bytes and bounded
/// memory whatever the pattern is. A pattern of ASCII characters works on bytes (. is one byte, \xff is the
/// byte ff); one with other characters works on UTF-8. Immutable; any thread.
class BytePattern
{
public:
    /// The longest pattern, and the memory that a pattern may take when it runs.
    static constexpr qsizetype maxPatternBytes = 4096;
    static constexpr qint64 maxMemoryBytes = 4 * 1024 * 1024;

    /// What a pattern of ASCII characters works on.
    enum class Over : quint8 { Bytes, Utf8 };

    /// Errors: what is wrong, with the place in `pattern` (in bytes).
    [[nodiscard]] static QueryResult<BytePattern> compile(const QByteArray& pattern, bool isCaseIgnored,
                                                          Over over = Over::Bytes);
    /// The pattern that stands for these characters themselves.
    [[nodiscard]] static QByteArray quoted(const QByteArray& text);

    [[nodiscard]] bool matches(QByteArrayView bytes) const;

    struct Place
    {
        qsizetype offset = 0;
        qsizetype size = 0;

        bool operator==(const Place&) const = default;
    };
    /// The first match that begins and ends within the range; what is beside it counts for ^, $ and \b.
    [[nodiscard]] std::optional<Place> find(QByteArrayView bytes, qsizetype from, qsizetype to) const;

private:
    explicit BytePattern(std::shared_ptr<const re2::RE2> pattern)
        : m_pattern(std::move(pattern))
    {
    }

    std::shared_ptr<const re2::RE2> m_pattern;
};

} // namespace wl
