// SPDX-License-Identifier: MIT
#include "decode/modbusnames.h"

#include "decode/codename.h"

namespace wl {

namespace {

constexpr CodeName functions[] = {
    {1, "Read Coils"},
    {2, "Read Discrete Inputs"},
    {3, "Read Holding Registers"},
    {4, "Read Input Registers"},
    {5, "Write Single Coil"},
    {6, "Write Single Register"},
    {7, "Read Exception Status"},
    {8, "Diagnostics"},
    {11, "Get Comm Event Counter"},
    {12, "Get Comm Event Log"},
    {15, "Write Multiple Coils"},
    {16, "Write Multiple Registers"},
    {17, "Report Server ID"},
    {20, "Read File Record"},
    {21, "Write File Record"},
    {22, "Mask Write Register"},
    {23, "Read/Write Multiple Registers"},
    {24, "Read FIFO Queue"},
    {43, "Encapsulated Interface Transport"},
};

constexpr CodeName exceptions[] = {
    {1, "Illegal Function"},
    {2, "Illegal Data Address"},
    {3, "Illegal Data Value"},
    {4, "Server Device Failure"},
    {5, "Acknowledge"},
    {6, "Server Device Busy"},
    {7, "Negative Acknowledge"},
    {8, "Memory Parity Error"},
    {10, "Gateway Path Unavailable"},
    {11, "Gateway Target Device Failed to Respond"},
};

} // namespace

QByteArray ModbusNames::function(quint8 code)
{
    const char* name = codeName(functions, code);
    return name ? QByteArray(name) : "Function " + QByteArray::number(code);
}

QByteArray ModbusNames::exception(quint8 code)
{
    return codeText(exceptions, code, 2);
}

bool ModbusNames::isFunction(quint8 code)
{
    return codeName(functions, code) != nullptr;
}

ModbusShape ModbusNames::shape(quint8 code)
{
    switch (code) {
    case 1:
    case 2: return ModbusShape::ReadBits;
    case 3:
    case 4: return ModbusShape::ReadRegisters;
    case 5: return ModbusShape::WriteCoil;
    case 6: return ModbusShape::WriteRegister;
    case 15: return ModbusShape::WriteBits;
    case 16: return ModbusShape::WriteRegisters;
    case 22: return ModbusShape::MaskWrite;
    case 23: return ModbusShape::ReadWrite;
    case 43: return ModbusShape::Interface;
    default: return ModbusShape::Other;
    }
}

} // namespace wl
