// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/messagebar.h"

#include <QObject>

#include <functional>
#include <vector>

namespace wl {

/// The messages of the window in its one bar: the newest is shown, and a warning or error that nobody has
/// closed yet comes back behind it. Information that was replaced does not. UI thread.
class MessageStack : public QObject
{
    Q_OBJECT
public:
    struct Message
    {
        MessageBar::Kind kind = MessageBar::Kind::Information;
        QString text;
        QString actionText;
        std::function<void()> action;
    };

    /// `bar` outlives this object.
    explicit MessageStack(MessageBar& bar, QObject* parent = nullptr);

    void show(Message message);
    /// Takes a message back wherever it is; nothing where it is not there.
    void retract(const QString& text);
    /// Messages that are shown or wait.
    [[nodiscard]] size_t count() const { return m_messages.size(); }

private:
    void drop();
    void showLast();

    static constexpr size_t most = 50;

    MessageBar& m_bar;
    std::vector<Message> m_messages; ///< the last one is shown
};

} // namespace wl
