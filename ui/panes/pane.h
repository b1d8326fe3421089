// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings.h"
#include "capture/recordsource.h"
#include "session/sessions.h"
#include "ui/widgets/pulse.h"
#include "workspace/item.h"

#include <QJsonObject>
#include <QWidget>

#include <functional>

namespace wl {

class DecodeChoices;
class History;
class SecretStore;

/// What came of asking for the server behind an address.
struct ServerStart
{
    QString label; ///< of the workspace's server that was started or should have been; "" = none was to start
    bool isListening = false; ///< of the server with that label
    Error error;              ///< why it does not listen; ErrorCode::None where only its own tab can tell
    QString holder;           ///< the pane of this window that has its address; "" = none has

    [[nodiscard]] bool hasFailed() const { return !label.isEmpty() && !isListening; }
};

/// What every pane works with; the shell owns all of it and outlives the panes.
struct PaneContext
{
    Sessions& sessions;
    const RecordSource& records; ///< the live capture
    Settings& settings;
    Pulse& pulse;
    using ServerAnswer = std::function<void(const ServerStart&)>;
    /// Starts the workspace's own server that an address points to, where there is one and it is stopped.
    /// Asked before a client connects or something is sent, which waits for the answer: it comes once, before
    /// this returns where there is nothing to start, else when the server listens or failed; never when
    /// `asker` is gone.
    std::function<void(const QString& host, quint16 port, bool udp, QObject* asker, ServerAnswer answer)>
        startServerFor = {};
    /// The title of the pane of this window that has the address in `error` (AddressInUse); "" where it is
    /// another program's.
    std::function<QString(const Error& error, bool udp)> holderOf = {};
    DecodeChoices* decodeChoices = nullptr; ///< of the whole window; null: each view has its own
    History* history = nullptr;             ///< keeps the exchanges of requests; null: nothing does
    SecretStore* secrets = nullptr;         ///< keeps what is secret in items; null: nothing does
    /// Shows the cookies of a host; not set where there is no view of them.
    std::function<void(const QString& host)> showCookies = {};
};

/// The mark and word that a tab shows, never by color alone.
struct PaneState
{
    /// HalfOpen: the peer has finished, we have not.
    enum class Mark : quint8 { Idle, Busy, Active, HalfOpen, Failed };
    Mark mark = Mark::Idle;
    QString word; ///< "Listening", "Connected", "200", …

    bool operator==(const PaneState&) const = default;
};

/// Something that can be done in a pane, for the command palette.
struct PaneCommand
{
    QString text; ///< "Response: Tree"
    std::function<void()> run;
};

/// One role in a tab: its form on top, its live area below. What it edits is an item's content.
class Pane : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    [[nodiscard]] virtual ItemContent content() const = 0;
    /// Replaces what is in the form (undo, a change in the workspace); a running endpoint goes on.
    virtual void setContent(const ItemContent& content) = 0;
    /// A short title from the content ("Echo server :8080", "GET /posts").
    [[nodiscard]] virtual QString title() const = 0;
    [[nodiscard]] virtual PaneState state() const = 0;
    /// The pane's main button: Listen, Connect, Bind, Send. Stops where it is running and `toggle` is set.
    virtual void trigger(bool toggle) = 0;
    /// Takes what stands in an open editor of a cell; content() has it from then on.
    virtual void commitEdits() {}
    /// Whether this pane runs something (a server listens, a client is connected).
    [[nodiscard]] virtual bool isRunning() const = 0;
    /// Connections that live on although it was stopped (a server's clients).
    [[nodiscard]] virtual qsizetype openConnections() const { return 0; }
    /// Closes these after what is queued.
    virtual void closeConnections() {}
    /// The endpoint whose records are this pane's; invalid before the first start.
    [[nodiscard]] virtual EndpointId endpoint() const = 0;
    /// Puts the focus where a user types first.
    virtual void focusForm() = 0;

    /// What can be done here now beside the window's own actions; for as long as the pane lives.
    [[nodiscard]] virtual QList<PaneCommand> commands() { return {}; }

    /// Whether a connection of the live capture is or was one of this pane's.
    [[nodiscard]] virtual bool hasConnection(ConnectionId) const { return false; }
    /// Puts a payload into the editor as if it were typed, and the focus there; where the pane has several
    /// receivers, this one is chosen if it is still there. False where the pane has no such editor.
    virtual bool editPayload(const PayloadSpec&, ConnectionId) { return false; }

    /// What is in the pane beside its content and comes back with the window; nothing runs by it.
    [[nodiscard]] virtual QJsonObject memory() const { return {}; }
    virtual void setMemory(const QJsonObject&) {}

signals:
    void contentEdited(); ///< the user changed the form; the shell saves it into the workspace
    void titleChanged();
    void stateChanged();
    void recordActivated(wl::RecordId id);         ///< show it in the inspector
    void connectionActivated(wl::ConnectionId id); ///< mark it in the list
};

} // namespace wl
