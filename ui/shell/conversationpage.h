// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/conversationview.h"

namespace wl {

/// A tab with one connection's conversation; keeps its capture alive.
class ConversationPage : public QWidget
{
    Q_OBJECT
public:
    ConversationPage(std::shared_ptr<const RecordSource> source, ConnectionId connection, Pulse& pulse,
                     DecodeChoices& choices, QWidget* parent = nullptr);
    ~ConversationPage() override;

    [[nodiscard]] ConnectionId connection() const { return m_connection; }
    [[nodiscard]] const std::shared_ptr<const RecordSource>& source() const { return m_source; }
    [[nodiscard]] QString title() const;

signals:
    void recordActivated(wl::RecordId id);

private:
    std::shared_ptr<const RecordSource> m_source;
    ConnectionId m_connection;
    ConversationView* m_view = nullptr;
};

} // namespace wl
