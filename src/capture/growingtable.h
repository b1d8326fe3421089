// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace wl {

/// Gives the whole pages of a piece of memory back to the system: they read as zeros from then on.
void discardPages(void* memory, size_t bytes);

/// Rows that only grow and never move: one thread at a time appends and publishes, any number read rows below
/// the published count, without a lock. Memory comes in chunks of `ChunkRows` rows.
template <typename T, size_t ChunkRows>
class GrowingTable
{
public:
    static constexpr size_t capacity = size_t{256} * 256 * ChunkRows;

    GrowingTable() = default;
    GrowingTable(const GrowingTable&) = delete;
    GrowingTable& operator=(const GrowingTable&) = delete;

    ~GrowingTable()
    {
        for (size_t row = 0; row < m_appended; ++row) {
            (*this)[row].~T();
        }
        for (auto& folder : m_folders) {
            Folder* chunks = folder.load(std::memory_order_relaxed);
            for (size_t i = 0; chunks && i < chunks->size(); ++i) {
                ::operator delete ((*chunks)[i].load(std::memory_order_relaxed),
                                   std::align_val_t{alignof(T)});
            }
            delete chunks;
        }
    }

    /// Published rows; acquire.
    [[nodiscard]] size_t size() const { return m_published.load(std::memory_order_acquire); }

    /// Row of a number below what size() gave (appender: below what was appended).
    [[nodiscard]] const T& operator[](size_t row) const { return *place(row); }
    [[nodiscard]] T& operator[](size_t row) { return *place(row); }

    /// Published rows from `row` to the end of its chunk; empty where `row` is not published.
    [[nodiscard]] std::span<const T> rows(size_t row) const
    {
        const size_t end = std::min(size(), (row / ChunkRows + 1) * ChunkRows);
        return row < end ? std::span<const T>(place(row), end - row) : std::span<const T>();
    }

    /// Appender only: rows so far, published or not.
    [[nodiscard]] size_t appended() const { return m_appended; }
    [[nodiscard]] bool isFull() const { return m_appended == capacity; }

    /// Appender only, while not full: a new row that readers do not see yet.
    template <typename... Arguments>
    T& append(Arguments&&... arguments)
    {
        if (m_appended % ChunkRows == 0) {
            addChunk();
        }
        T* row = ::new (static_cast<void*>(m_chunk + m_appended % ChunkRows))
            T{std::forward<Arguments>(arguments)...};
        ++m_appended;
        return *row;
    }

    /// Appender only: lets readers see all appended rows.
    void publish() { m_published.store(m_appended, std::memory_order_release); }

    /// One thread at a time, which need not be the appender's: gives the memory of the chunks whose rows are
    /// all below `row` back. Their addresses stay, so that who reads such a row, even now, gets its old bytes
    /// or zeros.
    void release(size_t row) requires std::is_trivially_copyable_v<T>
    {
        size_t chunk = m_released.load(std::memory_order_relaxed);
        for (; (chunk + 1) * ChunkRows <= row; ++chunk) {
            m_released.store(chunk + 1, std::memory_order_release);
            discardPages(place(chunk * ChunkRows), ChunkRows * sizeof(T));
        }
    }
    /// Rows before this one were released.
    [[nodiscard]] size_t released() const { return m_released.load(std::memory_order_acquire) * ChunkRows; }

private:
    using Folder = std::array<std::atomic<T*>, 256>;

    [[nodiscard]] T* place(size_t row) const
    {
        const size_t chunk = row / ChunkRows;
        const Folder* folder = m_folders[chunk / 256].load(std::memory_order_acquire);
        return (*folder)[chunk % 256].load(std::memory_order_acquire) + row % ChunkRows;
    }

    void addChunk()
    {
        const size_t chunk = m_appended / ChunkRows;
        if (chunk % 256 == 0) {
            m_folders[chunk / 256].store(new Folder(), std::memory_order_release);
        }
        m_chunk = static_cast<T*>(::operator new (ChunkRows * sizeof(T), std::align_val_t{alignof(T)}));
        Folder* folder = m_folders[chunk / 256].load(std::memory_order_relaxed);
        (*folder)[chunk % 256].store(m_chunk, std::memory_order_release);
    }

    std::array<std::atomic<Folder*>, 256> m_folders{};
    T* m_chunk = nullptr;
    size_t m_appended = 0;
    std::atomic<size_t> m_released{0}; ///< chunks
    alignas(64) std::atomic<size_t> m_published{0};
};

} // namespace wl
