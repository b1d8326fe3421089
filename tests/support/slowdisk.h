// SPDX-License-Identifier: MIT
#pragma once

#include "base/filewriter.h"

#include <QSemaphore>

#include <memory>

namespace wl {

/// A disk that does not answer until it is released, at the latest when this object goes: declare it behind
/// the writer that it holds up.
class SlowDisk
{
public:
    SlowDisk() = default;
    ~SlowDisk() { release(); }
    SlowDisk(const SlowDisk&) = delete;
    SlowDisk& operator=(const SlowDisk&) = delete;

    /// Holds the writer up; comes back when its thread waits for this disk.
    void holdUp(FileWriter& writer, const QString& path)
    {
        writer.run(path, [gate = m_gate, begun = m_begun]() -> Result<void> {
            begun->release();
            gate->acquire();
            gate->release();
            return {};
        });
        m_begun->acquire();
    }
    void release() { m_gate->release(); }

private:
    std::shared_ptr<QSemaphore> m_gate = std::make_shared<QSemaphore>();
    std::shared_ptr<QSemaphore> m_begun = std::make_shared<QSemaphore>();
};

} // namespace wl
