// SPDX-License-Identifier: MIT
#include "history/historycodec.h"

#include "workspace/httpyaml.h"
#include "workspace/yamlreader.h"
#include "workspace/yamlwriter.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborParserError>

namespace wl {

namespace {

const QString itemKey = QStringLiteral("request");
const QString extraKey = QStringLiteral("extra");

QString key(const char* name)
{
    return QString::fromLatin1(name);
}

/// The moments of HttpTimings by name.
constexpr std::pair<const char*, Timestamp HttpTimings::*> moments[] = {
    {"started", &HttpTimings::started},     {"resolved", &HttpTimings::resolved},
    {"connected", &HttpTimings::connected}, {"tunneled", &HttpTimings::tunneled},
    {"encrypted", &HttpTimings::encrypted}, {"sent", &HttpTimings::sent},
    {"firstByte", &HttpTimings::firstByte}, {"finished", &HttpTimings::finished},
};

QCborMap encodeTimings(const HttpTimings& timings)
{
    QCborMap map;
    for (const auto& [name, member] : moments) {
        if ((timings.*member).isValid())
            map.insert(key(name), (timings.*member).ns);
    }
    map.insert(key("reused"), timings.reused);
    return map;
}

HttpTimings decodeTimings(const QCborMap& map)
{
    HttpTimings timings;
    for (const auto& [name, member] : moments)
        (timings.*member).ns = map.value(key(name)).toInteger();
    timings.reused = map.value(key("reused")).toBool();
    return timings;
}

QCborMap encodeTls(const TlsFacts& tls)
{
    QCborMap map;
    map.insert(key("protocol"), tls.protocol);
    map.insert(key("cipher"), tls.cipher);
    map.insert(key("alpn"), tls.alpn);
    map.insert(key("chain"), tls.certificateChainPem);
    map.insert(key("problems"), QCborArray::fromStringList(tls.problems));
    map.insert(key("verified"), tls.verified);
    return map;
}

QStringList textsOf(const QCborValue& value)
{
    QStringList texts;
    for (const QCborValue& text : value.toArray())
        texts.append(text.toString());
    return texts;
}

TlsFacts decodeTls(const QCborMap& map)
{
    TlsFacts tls;
    tls.protocol = map.value(key("protocol")).toString();
    tls.cipher = map.value(key("cipher")).toString();
    tls.alpn = map.value(key("alpn")).toString();
    tls.certificateChainPem = map.value(key("chain")).toByteArray();
    tls.problems = textsOf(map.value(key("problems")));
    tls.verified = map.value(key("verified")).toBool();
    return tls;
}

QCborArray encodeFields(const QList<WireField>& fields)
{
    QCborArray array;
    for (const WireField& field : fields) {
        array.append(field.name);
        array.append(field.value);
    }
    return array;
}

QList<WireField> decodeFields(const QCborValue& value)
{
    QList<WireField> fields;
    const QCborArray array = value.toArray();
    for (qsizetype i = 0; i + 1 < array.size(); i += 2)
        fields.append({array.at(i).toByteArray(), array.at(i + 1).toByteArray()});
    return fields;
}

QCborArray encodeAnswers(const QList<TapAnswer>& answers)
{
    QCborArray array;
    for (const TapAnswer& answer : answers) {
        QCborMap map;
        map.insert(key("status"), answer.status);
        map.insert(key("version"), answer.version);
        map.insert(key("reason"), answer.reason);
        map.insert(key("fields"), encodeFields(answer.fields));
        map.insert(key("body"), answer.body);
        map.insert(key("bodyBytes"), answer.bodyBytes);
        array.append(map);
    }
    return array;
}

QList<TapAnswer> decodeAnswers(const QCborValue& value)
{
    QList<TapAnswer> answers;
    for (const QCborValue& item : value.toArray()) {
        const QCborMap map = item.toMap();
        TapAnswer answer;
        answer.status = int(map.value(key("status")).toInteger());
        answer.version = map.value(key("version")).toByteArray();
        answer.reason = map.value(key("reason")).toByteArray();
        answer.fields = decodeFields(map.value(key("fields")));
        answer.body = map.value(key("body")).toByteArray();
        answer.bodyBytes = map.value(key("bodyBytes")).toInteger();
        answers.append(answer);
    }
    return answers;
}

QCborMap encodeHop(const HttpHop& hop)
{
    QCborMap map;
    map.insert(key("method"), hop.method);
    map.insert(key("url"), hop.url);
    map.insert(key("requestHead"), hop.requestHead);
    map.insert(key("requestBodyBytes"), hop.requestBodyBytes);
    map.insert(key("status"), hop.status);
    map.insert(key("version"), hop.version);
    map.insert(key("reason"), hop.reason);
    map.insert(key("fields"), encodeFields(hop.fields));
    map.insert(key("responseHead"), hop.responseHead);
    map.insert(key("interim"), encodeAnswers(hop.interim));
    map.insert(key("trailers"), encodeFields(hop.trailers));
    map.insert(key("further"), encodeAnswers(hop.further));
    map.insert(key("warnings"), QCborArray::fromStringList(hop.warnings));
    map.insert(key("wireBodyBytes"), hop.wireBodyBytes);
    map.insert(key("timings"), encodeTimings(hop.timings));
    if (hop.peer.isValid()) {
        map.insert(key("peer"), hop.peer.host().toString());
        map.insert(key("peerPort"), hop.peer.port);
    }
    if (!hop.proxy.isEmpty())
        map.insert(key("proxy"), hop.proxy);
    if (hop.tls)
        map.insert(key("tls"), encodeTls(*hop.tls));
    return map;
}

HttpHop decodeHop(const QCborMap& map)
{
    HttpHop hop;
    hop.method = map.value(key("method")).toByteArray();
    hop.url = map.value(key("url")).toString();
    hop.requestHead = map.value(key("requestHead")).toByteArray();
    hop.requestBodyBytes = map.value(key("requestBodyBytes")).toInteger();
    hop.status = int(map.value(key("status")).toInteger());
    hop.version = map.value(key("version")).toByteArray();
    hop.reason = map.value(key("reason")).toByteArray();
    hop.fields = decodeFields(map.value(key("fields")));
    hop.responseHead = map.value(key("responseHead")).toByteArray();
    hop.interim = decodeAnswers(map.value(key("interim")));
    hop.trailers = decodeFields(map.value(key("trailers")));
    hop.further = decodeAnswers(map.value(key("further")));
    hop.warnings = textsOf(map.value(key("warnings")));
    hop.wireBodyBytes = map.value(key("wireBodyBytes")).toInteger();
    hop.timings = decodeTimings(map.value(key("timings")).toMap());
    if (const QString peer = map.value(key("peer")).toString(); !peer.isEmpty())
        hop.peer = SocketAddress::from(QHostAddress(peer), quint16(map.value(key("peerPort")).toInteger()));
    hop.proxy = map.value(key("proxy")).toString();
    if (const QCborValue tls = map.value(key("tls")); tls.isMap())
        hop.tls = decodeTls(tls.toMap());
    return hop;
}

} // namespace

QByteArray historycodec::encodeRequest(const HttpRequest& request)
{
    HttpYaml yaml;
    encodeHttp(yaml, nullptr, request);
    YamlDocument document;
    document.root = YamlNode::map();
    document.root.set(itemKey, yaml.item);
    document.root.setOrRemove(extraKey, yaml.extra);
    return writeYaml(document);
}

Result<HttpRequest> historycodec::decodeRequest(const QByteArray& text)
{
    const Result<YamlDocument> document = readYaml(text);
    if (!document)
        return tl::make_unexpected(document.error());
    HttpYaml yaml;
    YamlDecoder decoder;
    yaml.item = decoder.mapAt(document->root, itemKey);
    if (const YamlNode extra = decoder.mapAt(document->root, extraKey); extra.isMap())
        yaml.extra = extra;
    QStringList notes;
    HttpRequest request = decodeHttp(yaml, decoder, notes);
    if (decoder.error())
        return tl::make_unexpected(*decoder.error());
    return request;
}

QByteArray historycodec::encodeHops(const QList<HttpHop>& hops)
{
    QCborArray array;
    for (const HttpHop& hop : hops)
        array.append(encodeHop(hop));
    return QCborValue(array).toCbor();
}

Result<QList<HttpHop>> historycodec::decodeHops(const QByteArray& cbor)
{
    QList<HttpHop> hops;
    if (cbor.isEmpty())
        return hops;
    QCborParserError error;
    const QCborValue value = QCborValue::fromCbor(cbor, &error);
    if (error.error != QCborError::NoError || !value.isArray())
        return fail(ErrorCode::FileMalformed, error.errorString());
    for (const QCborValue& hop : value.toArray())
        hops.append(decodeHop(hop.toMap()));
    return hops;
}

} // namespace wl
