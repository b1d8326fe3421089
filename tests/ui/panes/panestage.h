// SPDX-License-Identifier: MIT
#pragma once

#include "base/processsetup.h"
#include "capture/capturestore.h"
#include "session/sessions.h"
#include "ui/panes/pane.h"

#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

namespace wl {

/// What a pane needs to live in a test: a capture in a folder of its own, the running set, settings, a pulse.
/// Destroy the panes before it.
class PaneStage
{
public:
    PaneStage()
    {
        CaptureConfig config;
        config.path = m_folder.filePath(QStringLiteral("capture.pcapng"));
        auto created = CaptureStore::create(config);
        if (!created)
            qFatal("no capture: %s", qPrintable(created.error().detail));
        m_store = std::move(*created);
        m_settings = Settings::load(m_folder.filePath(QStringLiteral("settings.ini")));
        m_sessions = std::make_unique<Sessions>(*m_store);
    }

    [[nodiscard]] PaneContext context()
    {
        return {*m_sessions,
                *m_store,
                m_settings,
                m_pulse,
                [this](const QString& host, quint16 port, bool udp, QObject*,
                       const PaneContext::ServerAnswer& answer) {
                    m_asked.append(QStringLiteral("%1 %2:%3").arg(udp ? u"udp" : u"tcp", host).arg(port));
                    m_isHeld ? void(m_held = answer) : answer(m_serverStart);
                },
                [this](const Error&, bool) { return m_serverStart.holder; }};
    }
    [[nodiscard]] Sessions& sessions() { return *m_sessions; }
    [[nodiscard]] CaptureStore& store() { return *m_store; }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    /// What panes asked startServerFor about ("tcp 127.0.0.1:8080").
    [[nodiscard]] const QStringList& asked() const { return m_asked; }
    /// What startServerFor says it has started.
    void setStartedServer(const QString& label) { m_serverStart = {label, true, {}, {}}; }
    void setServerStart(const ServerStart& start) { m_serverStart = start; }
    /// Keeps the answer back until answer() is called.
    void holdAnswer() { m_isHeld = true; }
    void answer() { m_held(m_serverStart); }

    /// All bytes of one direction over every connection, in the order of the records.
    [[nodiscard]] QByteArray bytes(Direction direction) const
    {
        QByteArray result;
        for (quint64 i = 0; i < m_store->recordCount(); ++i) {
            const RecordEntry entry = m_store->record(RecordId(i));
            if (entry.kind == RecordKind::Data && entry.direction == direction)
                result += m_store->payload(RecordId(i), 0, -1).value_or(QByteArray());
        }
        return result;
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<CaptureStore> m_store;
    Settings m_settings;
    Pulse m_pulse;
    std::unique_ptr<Sessions> m_sessions;
    QStringList m_asked;
    ServerStart m_serverStart;
    bool m_isHeld = false;
    PaneContext::ServerAnswer m_held;
};

/// A child of a pane by its object name; fails loudly where there is none.
template <typename Widget>
Widget* child(const QWidget& parent, const char* name)
{
    auto* found = parent.findChild<Widget*>(QString::fromLatin1(name));
    if (found == nullptr)
        qFatal("no child %s", name);
    return found;
}

/// Replaces what is in a line as a user would.
inline void retype(QLineEdit* line, const QString& text)
{
    line->selectAll();
    if (text.isEmpty())
        QTest::keyClick(line, Qt::Key_Delete);
    else
        QTest::keyClicks(line, text);
}

} // namespace wl
