// SPDX-License-Identifier: MIT
#include "query/queryfield.h"

#include <algorithm>
#include <array>

namespace wl {

namespace {

using Id = QueryField::Id;
using Key = QueryField::Key;
using Type = QueryType;

constexpr const char* protocols = "tcp tls udp http http2 websocket json lines dns mqtt modbus syslog";
constexpr const char* httpMethods = "GET POST PUT PATCH DELETE HEAD OPTIONS";

const QList<QueryField>& table()
{
    static const QList<QueryField> fields{
        {Id::Number, "number", Type::Number, Key::None, "", "The record's number, from 1"},
        {Id::Time, "time", Type::Time, Key::None, "",
         "When it was: 12:01:07.5 (on the day of the first record) or 2026-11-20T12:01:07"},
        {Id::Elapsed, "elapsed", Type::Duration, Key::None, "", "Time since the first record"},
        {Id::Delta, "delta", Type::Duration, Key::None, "", "Time since the record before"},
        {Id::Connection, "conn", Type::Number, Key::None, "", "The connection's number, from 1"},
        {Id::Pane, "pane", Type::Words, Key::None, "", "The name of the pane"},
        {Id::Dir, "dir", Type::Choice, Key::None, "in out", "Received (in) or sent (out)"},
        {Id::Kind, "kind", Type::Choice, Key::None, "data opened half-closed closed reset failed note",
         "Bytes, or which turning point of the connection"},
        {Id::Peer, "peer", Type::Address, Key::None, "", "The peer's address"},
        {Id::Local, "local", Type::Address, Key::None, "", "Our address"},
        {Id::Source, "src", Type::Address, Key::None, "", "The sender's address"},
        {Id::Destination, "dst", Type::Address, Key::None, "", "The receiver's address"},
        {Id::Port, "port", Type::Number, Key::None, "", "Either port"},
        {Id::Protocol, "proto", Type::Choice, Key::None, protocols,
         "The transport, and the protocol of a message that ends here"},
        {Id::Length, "length", Type::Size, Key::None, "", "Bytes of payload"},
        {Id::Payload, "payload", Type::Bytes, Key::None, "",
         "The bytes, exactly; payload[offset:length] is a part"},
        {Id::Text, "text", Type::Words, Key::None, "",
         "The bytes, ASCII letters in any case; of a turning point its words"},
        {Id::Info, "info", Type::Words, Key::None, "",
         "The first line of the bytes; of a turning point its words"},
        {Id::Comment, "comment", Type::Words, Key::None, "", "Your comment"},
        {Id::Marked, "marked", Type::Truth, Key::None, "", "Marked by you"},
        {Id::Message, "http.method", Type::Decoded, Key::None, httpMethods, "The method of an HTTP request"},
        {Id::Message, "http.url", Type::Decoded, Key::None, "",
         "The target of an HTTP request as it was sent"},
        {Id::Message, "http.version", Type::Decoded, Key::None, "", "The version of an HTTP message"},
        {Id::Message, "http.status", Type::Decoded, Key::None, "200 301 400 404 500",
         "The status code of an HTTP response"},
        {Id::Message, "http.reason", Type::Decoded, Key::None, "", "The words behind the status code"},
        {Id::Message, "http.host", Type::Decoded, Key::None, "", "The Host field of an HTTP request"},
        {Id::Message, "http.type", Type::Decoded, Key::None, "application/json text/html text/plain",
         "The media type of an HTTP message, without parameters"},
        {Id::Message, "http.length", Type::Decoded, Key::None, "",
         "Bytes of an HTTP body, without the transfer coding"},
        {Id::Message, "http.header", Type::Decoded, Key::AnyCase, "",
         "A header field by its name: http.header[\"Content-Type\"]"},
        {Id::Message, "http.trailer", Type::Decoded, Key::AnyCase, "",
         "A field behind a chunked body by its name"},
        {Id::Message, "http2.type", Type::Decoded, Key::None, "HEADERS DATA SETTINGS RST_STREAM GOAWAY",
         "The type of an HTTP/2 frame"},
        {Id::Message, "http2.stream", Type::Decoded, Key::None, "", "The stream of an HTTP/2 frame"},
        {Id::Message, "http2.error", Type::Decoded, Key::None, "CANCEL PROTOCOL_ERROR REFUSED_STREAM",
         "The error of a GOAWAY or RST_STREAM frame"},
        {Id::Message, "ws.opcode", Type::Decoded, Key::None, "text binary close ping pong",
         "The kind of a WebSocket message"},
        {Id::Message, "ws.length", Type::Decoded, Key::None, "", "Bytes of a WebSocket message"},
        {Id::Message, "ws.closecode", Type::Decoded, Key::None, "1000 1001 1006",
         "Why a WebSocket was closed, as a number"},
        {Id::Message, "ws.closereason", Type::Decoded, Key::None, "", "Why a WebSocket was closed, in words"},
        {Id::Message, "json", Type::Decoded, Key::JsonPath, "",
         "A value of a JSON message by its path: json[\"user.roles[0]\"]"},
        {Id::Message, "line.text", Type::Decoded, Key::None, "", "A line of text"},
        {Id::Message, "dns.name", Type::Decoded, Key::None, "", "A name that was asked for"},
        {Id::Message, "dns.type", Type::Decoded, Key::None, "A AAAA CNAME MX TXT", "What was asked for"},
        {Id::Message, "dns.rcode", Type::Decoded, Key::None, "NOERROR NXDOMAIN SERVFAIL",
         "The response code of a DNS answer"},
        {Id::Message, "dns.answer", Type::Decoded, Key::None, "", "What a DNS answer says"},
        {Id::Message, "mqtt.type", Type::Decoded, Key::None, "CONNECT PUBLISH SUBSCRIBE DISCONNECT",
         "The kind of an MQTT packet"},
        {Id::Message, "mqtt.topic", Type::Decoded, Key::None, "", "The topic of an MQTT packet"},
        {Id::Message, "mqtt.qos", Type::Decoded, Key::None, "0 1 2",
         "The quality of service of an MQTT packet"},
        {Id::Message, "mqtt.clientid", Type::Decoded, Key::None, "",
         "The name with which an MQTT client connects"},
        {Id::Message, "tls.type", Type::Decoded, Key::None, "", "The kind of a TLS handshake message"},
        {Id::Message, "tls.sni", Type::Decoded, Key::None, "", "The server name in a TLS ClientHello"},
        {Id::Message, "tls.alpn", Type::Decoded, Key::None, "", "A protocol that a TLS hello names"},
        {Id::Message, "tls.version", Type::Decoded, Key::None, "", "A version that a TLS hello names"},
        {Id::Message, "modbus.function", Type::Decoded, Key::None, "",
         "The function code of a Modbus message"},
        {Id::Message, "modbus.unit", Type::Decoded, Key::None, "", "The unit of a Modbus message"},
        {Id::Message, "modbus.address", Type::Decoded, Key::None, "",
         "The first register or coil of a Modbus message"},
        {Id::Message, "modbus.exception", Type::Decoded, Key::None, "", "The exception of a Modbus answer"},
        {Id::Message, "syslog.severity", Type::Decoded, Key::None, "", "The severity of a syslog message"},
        {Id::Message, "syslog.host", Type::Decoded, Key::None, "", "The host of a syslog message"},
        {Id::Message, "syslog.app", Type::Decoded, Key::None, "", "The program of a syslog message"},
        {Id::Message, "syslog.message", Type::Decoded, Key::None, "", "The text of a syslog message"},
    };
    return fields;
}

/// Levenshtein distance; names are short.
int distance(QStringView a, QStringView b)
{
    std::vector<int> row(size_t(b.size()) + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i) + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const int replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[size_t(j) + 1];
            row[size_t(j) + 1] = std::min({replaced, diagonal + 1, row[size_t(j)] + 1});
        }
    }
    return row.back();
}

} // namespace

