// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl {

/// What the data of a Modbus function looks like (Modbus Application Protocol V1.1b3 §6).
enum class ModbusShape : quint8 {
    ReadBits,
    ReadRegisters,
    WriteCoil,
    WriteRegister,
    WriteBits,
    WriteRegisters,
    MaskWrite,
    ReadWrite,
    Interface,
    Other, ///< not read further
};

/// Names of Modbus numbers (§6, §7).
struct ModbusNames
{
    [[nodiscard]] static QByteArray function(quint8 code);  ///< "Function 99" where unknown
    [[nodiscard]] static QByteArray exception(quint8 code); ///< "Illegal Data Address"; "0x63" where unknown
    [[nodiscard]] static bool isFunction(quint8 code);
    [[nodiscard]] static ModbusShape shape(quint8 code);
};

} // namespace wl
