// SPDX-License-Identifier: MIT
#include "capture/savecapture.h"

#include "base/filecommit.h"
#include "capture/eventplan.h"
#include "capture/flow.h"
#include "capture/interfacetable.h"
#include "capture/mirrortable.h"

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
    Saver(const RecordSource& source, FileCommit file)
        : m_source(source)
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
            return {};
        }
        if (!payload) {
            return tl::make_unexpected(payload.error());
        }
        write(entry, *payload);
        ++m_result.records;
        return m_buffer.size() >= writeBytes ? flush() : Result<void>();
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

    [[nodiscard]] Result<void> flush()
    {
        const QByteArray blocks = m_buffer.take();
        m_result.bytes += blocks.size();
        return m_file.write(blocks);
    }

    const RecordSource& m_source;
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
    Saver saver(source, std::move(*file));
    const quint64 total = options.selection ? options.selection->size() : source.recordCount();
    for (quint64 done = 0; done < total; ++done) {
        if (done % recordsPerProgress == 0) {
            if (options.stop.stop_requested()) {
                return fail(ErrorCode::Canceled, path);
            }
            if (options.progress) {
                options.progress(done, total);
            }
        }
        const RecordId id = options.selection ? (*options.selection)[done] : RecordId(done);
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
