// SPDX-License-Identifier: MIT
#include "capture/savecapture.h"

#include "base/filecommit.h"
#include "capture/eventplan.h"
#include "capture/flow.h"
#include "capture/interfacetable.h"
#include "capture/mirrortable.h"
#include "capture/notecomments.h"
#include "capture/saveselection.h"

#include <QHash>

#include <unordered_map>

namespace wl {

namespace {

constexpr qsizetype writeBytes = qsizetype{1024} * 1024;
constexpr quint64 recordsPerProgress = 4096;
constexpr size_t templatesInUse = 1024; // of 576 bytes; made again when their connection comes again

struct ConnectionHash
{
    size_t operator()(ConnectionId id) const noexcept { return qHash(id.value()); }
};

// Builds the blocks of the records that it is given and writes them to a file that is not yet in place.
class Saver
{
public:
    Saver(const RecordSource& source, const RecordNotes* notes, FileCommit file)
        : m_source(source)
        , m_notes(notes)
        , m_file(std::move(file))
    {
        m_interfaces.writeSection(m_buffer);
    }

    [[nodiscard]] Result<void> add(RecordId id)
    {
        const RecordEntry entry = m_source.record(id);
        auto payload = m_source.payload(id);
        if (!payload && payload.error().code == ErrorCode::FileNotFound) {
            ++m_result.recordsDropped;
            leaveOut(entry);
            return {};
        }
        if (!payload) {
            return tl::make_unexpected(payload.error());
        }
        m_options = m_notes && m_notes->count() > 0 ? commentOptions(m_notes->note(id)) : QByteArray();
        write(entry, *payload);
        ++m_result.records;
        return m_buffer.size() >= writeBytes ? flush() : Result<void>();
    }

    /// A record that is not saved: what follows of its conversation has a gap before it.
    void leaveOut(const RecordEntry& entry)
    {
        if (entry.kind == RecordKind::Data && entry.transport != Transport::Udp &&
            m_connections.contains(entry.connectionId())) {
            m_leftOut[entry.connectionId()][index(entry.direction)] += entry.length;
        }
    }

    [[nodiscard]] Result<SaveResult> finish()
    {
        m_interfaces.writeStatistics(m_buffer);
        if (auto done = flush(); !done) {
            return tl::make_unexpected(done.error());
        }
        if (auto done = m_file.commit(); !done) {
            return tl::make_unexpected(done.error());
        }
        return m_result;
    }

private:
    struct Connection
    {
        FlowState state;
        quint32 interface = 0;
        bool isMirror = false;
    };

    Connection& connection(ConnectionId id)
    {
        const auto known = m_connections.find(id);
        if (known != m_connections.end()) {
            return *known;
        }
        const ConnectionInfo& info = m_source.connection(id).info;
        const quint32 interface = m_interfaces.interfaceOf(info, m_buffer);
        return *m_connections.insert(id, {Flow::initialState(id), interface, m_mirrors.add(id, info)});
    }

    const FlowTemplates& templatesOf(ConnectionId id, const Connection& conn)
    {
        const auto known = m_templates.find(id);
        if (known != m_templates.end()) {
            return known->second;
        }
        if (m_templates.size() >= templatesInUse) {
            m_templates.clear();
        }
        const FlowTemplates made(m_source.connection(id).info, conn.interface, conn.isMirror);
        return m_templates.emplace(id, made).first->second;
    }

    void write(const RecordEntry& entry, QByteArrayView payload)
    {
        const ConnectionInfo& info = m_source.connection(entry.connectionId()).info;
        Connection& conn = connection(entry.connectionId());
        const FlowTemplates& templates = templatesOf(entry.connectionId(), conn);
        Flow flow(m_buffer, conn.state, templates);
        writeLeftOut(entry, flow, conn);
        flow.setOptions(m_options);
        const bool isUdp = info.transport == Transport::Udp;
        if (entry.kind != RecordKind::Data) {
            const QString text = QString::fromUtf8(payload);
            const RecordPlace place =
                isUdp ? flow.udpEvent(entry.kind, entry.direction, entry.timeNs, text)
                      : flow.tcpEvent(info.role, entry.kind, entry.direction, entry.timeNs, text);
            m_interfaces.count(conn.interface, entry.timeNs, place.packets);
            if (isEnd(entry.kind)) {
                m_mirrors.end(entry.connectionId(), info);
            }
            return;
        }
        // More than one part only for records of others, which may be longer than ours can be.
        const qsizetype most = Flow::maximumRecord(info.transport, templates);
        do {
            const QByteArrayView part = payload.first(std::min(most, payload.size()));
            payload = payload.sliced(part.size());
            const RecordPlace place = isUdp ? flow.udpData(entry.direction, entry.timeNs, part)
                                            : flow.tcpData(entry.direction, entry.timeNs, part);
            m_interfaces.count(conn.interface, entry.timeNs, place.packets);
        } while (!payload.isEmpty());
    }

    void writeLeftOut(const RecordEntry& entry, Flow& flow, const Connection& conn)
    {
        if (m_leftOut.isEmpty()) {
            return;
        }
        const std::array<quint64, 2> bytes = m_leftOut.take(entry.connectionId());
        for (const Direction direction : {Direction::Received, Direction::Sent}) {
            const quint64 packets = flow.leaveOut(direction, entry.timeNs, bytes[index(direction)]);
            if (packets > 0) {
                m_interfaces.count(conn.interface, entry.timeNs, packets);
            }
        }
    }

    [[nodiscard]] Result<void> flush()
    {
        const QByteArray blocks = m_buffer.take();
        m_result.bytes += blocks.size();
        return m_file.write(blocks);
    }

    const RecordSource& m_source;
    const RecordNotes* m_notes;
    QByteArray m_options;                                  ///< of the record that is being written
    QHash<ConnectionId, std::array<quint64, 2>> m_leftOut; ///< bytes before a connection's next record
    FileCommit m_file;
    MemoryBlockBuffer m_buffer;
    InterfaceTable m_interfaces;
    MirrorTable m_mirrors;
    QHash<ConnectionId, Connection> m_connections;
    std::unordered_map<ConnectionId, FlowTemplates, ConnectionHash> m_templates; ///< of the last ones
    SaveResult m_result;
};

} // namespace

Result<SaveResult> saveCapture(const RecordSource& source, const QString& path, const SaveOptions& options)
{
    auto file = FileCommit::begin(path);
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    Saver saver(source, options.notes, std::move(*file));
    const std::vector<RecordId> selected =
        options.selection ? withOpenings(source, *options.selection) : std::vector<RecordId>();
    const quint64 total = options.selection ? selected.size() : source.recordCount();
    for (quint64 done = 0; done < total; ++done) {
        if (done % recordsPerProgress == 0) {
            if (options.stop.stop_requested()) {
                return fail(ErrorCode::Canceled, path);
            }
            if (options.progress) {
                options.progress(done, total);
            }
        }
        const RecordId id = options.selection ? selected[done] : RecordId(done);
        for (quint64 passed = done > 0 && options.selection ? selected[done - 1].value() + 1 : id.value();
             passed < id.value(); ++passed) {
            saver.leaveOut(source.record(RecordId(passed)));
        }
        if (const auto added = saver.add(id); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    auto result = saver.finish();
    if (result && options.progress) {
        options.progress(total, total);
    }
    return result;
}

} // namespace wl
