// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonparser.h"

#include <QHash>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace wl {

/// An array of objects as a table: the text's outermost value, or the first such member of the outermost
/// object. Only places are kept (one offset for sixteen rows), cells are found in the text when they are
/// asked for, so that any size has a table. Immutable once it is made; any thread.
class JsonTable
{
public:
    static constexpr qint64 maxRows = 20'000'000;
    static constexpr int maxColumns = 1000;

    /// Bytes of the text.
    struct Range
    {
        qsizetype offset = 0;
        qsizetype size = 0;

        bool operator==(const Range&) const = default;
    };
    /// The values of one row under one column: none, one, or several where the name is there several times.
    using Cell = std::vector<Range>;
    struct Row
    {
        Range range;
        std::vector<Cell> cells; ///< one a column
    };

    /// Nothing where the text has no such array (empty ones do not count), or it was canceled. What is wrong
    /// with the text behind some rows is told by error(); those rows are there.
    [[nodiscard]] static std::optional<JsonTable> find(QByteArrayView text, std::stop_token stop = {});
    /// Of the array whose bracket is at `array`, whatever its elements are. Nothing where it is empty or no
    /// array, or it was canceled.
    [[nodiscard]] static std::optional<JsonTable> at(QByteArrayView text, qsizetype array,
                                                     std::stop_token stop = {});

    [[nodiscard]] qint64 rowCount() const { return m_rows; }
    /// In the order in which the names first appear; columns beyond maxColumns are left out.
    [[nodiscard]] const QStringList& columns() const { return m_columns; }
    /// The member of the outermost object that holds the array; null where the array is outermost.
    [[nodiscard]] const QString& memberName() const { return m_member; }
    /// The column of elements that are no objects, −1 where all are.
    [[nodiscard]] int valueColumn() const { return m_valueColumn; }
    [[nodiscard]] const std::optional<JsonError>& error() const { return m_error; }
    /// Whether rows or columns were left out because of the limits.
    [[nodiscard]] bool isCut() const { return m_isCut; }

    /// Finds a row in the same text; an empty one where there is none.
    [[nodiscard]] Row row(QByteArrayView text, qint64 index) const;
    /// All rows in order in one pass, until `take` says no.
    void forEachRow(QByteArrayView text, const std::function<bool(const Row&)>& take) const;

private:
    static constexpr qint64 stride = 16;

    JsonTable() = default;
    /// The parser stands behind the array's bracket. False where it is empty or, unless any element will do,
    /// its first one is no object.
    [[nodiscard]] bool index(JsonParser& parser, qsizetype depth, bool takesAny = false);
    void takeKey(QByteArrayView key, int position);
    [[nodiscard]] int columnOf(QByteArrayView key, int position) const;
    int addColumn(QByteArrayView key);
    [[nodiscard]] Row readRow(JsonParser& parser, const JsonParser::Event& first) const;
    [[nodiscard]] qsizetype readMembers(JsonParser& parser, Row& row) const;

    std::vector<qsizetype> m_offsets; ///< of every sixteenth row
    std::vector<QByteArray> m_keys;   ///< the columns' names with quotes, as they stand in the text
    QHash<QByteArray, int> m_columnOf;
    QStringList m_columns;
    QString m_member;
    std::optional<JsonError> m_error;
    qint64 m_rows = 0;
    int m_valueColumn = -1;
    bool m_isCut = false;
};

} // namespace wl
