// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QTest>

namespace wl::test {

/// Lets the event loop run some turns, to see that nothing happens: what is ready is delivered in the first.
inline void turnEventLoop(int turns = 20)
{
    for (int i = 0; i < turns; ++i)
        QTest::qWait(0);
}

} // namespace wl::test
