// SPDX-License-Identifier: MIT
#include "payload/numberformat.h"

#include <QRegularExpression>

namespace wl {

namespace {

constexpr int maxWidth = 64;

int baseOf(QChar letter)
{
    switch (letter.toLower().unicode()) {
    case u'x': return 16;
    case u'o': return 8;
    case u'b': return 2;
    default: return 10;
    }
}

} // namespace

std::optional<NumberFormat> NumberFormat::parse(QStringView text)
{
    static const QRegularExpression raw(QStringLiteral("^u(?:(8)|(16|24|32|64)(be|le)?)$"));
    static const QRegularExpression shown(QStringLiteral("^(0?)([1-9][0-9]?)?([dxXob]?)$"));
    NumberFormat format;
    format.m_name = text.toString();
    if (const auto match = raw.match(format.m_name); match.hasMatch()) {
        format.m_rawBytes = match.hasCaptured(1) ? 1 : match.captured(2).toInt() / 8;
        format.m_littleEndian = match.captured(3) == QLatin1String("le");
        return format;
    }
    const auto match = shown.match(format.m_name);
    if (!match.hasMatch() || text.isEmpty() || match.captured(2).toInt() > maxWidth)
        return std::nullopt;
    format.m_fill = match.captured(1).isEmpty() ? u' ' : u'0';
    format.m_width = match.captured(2).toInt();
    if (!match.captured(3).isEmpty())
        format.m_base = match.captured(3).front();
    return format;
}

bool NumberFormat::fits(quint64 value) const
{
    return m_rawBytes == 0 || m_rawBytes == 8 || value >> (8 * m_rawBytes) == 0;
}

QString NumberFormat::text(qint64 value) const
{
    if (m_base == u'd') {
        const bool negative = value < 0;
        QString digits = QString::number(value);
        if (negative && m_fill == u'0')
            return u'-' + digits.mid(1).rightJustified(m_width - 1, u'0');
        return digits.rightJustified(m_width, m_fill);
    }
    const QString digits = QString::number(quint64(value), baseOf(m_base));
    return (m_base == u'X' ? digits.toUpper() : digits).rightJustified(m_width, m_fill);
}

QByteArray NumberFormat::raw(quint64 value) const
{
    QByteArray bytes;
    for (int i = 0; i < m_rawBytes; ++i) {
        const int shift = 8 * (m_littleEndian ? i : m_rawBytes - 1 - i);
        bytes.append(char(value >> shift & 0xFF));
    }
    return bytes;
}

} // namespace wl
