// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "payload/payloadspec.h"
#include "session/sessions.h"
#include "ui/shell/resendway.h"

#include <QFutureWatcher>
#include <QHash>

#include <memory>

namespace wl {

class OpenPanes;
class Pane;

/// Sends the bytes of a record once more, exactly, or puts them into the payload editor of the pane that they
/// belong to. Payloads are read on a pool thread. UI thread.
class Resend : public QObject
{
    Q_OBJECT
public:
    using Source = std::shared_ptr<const RecordSource>;
    /// Larger payloads are no text to edit.
    static constexpr qint64 mostEdited = 1024LL * 1024;

    /// `live` is the capture that the sessions record into. References outlive this object.
    Resend(Sessions& sessions, OpenPanes& panes, Source live, QObject* parent = nullptr);
    ~Resend() override;

    /// Sends on the record's connection where that is still open, else by its pane or a new one, which
    /// connects first. What is in the way comes by failed().
    void sendAgain(const Source& source, RecordId id);
    /// Shows the record's bytes in a payload editor, as hex where they are no plain text.
    void editAndSend(const Source& source, RecordId id);
    /// Why a record cannot be sent again; empty where it can.
    [[nodiscard]] static QString whyNotAgain(const RecordEntry& entry);
    /// Why a record cannot be edited and sent; empty where it can.
    [[nodiscard]] static QString whyNotEdit(const RecordEntry& entry);

signals:
    void sent(const QString& to, qint64 bytes);
    void failed(const QString& sentence);

private:
    struct Loaded
    {
        Source source;
        RecordId id;
        bool isEdit = false;
        Result<QByteArray> bytes;
        PayloadSpec payload; ///< of an edit
    };
    void load(const Source& source, RecordId id, bool isEdit);
    void take(const Loaded& loaded);
    void send(const ConnectionInfo& info, ConnectionId connection, const QByteArray& bytes);
    void edit(const ConnectionInfo& info, ConnectionId connection, const PayloadSpec& payload);
    void sendBy(Pane* pane, const ConnectionInfo& info, const QByteArray& bytes);
    void start(EndpointId endpoint, const SendJob& job, const QString& peer);
    void takeProgress(const SendProgress& progress);
    [[nodiscard]] bool isLive(const Source& source) const { return source == m_live; }
    [[nodiscard]] bool isOpen(const ConnectionInfo& info, ConnectionId connection) const;

    Sessions& m_sessions;
    OpenPanes& m_panes;
    Source m_live;
    QFutureWatcher<Loaded> m_loading;
    QHash<quint32, QString> m_jobs; ///< peers of the sends that are under way
};

} // namespace wl
