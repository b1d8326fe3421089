// SPDX-License-Identifier: MIT
#include "payload/crc.h"

namespace wl {

namespace {

constexpr CrcModel models[] = {
    {"CRC-8/SMBUS", 8, 0x07, 0x00, false, 0x00, 0xF4, "CRC-8"},
    {"CRC-8/AUTOSAR", 8, 0x2F, 0xFF, false, 0xFF, 0xDF, ""},
    {"CRC-8/BLUETOOTH", 8, 0xA7, 0x00, true, 0x00, 0x26, ""},
    {"CRC-8/CDMA2000", 8, 0x9B, 0xFF, false, 0x00, 0xDA, ""},
    {"CRC-8/DARC", 8, 0x39, 0x00, true, 0x00, 0x15, ""},
    {"CRC-8/DVB-S2", 8, 0xD5, 0x00, false, 0x00, 0xBC, ""},
    {"CRC-8/GSM-A", 8, 0x1D, 0x00, false, 0x00, 0x37, ""},
    {"CRC-8/HITAG", 8, 0x1D, 0xFF, false, 0x00, 0xB4, ""},
    {"CRC-8/I-432-1", 8, 0x07, 0x00, false, 0x55, 0xA1, "CRC-8/ITU"},
    {"CRC-8/LTE", 8, 0x9B, 0x00, false, 0x00, 0xEA, ""},
    {"CRC-8/MAXIM-DOW", 8, 0x31, 0x00, true, 0x00, 0xA1, "CRC-8/MAXIM DOW-CRC"},
    {"CRC-8/NRSC-5", 8, 0x31, 0xFF, false, 0x00, 0xF7, ""},
    {"CRC-8/OPENSAFETY", 8, 0x2F, 0x00, false, 0x00, 0x3E, ""},
    {"CRC-8/ROHC", 8, 0x07, 0xFF, true, 0x00, 0xD0, ""},
    {"CRC-8/SAE-J1850", 8, 0x1D, 0xFF, false, 0xFF, 0x4B, "CRC-8/J1850"},
    {"CRC-8/TECH-3250", 8, 0x1D, 0xFF, true, 0x00, 0x97, "CRC-8/EBU CRC-8/AES"},
    {"CRC-8/WCDMA", 8, 0x9B, 0x00, true, 0x00, 0x25, ""},

    {"CRC-16/ARC", 16, 0x8005, 0x0000, true, 0x0000, 0xBB3D, "CRC-16 CRC-16/LHA CRC-16/IBM ARC"},
    {"CRC-16/CDMA2000", 16, 0xC867, 0xFFFF, false, 0x0000, 0x4C06, ""},
    {"CRC-16/CMS", 16, 0x8005, 0xFFFF, false, 0x0000, 0xAEE7, ""},
    {"CRC-16/DDS-110", 16, 0x8005, 0x800D, false, 0x0000, 0x9ECF, ""},
    {"CRC-16/DECT-R", 16, 0x0589, 0x0000, false, 0x0001, 0x007E, ""},
    {"CRC-16/DECT-X", 16, 0x0589, 0x0000, false, 0x0000, 0x007F, ""},
    {"CRC-16/DNP", 16, 0x3D65, 0x0000, true, 0xFFFF, 0xEA82, "CRC-16/DNP3"},
    {"CRC-16/EN-13757", 16, 0x3D65, 0x0000, false, 0xFFFF, 0xC2B7, ""},
    {"CRC-16/GENIBUS", 16, 0x1021, 0xFFFF, false, 0xFFFF, 0xD64E, "CRC-16/EPC CRC-16/I-CODE"},
    {"CRC-16/GSM", 16, 0x1021, 0x0000, false, 0xFFFF, 0xCE3C, ""},
    {"CRC-16/IBM-3740", 16, 0x1021, 0xFFFF, false, 0x0000, 0x29B1, "CRC-16/CCITT-FALSE CRC-16/AUTOSAR"},
    {"CRC-16/IBM-SDLC", 16, 0x1021, 0xFFFF, true, 0xFFFF, 0x906E, "CRC-16/X-25 X-25 CRC-16/HDLC"},
    {"CRC-16/KERMIT", 16, 0x1021, 0x0000, true, 0x0000, 0x2189, "KERMIT CRC-16/CCITT-TRUE CRC-16/BLUETOOTH"},
    {"CRC-16/LJ1200", 16, 0x6F63, 0x0000, false, 0x0000, 0xBDF4, ""},
    {"CRC-16/MAXIM-DOW", 16, 0x8005, 0x0000, true, 0xFFFF, 0x44C2, "CRC-16/MAXIM"},
    {"CRC-16/MCRF4XX", 16, 0x1021, 0xFFFF, true, 0x0000, 0x6F91, ""},
    {"CRC-16/MODBUS", 16, 0x8005, 0xFFFF, true, 0x0000, 0x4B37, "MODBUS"},
    {"CRC-16/NRSC-5", 16, 0x080B, 0xFFFF, true, 0x0000, 0xA066, ""},
    {"CRC-16/OPENSAFETY-A", 16, 0x5935, 0x0000, false, 0x0000, 0x5D38, ""},
    {"CRC-16/OPENSAFETY-B", 16, 0x755B, 0x0000, false, 0x0000, 0x20FE, ""},
    {"CRC-16/PROFIBUS", 16, 0x1DCF, 0xFFFF, false, 0xFFFF, 0xA819, ""},
    {"CRC-16/RIELLO", 16, 0x1021, 0xB2AA, true, 0x0000, 0x63D0, ""},
    {"CRC-16/SPI-FUJITSU", 16, 0x1021, 0x1D0F, false, 0x0000, 0xE5CC, "CRC-16/AUG-CCITT"},
    {"CRC-16/T10-DIF", 16, 0x8BB7, 0x0000, false, 0x0000, 0xD0DB, ""},
    {"CRC-16/TELEDISK", 16, 0xA097, 0x0000, false, 0x0000, 0x0FB3, ""},
    {"CRC-16/TMS37157", 16, 0x1021, 0x89EC, true, 0x0000, 0x26B1, ""},
    {"CRC-16/UMTS", 16, 0x8005, 0x0000, false, 0x0000, 0xFEE8, "CRC-16/BUYPASS CRC-16/VERIFONE"},
    {"CRC-16/USB", 16, 0x8005, 0xFFFF, true, 0xFFFF, 0xB4C8, ""},
    {"CRC-16/XMODEM", 16, 0x1021, 0x0000, false, 0x0000, 0x31C3, "XMODEM CRC-16/ACORN CRC-16/V-41-MSB"},

    {"CRC-32/ISO-HDLC", 32, 0x04C11DB7, 0xFFFFFFFF, true, 0xFFFFFFFF, 0xCBF43926,
     "CRC-32 CRC-32/PKZIP CRC-32/ADCCP"},
    {"CRC-32/AIXM", 32, 0x814141AB, 0x00000000, false, 0x00000000, 0x3010BF7F, "CRC-32Q"},
    {"CRC-32/AUTOSAR", 32, 0xF4ACFB13, 0xFFFFFFFF, true, 0xFFFFFFFF, 0x1697D06A, ""},
    {"CRC-32/BASE91-D", 32, 0xA833982B, 0xFFFFFFFF, true, 0xFFFFFFFF, 0x87315576, "CRC-32D"},
    {"CRC-32/BZIP2", 32, 0x04C11DB7, 0xFFFFFFFF, false, 0xFFFFFFFF, 0xFC891918, "CRC-32/AAL5"},
    {"CRC-32/CD-ROM-EDC", 32, 0x8001801B, 0x00000000, true, 0x00000000, 0x6EC2EDC4, ""},
    {"CRC-32/CKSUM", 32, 0x04C11DB7, 0x00000000, false, 0xFFFFFFFF, 0x765E7680, "CRC-32/POSIX CKSUM"},
    {"CRC-32/ISCSI", 32, 0x1EDC6F41, 0xFFFFFFFF, true, 0xFFFFFFFF, 0xE3069283, "CRC-32C CRC-32/CASTAGNOLI"},
    {"CRC-32/JAMCRC", 32, 0x04C11DB7, 0xFFFFFFFF, true, 0x00000000, 0x340BC6D9, "JAMCRC"},
    {"CRC-32/MEF", 32, 0x741B8CD7, 0xFFFFFFFF, true, 0x00000000, 0xD2C22F51, ""},
    {"CRC-32/MPEG-2", 32, 0x04C11DB7, 0xFFFFFFFF, false, 0x00000000, 0x0376E6E7, ""},
    {"CRC-32/XFER", 32, 0x000000AF, 0x00000000, false, 0x00000000, 0xBD0BE338, "XFER"},
};

constexpr quint32 widthMask(int width)
{
    return width == 32 ? 0xFFFFFFFFU : (1U << width) - 1;
}

constexpr quint32 reflect(quint32 value, int width)
{
    quint32 result = 0;
    for (int bit = 0; bit < width; ++bit) {
        if ((value & (1U << bit)) != 0)
            result |= 1U << (width - 1 - bit);
    }
    return result;
}

} // namespace

std::span<const CrcModel> crcModels()
{
    return models;
}

Crc::Crc(const CrcModel& model)
    : m_model(&model)
{
    const quint32 top = 1U << (model.width - 1);
    const quint32 reflectedPoly = reflect(model.poly, model.width);
    for (quint32 byte = 0; byte < 256; ++byte) {
        quint32 value = model.reflected ? byte : byte << (model.width - 8);
        for (int bit = 0; bit < 8; ++bit) {
            if (model.reflected)
                value = (value & 1) != 0 ? value >> 1 ^ reflectedPoly : value >> 1;
            else
                value = (value & top) != 0 ? value << 1 ^ model.poly : value << 1;
        }
        m_table[byte] = value & widthMask(model.width);
    }
}

quint32 Crc::compute(QByteArrayView bytes) const
{
    const int width = m_model->width;
    quint32 value = m_model->reflected ? reflect(m_model->init, width) : m_model->init;
    for (const char byte : bytes) {
        const quint32 in = static_cast<unsigned char>(byte);
        if (m_model->reflected)
            value = value >> 8 ^ m_table[(value ^ in) & 0xFF];
        else
            value = value << 8 ^ m_table[(value >> (width - 8) ^ in) & 0xFF];
    }
    return (value ^ m_model->xorOut) & widthMask(width);
}

} // namespace wl
