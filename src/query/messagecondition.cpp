// SPDX-License-Identifier: MIT
#include "query/messagecondition.h"

#include "base/limits.h"
#include "decode/jsonpath.h"

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

/// What is asked of a value.
class ValueTest
{
public:
    ValueTest(const QueryNode& node, ByteTest test)
        : m_op(node.op)
        , m_operands(node.operands)
        , m_test(std::move(test))
    {
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

private:
    QueryOperator m_op;
    std::vector<QueryOperand> m_operands;
    ByteTest m_test;
};

class FieldCondition final : public MessageCondition
{
public:
    FieldCondition(const QueryNode& node, ValueTest test, size_t slot)
        : MessageCondition(slot)
        , m_field(*node.field)
        , m_key(node.key)
        , m_test(std::move(test))
    {
    }

    [[nodiscard]] bool matches(const DecodedMessage& message) const override
    {
        return std::any_of(message.fields.begin(), message.fields.end(), [this](const DecodedField& field) {
            return isMeant(field) && m_test.holds(field.value);
        });
    }
    [[nodiscard]] const char* fieldName() const override { return m_field.name; }

private:
    [[nodiscard]] bool isMeant(const DecodedField& field) const
    {
        if (!field.name || std::strcmp(field.name, m_field.name) != 0)
            return false;
        return !m_key || field.key.compare(*m_key, Qt::CaseInsensitive) == 0;
    }

    const QueryField& m_field;
    std::optional<QByteArray> m_key;
    ValueTest m_test;
};

/// A value of a message whose content is JSON, whatever carried it.
class JsonCondition final : public MessageCondition
{
public:
    JsonCondition(JsonPath path, ValueTest test, size_t slot)
        : MessageCondition(slot)
        , m_path(std::move(path))
        , m_test(std::move(test))
    {
    }

    [[nodiscard]] bool matches(const DecodedMessage& message) const override
    {
        if (message.content.isEmpty())
            return false;
        const std::optional<FieldValue> value = jsonValueAt(message.content, m_path);
        return value && m_test.holds(*value);
    }
    [[nodiscard]] const char* fieldName() const override { return nullptr; }
    [[nodiscard]] qint64 contentBytes() const override { return limits::jsonMessageBytes; }

private:
    JsonPath m_path;
    ValueTest m_test;
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
    ValueTest value(node, std::move(*test));
    if (node.field->key != QueryField::Key::JsonPath)
        return std::make_shared<const FieldCondition>(node, std::move(value), slot);
    auto path = JsonPath::parse(QString::fromUtf8(node.key.value_or(QByteArray())));
    if (!path)
        return problemAt(node.offset, node.length, path.error().detail);
    return std::make_shared<const JsonCondition>(std::move(*path), std::move(value), slot);
}

MessageConditionPtr protocolCondition(std::vector<Protocol> protocols, size_t slot)
{
    return std::make_shared<const ProtocolCondition>(std::move(protocols), slot);
}

} // namespace wl
