// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"

#include <QList>

#include <array>

namespace wl::test {

/// A decoder for tests: a message is a line "NAME VALUE" or "NAME[KEY] VALUE", and has that one field; a line
/// that begins with { is a message's content; one without a line feed ends with its direction. A gap gives
/// the message "http.trailer[gap] LENGTH".
class LineDecoder : public ConversationDecoder
{
public:
    LineDecoder(const DecodeWishes& wishes, Sink sink)
        : m_wishes(wishes)
        , m_sink(std::move(sink))
    {
    }

    void feed(Direction direction, QByteArrayView bytes) override
    {
        QByteArray& line = m_lines[size_t(direction)];
        for (const char c : bytes) {
            if (c == '\n')
                give(direction);
            else
                line += c;
        }
    }
    void gap(Direction direction, qint64 length) override
    {
        m_lines[size_t(direction)] = "http.trailer[gap] " + QByteArray::number(length);
        give(direction);
    }
    void finish(Direction direction) override
    {
        if (!m_lines[size_t(direction)].isEmpty())
            give(direction);
    }
    [[nodiscard]] Protocol protocol() const override { return Protocol::Lines; }

private:
    void give(Direction direction)
    {
        const QByteArray line = std::exchange(m_lines[size_t(direction)], {});
        const qsizetype space = line.indexOf(' ');
        QByteArray name = line.left(space);
        DecodedField field;
        if (const qsizetype open = name.indexOf('['); open >= 0) {
            field.key = name.mid(open + 1, name.indexOf(']') - open - 1);
            name.truncate(open);
        }
        for (const char* wished : m_wishes.fields) {
            if (name == wished)
                field.name = wished;
        }
        const QByteArray value = line.mid(space + 1);
        bool isWhole = false;
        const qint64 number = value.toLongLong(&isWhole);
        field.value = isWhole ? FieldValue(number) : FieldValue(value);
        if (value == "true" || value == "false")
            field.value = value == "true";
        DecodedMessage message;
        message.protocol = Protocol::Lines;
        message.direction = direction;
        if (line.startsWith('{'))
            message.content = line.first(std::min<qsizetype>(line.size(), m_wishes.contentBytes));
        else
            message.fields.push_back(field);
        m_sink(std::move(message));
    }

    DecodeWishes m_wishes;
    Sink m_sink;
    std::array<QByteArray, 2> m_lines;
};

} // namespace wl::test
