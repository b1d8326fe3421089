// SPDX-License-Identifier: MIT
#include "query/harmessage.h"

#include <algorithm>

namespace wl {

namespace {

QByteArray bytesOf(const FieldValue& value)
{
    const auto* bytes = std::get_if<QByteArray>(&value);
    return bytes ? *bytes : QByteArray();
}

qint64 numberOf(const FieldValue& value)
{
    const auto* number = std::get_if<qint64>(&value);
    return number ? *number : 0;
}

} // namespace

HarMessage HarMessage::of(const DecodedMessage& message)
{
    HarMessage har;
    har.direction = message.direction;
    har.headSize = message.range.length;
    for (const DecodedField& field : message.fields) {
        const QByteArrayView name(field.name);
        if (name == "http.method")
            har.method = bytesOf(field.value);
        else if (name == "http.url")
            har.target = bytesOf(field.value);
        else if (name == "http.version")
            har.version = bytesOf(field.value);
        else if (name == "http.status")
            har.status = numberOf(field.value);
        else if (name == "http.reason")
            har.reason = bytesOf(field.value);
        else if (name == "http.header")
            har.headers.push_back({field.key, bytesOf(field.value)});
        else if (name == "http.length") {
            har.bodySize = numberOf(field.value);
            har.headSize = std::max<qint64>(field.range.offset - message.range.offset, 0);
        }
    }
    har.content = message.content;
    har.isContentWhole = message.isContentWhole;
    if (message.problem)
        har.problem = message.problem->text;
    return har;
}

QByteArray HarMessage::header(QByteArrayView name) const
{
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const Field& field) {
        return field.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == headers.end() ? QByteArray() : found->value;
}

} // namespace wl
