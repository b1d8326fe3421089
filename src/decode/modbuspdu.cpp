// SPDX-License-Identifier: MIT
#include "decode/modbuspdu.h"

#include "decode/modbusnames.h"

namespace wl {

namespace {

using Shape = ModbusShape;

constexpr quint8 deviceIdentification = 14; // the one encapsulated interface that is read (§6.21)
constexpr quint8 exceptionBit = 0x80;
constexpr qsizetype infoValues = 8; // that the info line names

/// The most that one request may ask for (§6).
quint16 mostOf(Shape shape)
{
    switch (shape) {
    case Shape::ReadBits: return 2000;
    case Shape::WriteBits: return 0x7b0;
    case Shape::WriteRegisters: return 0x7b;
    default: return 125;
    }
}

bool isBits(Shape shape)
{
    return shape == Shape::ReadBits || shape == Shape::WriteBits;
}

/// One request or response, from its function on, while it is taken apart.
class Pdu
{
public:
    Pdu(const ByteReader& reader, MessageBuilder& builder)
        : m_reader(reader)
        , m_builder(builder)
    {
    }

    [[nodiscard]] ModbusRequest request();
    void response(const std::optional<ModbusRequest>& request);

private:
    [[nodiscard]] quint8 function(const char* kind);
    void requestData(ModbusRequest& request);
    void responseData(Shape shape, std::optional<ModbusRequest> request);
    void exception();
    void finish();
    quint16 number(const char* name, QAnyStringView label);
    quint16 count(const char* name, QAnyStringView label, quint16 most);
    void single(bool isCoil);
    void mask();
    void counted(Shape shape, std::optional<quint16> address, std::optional<quint16> count);
    void bits(ByteReader data, std::optional<quint16> address, std::optional<quint16> count);
    void registers(ByteReader data, std::optional<quint16> address);
    void identificationRequest();
    void identificationResponse();
    void opaque();
    void say(const QByteArray& value);

