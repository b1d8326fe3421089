// SPDX-License-Identifier: MIT
#pragma once

#include "query/aligneddiff.h"
#include "query/comparison.h"

#include <QList>
#include <QString>

#include <memory>

namespace wl {

/// One row of two sides, as text with the places that differ.
struct DiffLine
{
    enum class Kind : quint8 { Same, Changed, OnlyLeft, OnlyRight };
    struct Mark
    {
        qsizetype start = 0; ///< characters
        qsizetype length = 0;

        bool operator==(const Mark&) const = default;
    };
    struct Side
    {
        QString label; ///< line number or offset; empty where there is nothing
        QString text;
        QList<Mark> marks;
    };

    Kind kind = Kind::Same;
    Side left;
    Side right;
};

/// The rows of a comparison, made when they are asked for. Nothing in it grows with what is compared but what
/// the comparison has itself. UI thread.
class DiffRows
{
public:
    virtual ~DiffRows() = default;

    [[nodiscard]] virtual qsizetype count() const = 0;
    /// Characters of the longest side of a row, or more.
    [[nodiscard]] virtual qsizetype columns() const = 0;
    [[nodiscard]] virtual DiffLine line(qsizetype row) const = 0;
    [[nodiscard]] virtual qsizetype differenceCount() const = 0;
    /// First row of a difference, and how many rows it has.
    [[nodiscard]] virtual qsizetype differenceRow(qsizetype difference) const = 0;
    [[nodiscard]] virtual qsizetype differenceRows(qsizetype difference) const = 0;
};

/// Lines of text, with what differs inside of two lines that stand side by side.
class TextDiffRows final : public DiffRows
{
public:
    /// Characters of a line that are shown.
    static constexpr qsizetype mostShown = 4000;

    /// What the lines are of.
    enum class Of : quint8 { Bytes, Messages };

    /// Of::Messages: there is a difference of messages.
    explicit TextDiffRows(std::shared_ptr<const Comparison> comparison, Of of = Of::Bytes);

    [[nodiscard]] qsizetype count() const override { return m_aligned.cellCount(); }
    [[nodiscard]] qsizetype columns() const override { return m_columns; }
    [[nodiscard]] DiffLine line(qsizetype row) const override;
    [[nodiscard]] qsizetype differenceCount() const override { return m_aligned.differenceCount(); }
    [[nodiscard]] qsizetype differenceRow(qsizetype difference) const override;
    [[nodiscard]] qsizetype differenceRows(qsizetype difference) const override;

private:
    std::shared_ptr<const Comparison> m_comparison; ///< keeps the next three
    const QByteArray& m_left;
    const QByteArray& m_right;
    const TextDiff& m_diff;
    AlignedDiff m_aligned;
    qsizetype m_columns = 0;
};

/// Bytes in hex and as characters, aligned so that what is the same stands side by side.
class HexDiffRows final : public DiffRows
{
public:
    HexDiffRows(std::shared_ptr<const Comparison> comparison, int bytesPerRow);

    [[nodiscard]] qsizetype count() const override;
    [[nodiscard]] qsizetype columns() const override { return qsizetype{4} * m_width + 1; }
    [[nodiscard]] DiffLine line(qsizetype row) const override;
    [[nodiscard]] qsizetype differenceCount() const override { return m_aligned.differenceCount(); }
    [[nodiscard]] qsizetype differenceRow(qsizetype difference) const override;
    [[nodiscard]] qsizetype differenceRows(qsizetype difference) const override;

private:
    void addByte(DiffLine::Side& side, const QByteArray& bytes, qsizetype index, int column,
                 bool isEqual) const;

    std::shared_ptr<const Comparison> m_comparison;
    AlignedDiff m_aligned;
    int m_width;
};

} // namespace wl
