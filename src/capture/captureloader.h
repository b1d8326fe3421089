// SPDX-License-Identifier: MIT
#pragma once

#include "capture/blockreader.h"
#include "capture/foreignrestorer.h"
#include "capture/ownrestorer.h"
#include "capture/pcapreader.h"

namespace wl {

/// What a section's interface description says about time.
struct TimeScale
{
    bool isBinary = false; ///< units are 2^-exponent seconds, else 10^-exponent
    int exponent = 6;
    qint64 offsetSeconds = 0;

    /// Nanoseconds since 1970; the greatest value where it does not fit.
    [[nodiscard]] qint64 nanoseconds(quint64 units) const;
};

/// Turns the blocks of a capture into rows: keeps the sections' interfaces, takes packet blocks apart, and
/// gives them to the restorer for captures of ours or of others.
class CaptureLoader
{
public:
    /// `read` gives bytes of what is loaded, by position; without it what was sent twice is not compared.
    /// `keep` takes what was put together of fragments; without it they are described.
    explicit CaptureLoader(RestoredTables& tables, PositionReader read = {}, ForeignRestorer::Keep keep = {});

    /// A new file begins at this position of the whole.
    void beginFile(quint64 position);
    /// Errors: FileMalformed with "offset N: reason".
    [[nodiscard]] Result<void> block(const Block& block);
    /// The file that began is a classic pcap file of this link type.
    void pcap(quint16 linkType);
    /// Errors: TooLarge.
    [[nodiscard]] Result<void> pcapPacket(const PcapPacket& packet);
    /// No more blocks come.
    void finish();

    [[nodiscard]] quint64 packets() const { return m_packets; }

private:
    struct Interface
    {
        quint32 number = 0; ///< over all sections
        quint16 linkType = 0;
        quint32 snapBytes = 0;
        TimeScale scale;
    };
    struct PacketPlace
    {
        const Interface* interface = nullptr; ///< none: the section has no such interface
        qsizetype dataAt = 0;                 ///< in the block's body
        quint32 captured = 0;
        quint32 original = 0;
    };

    [[nodiscard]] Result<void> checkRoom(qint64 offset) const;
    void section(const Block& block);
    [[nodiscard]] Result<void> interface(const Block& block);
    [[nodiscard]] quint32 numberOf(const InterfaceFacts& facts);
    [[nodiscard]] const Interface* interfaceAt(quint32 number) const;
    [[nodiscard]] Result<void> enhanced(const Block& block);
    [[nodiscard]] Result<void> obsolete(const Block& block);
    [[nodiscard]] Result<void> simple(const Block& block);
    [[nodiscard]] Result<void> packet(const Block& block, const PacketPlace& place,
                                      std::optional<quint64> time);
    void readOptions(const Block& block, qsizetype at, PacketFacts& facts);
    void restore(const PacketFacts& facts);
    quint32 unknownInterface();

    RestoredTables& m_tables;
    OwnRestorer m_own;
    ForeignRestorer m_foreign;
    bool m_isOurs = false;
    quint64 m_filePosition = 0;
    QList<Interface> m_interfaces;    ///< of the section
    QList<InterfaceFacts> m_known;    ///< of all sections of ours, as numbered there
    QList<quint32> m_knownNumbers;    ///< their numbers over all
    quint32 m_interfaceCount = 0;     ///< over all sections
    std::optional<quint32> m_unknown; ///< stands for interfaces that no block described
    qint64 m_lastNs = 0;
    quint64 m_packets = 0;
};

} // namespace wl
