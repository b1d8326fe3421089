// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace wl {

/// Looks for bytes in large buffers, exactly or with ASCII letters in any case: two of the needle's bytes
/// that are rare in traffic are compared at all places of a block at once, and only what has both is looked
/// at. Immutable; any thread.
class ByteSearch
{
public:
    enum class Case : quint8 { Exact, Any };

    ByteSearch(QByteArrayView needle, Case letters);

    /// Where the needle first begins at or behind `from`; −1 where it does not. An empty needle is
    /// everywhere.
    [[nodiscard]] qsizetype find(QByteArrayView haystack, qsizetype from = 0) const;
    [[nodiscard]] bool contains(QByteArrayView haystack) const { return find(haystack) >= 0; }
    /// Whether the bytes of the needle's length at `at` are the needle.
    [[nodiscard]] bool isAt(const char* at) const;

    [[nodiscard]] qsizetype size() const { return m_needle.size(); }
    [[nodiscard]] bool isEmpty() const { return m_needle.isEmpty(); }

private:
    [[nodiscard]] qsizetype findSlowly(QByteArrayView haystack, qsizetype from) const;

    QByteArray m_needle; ///< lower case where letters count in any case
    QByteArray m_folds;  ///< 0x20 where the needle has a letter that counts in any case, else 0
    Case m_case;
    qsizetype m_first = 0; ///< places of the two rare bytes
    qsizetype m_second = 0;
};

} // namespace wl