QString operatorName(QueryOperator op)
{
    switch (op) {
    case QueryOperator::Exists: return {};
    case QueryOperator::Equal: return QStringLiteral("==");
    case QueryOperator::NotEqual: return QStringLiteral("!=");
    case QueryOperator::Less: return QStringLiteral("<");
    case QueryOperator::LessEqual: return QStringLiteral("<=");
    case QueryOperator::Greater: return QStringLiteral(">");
    case QueryOperator::GreaterEqual: return QStringLiteral(">=");
    case QueryOperator::In: return QStringLiteral("in");
    case QueryOperator::Contains: return QStringLiteral("contains");
    case QueryOperator::StartsWith: return QStringLiteral("startsWith");
    case QueryOperator::EndsWith: return QStringLiteral("endsWith");
    case QueryOperator::Matches: return QStringLiteral("matches");
    }
    return {};
}

QStringList QueryField::valueList() const
{
    return QString::fromLatin1(values).split(u' ', Qt::SkipEmptyParts);
}

const QList<QueryField>& queryFields()
{
    return table();
}

const QueryField* findQueryField(QStringView name)
{
    const auto& fields = table();
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const QueryField& field) {
        return name.compare(QLatin1String(field.name), Qt::CaseInsensitive) == 0;
    });
    return found == fields.end() ? nullptr : &*found;
}

const QueryField* similarQueryField(QStringView name)
{
    constexpr qsizetype longest = 40;
    const QueryField* best = nullptr;
    int least = 3; // more than two slips are another word
    for (const QueryField& field : table()) {
        const int away = name.size() > longest
                             ? least
                             : distance(name.toString().toLower(), QString::fromLatin1(field.name));
        if (away < least) {
            least = away;
            best = &field;
        }
    }
    return best;
}

QList<QueryOperator> operatorsOf(QueryType type)
{
    using Op = QueryOperator;
    switch (type) {
    case QueryType::Number:
    case QueryType::Size:
    case QueryType::Duration:
    case QueryType::Time:
        return {Op::Equal, Op::NotEqual, Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual, Op::In};
    case QueryType::Choice: return {Op::Equal, Op::NotEqual, Op::In};
    case QueryType::Truth: return {Op::Equal, Op::NotEqual};
    case QueryType::Address:
    case QueryType::Words:
    case QueryType::Bytes:
        return {Op::Equal, Op::NotEqual, Op::Contains, Op::StartsWith, Op::EndsWith, Op::Matches, Op::In};
    case QueryType::Decoded:
        return {Op::Equal,    Op::NotEqual,   Op::Less,     Op::LessEqual, Op::Greater, Op::GreaterEqual,
                Op::Contains, Op::StartsWith, Op::EndsWith, Op::Matches,   Op::In};
    }
    return {};
}

} // namespace wl
