// SPDX-License-Identifier: MIT
#include "query/notescondition.h"

#include "query/bytetest.h"

namespace wl {

namespace {

/// Of each row that is asked for; without notes nothing is said about any.
template <typename Matches>
void narrowByNotes(const QueryBatch& batch, RowBits& rows, Matches matches)
{
    const RecordNotes* notes = batch.state.context.notes.get();
    rows.forEach([&](int row) {
        if (!matches(notes, batch.idOf(row)))
            rows.clear(row);
    });
}

class Comment final : public QueryCondition
{
public:
    explicit Comment(ByteTest test)
        : m_test(std::move(test))
    {
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        narrowByNotes(batch, rows, [this](const RecordNotes* notes, RecordId id) {
            const QByteArray comment = notes ? notes->note(id).comment.toUtf8() : QByteArray();
            return !comment.isEmpty() && m_test.matches(comment);
        });
    }
    [[nodiscard]] Cost cost() const override { return Cost::Notes; }

private:
    ByteTest m_test;
};

class Marked final : public QueryCondition
{
public:
    explicit Marked(bool isWanted)
        : m_isWanted(isWanted)
    {
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        narrowByNotes(batch, rows, [this](const RecordNotes* notes, RecordId id) {
            return (notes && notes->isMarked(id)) == m_isWanted;
        });
    }
    [[nodiscard]] Cost cost() const override { return Cost::Notes; }

private:
    bool m_isWanted;
};

} // namespace

QueryResult<QueryConditionPtr> notesCondition(const QueryNode& node)
{
    if (node.field->id == QueryField::Id::Marked) {
        const bool isWanted = node.op == QueryOperator::Exists || node.operands.front().bytes == "true";
        return QueryConditionPtr(std::make_shared<const Marked>(isWanted));
    }
    auto test = ByteTest::of(node, ByteSearch::Case::Any);
    if (!test)
        return tl::make_unexpected(test.error());
    return QueryConditionPtr(std::make_shared<const Comment>(std::move(*test)));
}

} // namespace wl
