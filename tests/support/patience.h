// SPDX-License-Identifier: MIT
// How long a test waits for what must come: long enough for an instrumented build on a busy machine, since a
// test that passes never waits so long. Precompiled into every test.
#pragma once

#include <QTest>

namespace wl::test {

inline constexpr int kPatienceMs = 60'000;

/// Lets the event loop run until `isDone()`; false where it never was.
template <class Condition>
[[nodiscard]] bool waitFor(Condition isDone)
{
    return QTest::qWaitFor(isDone, kPatienceMs);
}

} // namespace wl::test

#undef QTRY_VERIFY
#define QTRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, wl::test::kPatienceMs)
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(condition, words) QTRY_VERIFY2_WITH_TIMEOUT(condition, words, wl::test::kPatienceMs)
#undef QTRY_COMPARE
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, wl::test::kPatienceMs)
