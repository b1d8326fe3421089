// SPDX-License-Identifier: MIT
#include "decode/mqttproperties.h"

#include "decode/mqttcodes.h"

namespace wl {

namespace {

constexpr quint8 topicAlias = 35;
constexpr quint8 authenticationData = 22;

/// The value of one property; false where the bytes end before it.
bool readValue(const MqttProperty& property, ByteReader& list, MessageBuilder& builder, int parent,
               quint16& alias)
{
    const qsizetype start = list.position() - 1;
    FieldValue value;
    switch (property.kind) {
    case MqttPropertyKind::Byte: value = qint64{list.u8()}; break;
    case MqttPropertyKind::TwoBytes: {
        const quint16 number = list.u16();
        if (property.id == topicAlias)
            alias = number;
        value = qint64{number};
        break;
    }
    case MqttPropertyKind::FourBytes: value = qint64{list.u32()}; break;
    case MqttPropertyKind::VariableByte: value = qint64{readMqttNumber(list).value_or(0)}; break;
    case MqttPropertyKind::Text:
    case MqttPropertyKind::Binary: {
        const QByteArrayView bytes = list.bytes(list.u16());
        if (property.id == authenticationData) // a secret: its length says enough
            value = qint64{bytes.size()};
        else if (builder.hasTree())
            value = bytes.toByteArray();
        break;
    }
    case MqttPropertyKind::Pair: {
        const QByteArrayView name = list.bytes(list.u16());
        const QByteArrayView text = list.bytes(list.u16());
        if (builder.hasTree())
            value = name.toByteArray() + ": " + text.toByteArray();
        break;
    }
    }
    if (list.failed())
        return false;
    builder.add(nullptr, property.name, std::move(value), list.since(start), parent);
    return true;
}

} // namespace

std::optional<quint32> readMqttNumber(ByteReader& reader)
{
    quint32 value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
        const quint8 byte = reader.u8();
        value |= quint32{byte & 0x7fU} << shift;
        if (reader.failed())
            return std::nullopt;
        if ((byte & 0x80) == 0)
            return value;
    }
    reader.seek(reader.all().size() + 1);
    return std::nullopt;
}

quint16 decodeMqttProperties(ByteReader& reader, MessageBuilder& builder, QAnyStringView label, int parent)
{
    const qsizetype start = reader.position();
    const std::optional<quint32> length = readMqttNumber(reader);
    if (!length || qsizetype{*length} > reader.left()) {
        builder.setProblem(QStringLiteral("the properties are longer than the packet"),
                           reader.offsetOf(start));
        (void)reader.rest();
        return 0;
    }
    ByteReader list = reader.sub(*length);
    const int group = *length > 0 ? builder.addGroup(label, reader.since(start), parent) : -1;
    quint16 alias = 0;
    while (!list.isAtEnd()) {
        const qsizetype at = list.position();
        const quint8 id = list.u8();
        const MqttProperty* property = MqttCodes::property(id);
        if (!property) {
            builder.setProblem(QStringLiteral("there is no property %1").arg(id), list.offsetOf(at));
            break;
        }
        if (!readValue(*property, list, builder, group, alias)) {
            builder.setProblem(QStringLiteral("the property %1 goes beyond the properties")
                                   .arg(QLatin1String(property->name)),
                               list.offsetOf(at));
            break;
        }
    }
    return alias;
}

} // namespace wl
