// SPDX-License-Identifier: MIT
#include "payload/checksum.h"

#include <QHash>

namespace wl {

namespace {

QString normalized(QStringView name)
{
    QString result;
    for (const QChar c : name) {
        if (c != u'-' && c != u'_' && c != u'/')
            result += c.toLower();
    }
    return result;
}

QHash<QString, const CrcModel*> makeCrcNames()
{
    QHash<QString, const CrcModel*> names;
    for (const CrcModel& model : crcModels()) {
        names.insert(normalized(QString::fromLatin1(model.name)), &model);
        for (const QString& alias : QString::fromLatin1(model.aliases).split(u' ', Qt::SkipEmptyParts))
            names.insert(normalized(alias), &model);
    }
    return names;
}

/// RFC 1071: the one's complement of the one's complement sum of 16-bit words, a last odd byte padded with 0.
quint32 internetChecksum(QByteArrayView bytes)
{
    quint64 sum = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i)
        sum += quint64(static_cast<unsigned char>(bytes[i])) << (i % 2 == 0 ? 8 : 0);
    while (sum >> 16 != 0)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return quint32(~sum & 0xFFFF);
}

QByteArray bigEndian(quint32 value, int width)
{
    QByteArray bytes;
    for (int i = width - 1; i >= 0; --i)
        bytes.append(char(value >> (8 * i) & 0xFF));
    return bytes;
}

} // namespace

std::optional<Checksum> Checksum::byName(QStringView name)
{
    static const QHash<QString, const CrcModel*> crcs = makeCrcNames();
    static const QHash<QString, Simple> simples{{QStringLiteral("sum8"), Simple::Sum8},
                                                {QStringLiteral("sum16"), Simple::Sum16},
                                                {QStringLiteral("lrc"), Simple::Lrc},
                                                {QStringLiteral("xor"), Simple::Xor},
                                                {QStringLiteral("inet"), Simple::Inet}};
    static const QHash<QString, QCryptographicHash::Algorithm> hashes{
        {QStringLiteral("md5"), QCryptographicHash::Md5},
        {QStringLiteral("sha1"), QCryptographicHash::Sha1},
        {QStringLiteral("sha256"), QCryptographicHash::Sha256},
        {QStringLiteral("sha512"), QCryptographicHash::Sha512}};

    const QString key = normalized(name);
    if (const auto simple = simples.constFind(key); simple != simples.cend())
        return Checksum(Kind(*simple));
    if (const auto hash = hashes.constFind(key); hash != hashes.cend())
        return Checksum(Kind(*hash));
    if (const CrcModel* model = crcs.value(key))
        return Checksum(Kind(Crc(*model)));
    return std::nullopt;
}

QStringList Checksum::names()
{
    QStringList names{QStringLiteral("crc8"), QStringLiteral("crc16"),  QStringLiteral("crc32"),
                      QStringLiteral("sum8"), QStringLiteral("sum16"),  QStringLiteral("lrc"),
                      QStringLiteral("xor"),  QStringLiteral("inet"),   QStringLiteral("md5"),
                      QStringLiteral("sha1"), QStringLiteral("sha256"), QStringLiteral("sha512")};
    for (const CrcModel& model : crcModels())
        names << QString::fromLatin1(model.name).toLower().remove(3, 1); // "CRC-16/ARC": "crc16/arc"
    return names;
}

int Checksum::width() const
{
    if (const auto* crc = std::get_if<Crc>(&m_kind))
        return crc->model().width / 8;
    if (const auto* hash = std::get_if<QCryptographicHash::Algorithm>(&m_kind))
        return QCryptographicHash::hashLength(*hash);
    const Simple kind = std::get<Simple>(m_kind);
    return kind == Simple::Sum16 || kind == Simple::Inet ? 2 : 1;
}

quint32 Checksum::simple(Simple kind, QByteArrayView bytes)
{
    if (kind == Simple::Inet)
        return internetChecksum(bytes);
    quint32 sum = 0;
    quint32 folded = 0;
    for (const char byte : bytes) {
        sum += static_cast<unsigned char>(byte);
        folded ^= static_cast<unsigned char>(byte);
    }
    switch (kind) {
    case Simple::Sum8: return sum & 0xFF;
    case Simple::Sum16: return sum & 0xFFFF;
    case Simple::Lrc: return (0U - sum) & 0xFF;
    default: return folded;
    }
}

QByteArray Checksum::compute(QByteArrayView bytes) const
{
    if (const auto* crc = std::get_if<Crc>(&m_kind))
        return bigEndian(crc->compute(bytes), width());
    if (const auto* algorithm = std::get_if<QCryptographicHash::Algorithm>(&m_kind)) {
        QCryptographicHash hash(*algorithm);
        hash.addData(bytes);
        return hash.result();
    }
    return bigEndian(simple(std::get<Simple>(m_kind), bytes), width());
}

} // namespace wl
