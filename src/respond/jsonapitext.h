// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace wl::jsonapi {

/// A JSON string, quotes included, of text from outside: UTF-8, or Latin-1 where it is not (RFC 8259 §7).
[[nodiscard]] QByteArray quoted(QByteArrayView text);

/// One member of an object as it was written: `"key"` and the value's text.
struct Member
{
    QByteArray key;   ///< without quotes, escapes as they were
    QByteArray value; ///< untouched: numbers keep their digits, nested objects their order
};

/// The members of a JSON object in their order; nullopt where the text is not valid JSON or not an object.
[[nodiscard]] std::optional<QList<Member>> membersOf(const QByteArray& json);
/// Replaces the value of a key, or adds it at the end.
void setMember(QList<Member>& members, const QByteArray& key, const QByteArray& value);
[[nodiscard]] bool hasMember(const QList<Member>& members, const QByteArray& key);
/// The object, one member a line.
[[nodiscard]] QByteArray objectText(const QList<Member>& members);

/// A name and a value of a query or a form, decoded (`+` is a space).
struct Pair
{
    QByteArray name;
    QByteArray value;
};
/// application/x-www-form-urlencoded, in order.
[[nodiscard]] QList<Pair> formPairs(QByteArrayView text);
/// `[{"name": …, "value": …}, …]`, one pair a line.
[[nodiscard]] QByteArray pairsText(const QList<Pair>& pairs);

} // namespace wl::jsonapi
