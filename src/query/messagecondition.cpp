// SPDX-License-Identifier: MIT
#include "query/messagecondition.h"

#include <algorithm>
#include <cstring>

namespace wl {

namespace {

QByteArray textOf(const FieldValue& value)
{
    if (const auto* bytes = std::get_if<QByteArray>(&value))
        return *bytes;
    if (const auto* whole = std::get_if<qint64>(&value))
        return QByteArray::number(*whole);
    if (const auto* real = std::get_if<double>(&value))
        return QByteArray::number(*real, 'g', 17);
    if (const auto* truth = std::get_if<bool>(&value))
        return *truth ? "true" : "false";
    return "null";
}

/// The value as a number; text counts where all of it is one.
std::optional<double> numberOf(const FieldValue& value)
{
    if (const auto* whole = std::get_if<qint64>(&value))
        return double(*whole);
    if (const auto* real = std::get_if<double>(&value))
        return *real;
    bool ok = false;
    const auto* bytes = std::get_if<QByteArray>(&value);
    const double number = bytes ? bytes->toDouble(&ok) : 0;
    return ok ? std::optional(number) : std::nullopt;
}

bool compare(QueryOperator op, double value, const QueryOperand& operand)
{
    const double other = *operand.number;
    switch (op) {
    case QueryOperator::Less: return value < other;
    case QueryOperator::LessEqual: return value <= other;
    case QueryOperator::Greater: return value > other;
    case QueryOperator::GreaterEqual: return value >= other;
    default: return operand.upper ? value >= other && value <= *operand.upper : value == other;
    }
}

class FieldCondition final : public MessageCondition
{
public:
    FieldCondition(const QueryNode& node, ByteTest test, size_t slot)
        : MessageCondition(slot)
        , m_field(*node.field)
        , m_key(node.key)
        , m_op(node.op)
        , m_operands(node.operands)
        , m_test(std::move(test))
    {
    }

    [[nodiscard]] bool matches(const DecodedMessage& message) const override
    {
        return std::any_of(message.fields.begin(), message.fields.end(), [this](const DecodedField& field) {
            return isMeant(field) && holds(field.value);
        });
    }
    [[nodiscard]] const char* fieldName() const override { return m_field.name; }

private:
    [[nodiscard]] bool isMeant(const DecodedField& field) const
    {
        if (!field.name || std::strcmp(field.name, m_field.name) != 0)
            return false;
        if (!m_key)
            return true;
        return m_field.key == QueryField::Key::AnyCase ? field.key.compare(*m_key, Qt::CaseInsensitive) == 0
                                                       : field.key == *m_key;
    }

    [[nodiscard]] bool holds(const FieldValue& value) const
    {
        if (m_op == QueryOperator::Exists) {
            const auto* truth = std::get_if<bool>(&value);
            return !truth || *truth;
        }
        if (m_op == QueryOperator::Contains || m_op == QueryOperator::StartsWith ||
            m_op == QueryOperator::EndsWith || m_op == QueryOperator::Matches)
            return m_test.matches(textOf(value));
        const std::optional<double> number = numberOf(value);
        const bool isOrder =
            m_op != QueryOperator::Equal && m_op != QueryOperator::NotEqual && m_op != QueryOperator::In;
        return std::any_of(m_operands.begin(), m_operands.end(), [&](const QueryOperand& operand) {
            if (operand.number && number)
                return compare(m_op, *number, operand);
            return !isOrder && textOf(value) == operand.bytes;
        });
    }

    const QueryField& m_field;
    std::optional<QByteArray> m_key;
    QueryOperator m_op;
    std::vector<QueryOperand> m_operands;
    ByteTest m_test;
};

class ProtocolCondition final : public MessageCondition
{
public:
    ProtocolCondition(std::vector<Protocol> protocols, size_t slot)
        : MessageCondition(slot)
        , m_protocols(std::move(protocols))
    {
    }
    [[nodiscard]] bool matches(const DecodedMessage& message) const override
    {
        return std::find(m_protocols.begin(), m_protocols.end(), message.protocol) != m_protocols.end();
    }
    [[nodiscard]] const char* fieldName() const override { return nullptr; }

private:
    std::vector<Protocol> m_protocols;
};

} // namespace

QueryResult<MessageConditionPtr> messageCondition(const QueryNode& node, size_t slot)
{
    auto test = ByteTest::of(node, ByteSearch::Case::Exact);
    if (!test)
        return tl::make_unexpected(test.error());
    return std::make_shared<const FieldCondition>(node, std::move(*test), slot);
}

MessageConditionPtr protocolCondition(std::vector<Protocol> protocols, size_t slot)
{
    return std::make_shared<const ProtocolCondition>(std::move(protocols), slot);
}

} // namespace wl
