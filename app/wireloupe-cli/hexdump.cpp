// SPDX-License-Identifier: MIT
#include "hexdump.h"

namespace wl::cli {

namespace {

constexpr qsizetype perLine = 16;
constexpr char digits[] = "0123456789abcdef";

void appendOffset(QByteArray& out, quint64 offset)
{
    const int width = offset > 0xffffffff ? 12 : 8;
    for (int shift = (width - 1) * 4; shift >= 0; shift -= 4)
        out += digits[(offset >> shift) & 15];
}

void appendLine(QByteArray& out, QByteArrayView line, quint64 offset)
{
    appendOffset(out, offset);
    out += ' ';
    for (qsizetype i = 0; i < perLine; ++i) {
        out += i == perLine / 2 ? "  " : " ";
        if (i < line.size()) {
            out += digits[quint8(line[i]) >> 4];
            out += digits[quint8(line[i]) & 15];
        } else {
            out += "  ";
        }
    }
    out += "  |";
    for (const char c : line)
        out += c >= 0x20 && c < 0x7f ? c : '.';
    out += "|\n";
}

} // namespace

QByteArray hexDump(QByteArrayView bytes, quint64 offset)
{
    QByteArray out;
    out.reserve((bytes.size() / perLine + 1) * 80);
    for (qsizetype at = 0; at < bytes.size(); at += perLine)
        appendLine(out, bytes.sliced(at, std::min(perLine, bytes.size() - at)), offset + quint64(at));
    return out;
}

} // namespace wl::cli