    ByteReader m_reader;
    MessageBuilder& m_builder;
    QString m_info;
    qsizetype m_said = 0;
};

quint8 Pdu::function(const char* kind)
{
    const quint8 code = m_reader.u8();
    const QByteArray name = ModbusNames::function(code & ~exceptionBit);
    if (m_builder.hasTree())
        m_builder.add("modbus.function", QStringLiteral("Function (%1)").arg(QLatin1String(name)),
                      qint64{code & ~exceptionBit}, m_reader.since(0));
    else
        m_builder.add("modbus.function", {}, qint64{code & ~exceptionBit}, m_reader.since(0));
    if (m_builder.hasInfo())
        m_info = QLatin1String(name) + QLatin1String(kind);
    return code;
}

quint16 Pdu::number(const char* name, QAnyStringView label)
{
    const quint16 value = m_reader.u16();
    if (!m_reader.failed())
        m_builder.add(name, label, qint64{value}, m_reader.since(m_reader.position() - 2));
    return value;
}

quint16 Pdu::count(const char* name, QAnyStringView label, quint16 most)
{
    const quint16 value = number(name, label);
    if (!m_reader.failed() && (value == 0 || value > most))
        m_builder.setProblem(QStringLiteral("a count of %1: 1 to %2 are allowed").arg(value).arg(most),
                             m_reader.offsetOf(m_reader.position() - 2));
    return value;
}

/// A value for the info line.
void Pdu::say(const QByteArray& value)
{
    if (!m_builder.hasInfo() || ++m_said > infoValues + 1)
        return;
    m_info += m_said == 1 ? QStringLiteral(": ") : QStringLiteral(", ");
    m_info += m_said > infoValues ? QStringLiteral("…") : QString::fromLatin1(value);
}

void Pdu::single(bool isCoil)
{
    const quint16 value = m_reader.u16();
    if (m_reader.failed())
        return;
    const ByteRange range = m_reader.since(m_reader.position() - 2);
    if (isCoil && value != 0 && value != 0xff00) // §6.5
        m_builder.setProblem(QStringLiteral("a coil is written with 0000 or FF00 only"), range.offset);
    const FieldValue field = isCoil ? FieldValue(value != 0) : FieldValue(qint64{value});
    m_builder.add("modbus.values", isCoil ? "Coil" : "Register", field, range);
    m_builder.add("modbus.count", "Count", qint64{1}, {});
    say(isCoil ? QByteArray(value != 0 ? "on" : "off") : QByteArray::number(value));
}

void Pdu::mask()
{
    (void)number(nullptr, "And mask");
    (void)number(nullptr, "Or mask");
}

/// Values behind a count of their bytes.
void Pdu::counted(Shape shape, std::optional<quint16> address, std::optional<quint16> count)
{
    const quint8 size = m_reader.u8();
    if (m_reader.failed())
        return;
    const qint64 at = m_reader.offsetOf(m_reader.position() - 1);
    m_builder.add(nullptr, "Bytes", qint64{size}, {at, 1});
    const qsizetype needed = isBits(shape) ? (count.value_or(0) + 7) / 8 : 2 * count.value_or(0);
    if (count && needed != size)
        m_builder.setProblem(QStringLiteral("%1 bytes of values for a count of %2").arg(size).arg(*count),
                             at);
    else if (!isBits(shape) && size % 2 != 0)
        m_builder.setProblem(QStringLiteral("registers in an odd number of bytes"), at);
    const ByteReader data = m_reader.sub(size);
    if (isBits(shape))
        bits(data, address, count);
    else
        registers(data, address);
}

QString placeLabel(QLatin1StringView word, std::optional<quint16> address, int index)
{
    return word + u' ' + QString::number(address.value_or(0) + index);
}

void Pdu::bits(ByteReader data, std::optional<quint16> address, std::optional<quint16> count)
{
    const QByteArrayView bytes = data.all();
    const auto total = std::min<qsizetype>(count ? *count : bytes.size() * 8, bytes.size() * 8);
    const QLatin1StringView word(address ? "Coil" : "Value");
    for (int i = 0; i < total && (m_builder.wants("modbus.values") || m_builder.hasInfo()); ++i) {
        const bool isOn = (bytes[i / 8] >> (i % 8) & 1) != 0;
        m_builder.add("modbus.values", m_builder.hasTree() ? placeLabel(word, address, i) : QString(), isOn,
                      data.range(i / 8, 1));
        say(isOn ? "1" : "0");
    }
}

void Pdu::registers(ByteReader data, std::optional<quint16> address)
{
    const QLatin1StringView word(address ? "Register" : "Value");
    for (int i = 0; data.left() >= 2 && (m_builder.wants("modbus.values") || m_builder.hasInfo()); ++i) {
        const quint16 value = data.u16();
        m_builder.add("modbus.values", m_builder.hasTree() ? placeLabel(word, address, i) : QString(),
                      qint64{value}, data.since(data.position() - 2));
        say(QByteArray::number(value));
    }
}

/// §6.21
void Pdu::identificationRequest()
{
    const quint8 kind = m_reader.u8();
    m_builder.add(nullptr, "Encapsulated interface", qint64{kind}, m_reader.since(m_reader.position() - 1));
    if (kind != deviceIdentification) {
        opaque();
        return;
    }
    const quint8 code = m_reader.u8();
    m_builder.add(nullptr, "Device ID code", qint64{code}, m_reader.since(m_reader.position() - 1));
    const quint8 object = m_reader.u8();
    m_builder.add(nullptr, "Object ID", qint64{object}, m_reader.since(m_reader.position() - 1));
}

void Pdu::identificationResponse()
{
    const quint8 kind = m_reader.u8();
    m_builder.add(nullptr, "Encapsulated interface", qint64{kind}, m_reader.since(m_reader.position() - 1));
    if (kind != deviceIdentification) {
        opaque();
        return;
    }
    for (const char* label : {"Device ID code", "Conformity", "More follows", "Next object", "Objects"}) {
        const quint8 value = m_reader.u8();
        m_builder.add(nullptr, label, qint64{value}, m_reader.since(m_reader.position() - 1));
    }
    if (m_reader.failed())
        return;
    for (int left = static_cast<quint8>(m_reader.all()[m_reader.position() - 1]); left > 0; --left) {
        const quint8 object = m_reader.u8();
        const qsizetype start = m_reader.position() + 1;
        const QByteArrayView value = m_reader.bytes(m_reader.u8());
        if (m_reader.failed())
            return;
        if (m_builder.hasTree())
            m_builder.addBytes(nullptr, QStringLiteral("Object %1").arg(object), value,
                               m_reader.range(start, value.size()));
        if (m_builder.hasInfo())
            say(infoText(value).toUtf8());
    }
}

void Pdu::opaque()
{
    const qsizetype start = m_reader.position();
    const QByteArrayView data = m_reader.rest();
    m_builder.addBytes(nullptr, "Data", data, m_reader.since(start));
}

/// What stands behind the address.
void Pdu::requestData(ModbusRequest& request)
{
    const Shape shape = ModbusNames::shape(request.function);
    switch (shape) {
    case Shape::WriteCoil: single(true); break;
    case Shape::WriteRegister: single(false); break;
    case Shape::MaskWrite: mask(); break;
    case Shape::ReadWrite: {
        request.count = count("modbus.count", "Count to read", mostOf(shape));
        const quint16 address = number(nullptr, "Address to write");
        const quint16 written = count(nullptr, "Count to write", 121); // §6.17
        counted(shape, address, written);
        break;
    }
    default:
        request.count = count("modbus.count", "Count", mostOf(shape));
        if (shape == Shape::WriteBits || shape == Shape::WriteRegisters)
            counted(shape, request.address, request.count);
    }
}

ModbusRequest Pdu::request()
{
    ModbusRequest request;
    request.function = function("");
    const Shape shape = ModbusNames::shape(request.function);
    if (shape == Shape::Interface) {
        identificationRequest();
    } else if (shape == Shape::Other) {
        opaque();
    } else {
        request.address = number("modbus.address", "Address");
        request.hasAddress = !m_reader.failed();
        if (m_builder.hasInfo())
            m_info += QStringLiteral(" at %1").arg(request.address);
        requestData(request);
        if (m_builder.hasInfo() && request.count > 0)
            m_info.replace(QStringLiteral(" at "), QStringLiteral(" %1 at ").arg(request.count));
    }
    finish();
    return request;
}

void Pdu::responseData(Shape shape, std::optional<ModbusRequest> request)
{
    switch (shape) {
    case Shape::ReadBits:
    case Shape::ReadRegisters:
    case Shape::ReadWrite:
        if (request && request->hasAddress) {
            m_builder.add("modbus.address", "Address, of the request", qint64{request->address}, {});
            m_builder.add("modbus.count", "Count, of the request", qint64{request->count}, {});
            counted(shape, request->address, request->count);
        } else {
            counted(shape, std::nullopt, std::nullopt);
        }
        break;
    case Shape::Interface: identificationResponse(); break;
    case Shape::Other: opaque(); break;
    default: {
        const quint16 address = number("modbus.address", "Address");
        if (m_builder.hasInfo())
            m_info += QStringLiteral(" at %1").arg(address);
        if (shape == Shape::WriteCoil || shape == Shape::WriteRegister)
            single(shape == Shape::WriteCoil);
        else if (shape == Shape::MaskWrite)
            mask();
        else
            count("modbus.count", "Count", mostOf(shape));
    }
    }
}

void Pdu::response(const std::optional<ModbusRequest>& request)
{
    const bool isException = !m_reader.isAtEnd() && (m_reader.all()[0] & exceptionBit) != 0;
    const quint8 code = function(isException ? " exception" : " response");
    if (isException) {
        exception();
    } else {
        const bool isAnswer = request && request->function == code;
        responseData(ModbusNames::shape(code), isAnswer ? request : std::nullopt);
    }
    finish();
}

void Pdu::exception()
{
    const quint8 code = m_reader.u8();
    if (m_reader.failed())
        return;
    const QByteArray name = ModbusNames::exception(code);
    m_builder.addBytes("modbus.exception", "Exception", name, m_reader.since(1));
    if (m_builder.hasInfo())
        m_info += QStringLiteral(": ") + QLatin1String(name);
}

void Pdu::finish()
{
    if (m_reader.failed())
        m_builder.setProblem(QStringLiteral("shorter than its function needs"), m_reader.offset());
    else if (!m_reader.isAtEnd())
        m_builder.setProblem(QStringLiteral("bytes behind the end of what the function holds"),
                             m_reader.offset());
    if (m_builder.hasInfo())
        m_builder.setInfo(m_info);
}

} // namespace

bool isModbusRequest(QByteArrayView pdu)
{
    if (pdu.isEmpty() || (pdu[0] & exceptionBit) != 0)
        return false;
    const qsizetype size = pdu.size();
    const auto counted = [&](qsizetype at) {
        return size > at && size == at + 1 + static_cast<quint8>(pdu[at]);
    };
    switch (ModbusNames::shape(static_cast<quint8>(pdu[0]))) {
    case Shape::WriteBits:
    case Shape::WriteRegisters: return counted(5);
    case Shape::MaskWrite: return size == 7;
    case Shape::ReadWrite: return counted(9);
    case Shape::Interface: return size > 1 && (pdu[1] != deviceIdentification || size == 4);
    case Shape::Other: return true;
    default: return size == 5;
    }
}

bool isModbusResponse(QByteArrayView pdu)
{
    if (pdu.isEmpty())
        return false;
    const qsizetype size = pdu.size();
    if ((pdu[0] & exceptionBit) != 0)
        return size == 2;
    switch (ModbusNames::shape(static_cast<quint8>(pdu[0]))) {
    case Shape::ReadBits:
    case Shape::ReadRegisters:
    case Shape::ReadWrite: return size >= 2 && size == 2 + static_cast<quint8>(pdu[1]);
    case Shape::MaskWrite: return size == 7;
    case Shape::Interface: return size > 1 && (pdu[1] != deviceIdentification || size >= 7);
    case Shape::Other: return true;
    default: return size == 5;
    }
}

ModbusRequest decodeModbusRequest(ByteReader pdu, MessageBuilder& builder)
{
    return Pdu(pdu, builder).request();
}

void decodeModbusResponse(ByteReader pdu, const std::optional<ModbusRequest>& request,
                          MessageBuilder& builder)
{
    Pdu(pdu, builder).response(request);
}

} // namespace wl
