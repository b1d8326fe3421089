// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace wl {

enum class QueryOperator : quint8 {
    Exists, ///< the field alone: there is such a value, and it is not "false"
    Equal,
    NotEqual, ///< not (==)
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
};

/// How an operator is written ("==", "contains").
[[nodiscard]] QString operatorName(QueryOperator op);

/// What a field's values are, which decides what may be compared with them.
enum class QueryType : quint8 {
    Number,
    Size,     ///< bytes: kB, MiB …
    Duration, ///< ns, ms, s, min, h; a number alone is seconds
    Time,
    Address, ///< with a port
    Choice,  ///< one of the field's values
    Words,   ///< text of ours, ASCII letters in any case
    Bytes,   ///< of the wire, exact; has slices
    Truth,
    Decoded, ///< of a message: a number, text (exact) or a truth, as it comes
};

/// A field of the filter language.
struct QueryField
{
    enum class Id : quint8 {
        Number,
        Time,
        Elapsed,
        Delta,
        Connection,
        Pane,
        Dir,
        Kind,
        Peer,
        Local,
        Source,
        Destination,
        Port,
        Protocol,
        Length,
        Payload,
        Text,
        Info,
        Comment,
        Marked,
        Message, ///< a field of a decoded message, by its name
    };
    /// name["key"]: of a field that comes several times, its name in any case; of JSON, where in it.
    enum class Key : quint8 { None, AnyCase, JsonPath };

    Id id = Id::Message;
    const char* name = nullptr;
    QueryType type = QueryType::Decoded;
    Key key = Key::None;
    const char* values = "";      ///< for completion, separated by blanks; of a Choice: all there are
    const char* description = ""; ///< English; shown by completion and in the documentation

    [[nodiscard]] QStringList valueList() const;
};

/// All fields, in the order of the documentation.
[[nodiscard]] const QList<QueryField>& queryFields();
/// By name, in any case; nullptr where there is none.
[[nodiscard]] const QueryField* findQueryField(QStringView name);
/// The field whose name is most like this one; nullptr where none is.
[[nodiscard]] const QueryField* similarQueryField(QStringView name);
/// The operators that a type takes, in the order in which completion offers them.
[[nodiscard]] QList<QueryOperator> operatorsOf(QueryType type);

} // namespace wl
