// SPDX-License-Identifier: MIT
#include "decode/messagebuilder.h"

#include "base/limits.h"
#include "payload/escapes.h"

namespace wl {

MessageBuilder::MessageBuilder(const DecodeWishes& wishes, Protocol protocol, Direction direction,
                               ByteRange range)
    : m_wishes(wishes)
{
    m_message.protocol = protocol;
    m_message.direction = direction;
    m_message.range = range;
}

bool MessageBuilder::wants(const char* name) const
{
    return m_wishes.tree || (name && !m_wishes.fields.empty() && m_wishes.wants(name));
}

int MessageBuilder::add(const char* name, QAnyStringView label, FieldValue value, ByteRange range, int parent)
{
    if (!wants(name))
        return -1;
    if (m_message.fields.size() >= limits::messageFields) {
        setProblem(QStringLiteral("more than %1 fields: the others are left out").arg(limits::messageFields),
                   range.offset);
        return -1;
    }
    DecodedField field;
    field.name = name;
    if (m_wishes.tree)
        field.label = label.toString();
    field.value = std::move(value);
    field.range = range;
    field.parent = parent;
    field.isNamedOnly = true;
    m_message.fields.push_back(std::move(field));
    return static_cast<int>(m_message.fields.size() - 1);
}

int MessageBuilder::addBytes(const char* name, QAnyStringView label, QByteArrayView value, ByteRange range,
                             int parent)
{
    return wants(name) ? add(name, label, value.toByteArray(), range, parent) : -1;
}

int MessageBuilder::addKeyed(const char* name, const QByteArray& key, QAnyStringView label, FieldValue value,
                             ByteRange range)
{
    const int index = add(name, label, std::move(value), range);
    if (index >= 0)
        m_message.fields[static_cast<std::size_t>(index)].key = key;
    return index;
}

int MessageBuilder::addGroup(QAnyStringView label, ByteRange range, int parent)
{
    return add(nullptr, label, {}, range, parent);
}

void MessageBuilder::setFieldRange(int index, ByteRange range)
{
    if (index >= 0)
        m_message.fields[static_cast<std::size_t>(index)].range = range;
}

void MessageBuilder::setFieldLabel(int index, const QString& label)
{
    if (index >= 0 && m_wishes.tree)
        m_message.fields[static_cast<std::size_t>(index)].label = label;
}

void MessageBuilder::setFieldValue(int index, FieldValue value)
{
    if (index >= 0)
        m_message.fields[static_cast<std::size_t>(index)].value = std::move(value);
}

void MessageBuilder::setContent(QByteArrayView content, bool isWhole)
{
    const qint64 size = std::min<qint64>(content.size(), m_wishes.contentBytes);
    m_message.content = content.first(size).toByteArray();
    m_message.isContentWhole = isWhole && size == content.size();
}

void MessageBuilder::setProblem(const QString& text, qint64 offset)
{
    if (!m_message.problem)
        m_message.problem = DecodedMessage::Problem{text, offset};
}

QString infoText(QByteArrayView text)
{
    constexpr qsizetype maxBytes = 200;
    if (text.size() <= maxBytes)
        return escapeBytes(text);
    return escapeBytes(text.first(maxBytes)) + QChar(0x2026);
}

} // namespace wl
