// SPDX-License-Identifier: MIT
#include "query/messagetext.h"

#include "decode/jsonformat.h"
#include "decode/jsontree.h"
#include "decode/treewords.h"

#include <cstring>

namespace wl {

namespace {

/// What it is, in a line; a line's or JSON's own words are its content, a WebSocket message's length says
/// nothing more.
QByteArray heading(const DecodedMessage& message)
{
    switch (message.protocol) {
    case Protocol::Json: return "JSON";
    case Protocol::WebSocket: {
        const bool isClose = message.info.startsWith(QLatin1String("close"));
        return isClose ? message.info.toUtf8() : message.info.section(u',', 0, 0).toUtf8();
    }
    default: return message.info.toUtf8();
    }
}

bool isNamed(const DecodedField& field, const char* name)
{
    return field.name && std::strcmp(field.name, name) == 0;
}

/// Whether the content says all that the fields do, but for header fields.
bool isContentAll(Protocol protocol)
{
    return protocol == Protocol::Http || protocol == Protocol::WebSocket || protocol == Protocol::Json ||
           protocol == Protocol::Lines || protocol == Protocol::Unknown;
}

void addHeader(QByteArray& text, const DecodedMessage& message)
{
    for (const DecodedField& field : message.fields) {
        if (!isNamed(field, "http.header") && !isNamed(field, "http.trailer"))
            continue;
        const auto* value = std::get_if<QByteArray>(&field.value);
        text += "  " + field.key + ": " + (value ? *value : QByteArray()) + '\n';
    }
}

void addTree(QByteArray& text, const DecodedMessage& message)
{
    std::vector<int> depths;
    for (const DecodedField& field : message.fields) {
        const bool hasParent = field.parent >= 0 && size_t(field.parent) < depths.size();
        depths.push_back(hasParent ? depths[size_t(field.parent)] + 1 : 1);
        text += QByteArray(2 * depths.back(), ' ') + treeWords(field).toUtf8() + '\n';
    }
}

} // namespace

DecodeWishes messageTextWishes(qint64 contentBytes)
{
    DecodeWishes wishes;
    wishes.tree = true;
    wishes.info = true;
    wishes.contentBytes = contentBytes;
    return wishes;
}

QByteArray messageText(const DecodedMessage& message)
{
    const bool isLine = message.protocol == Protocol::Lines || message.protocol == Protocol::Unknown;
    QByteArray text = message.direction == Direction::Sent ? "→" : "←";
    if (!isLine)
        text += ' ' + heading(message) + '\n';
    if (isContentAll(message.protocol))
        addHeader(text, message);
    else
        addTree(text, message);
    if (!message.content.isEmpty()) {
        text += isLine ? " " : "\n";
        text += isJson(message.content) ? formattedJson(message.content, {}) : message.content;
    }
    if (message.problem)
        text += "\n! " + message.problem->text.toUtf8();
    if (!text.endsWith('\n'))
        text += '\n';
    return text;
}

} // namespace wl
