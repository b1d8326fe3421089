// SPDX-License-Identifier: MIT
#include "ui/shell/messagestack.h"

namespace wl {

MessageStack::MessageStack(MessageBar& bar, QObject* parent)
    : QObject(parent)
    , m_bar(bar)
{
    connect(&m_bar, &MessageBar::closed, this, &MessageStack::drop);
    connect(&m_bar, &MessageBar::actionTriggered, this, [this] {
        const std::function<void()> action = m_messages.back().action;
        drop();
        if (action)
            action();
    });
}

void MessageStack::show(Message message)
{
    std::erase_if(m_messages, [&](const Message& other) {
        return other.kind == MessageBar::Kind::Information || other.text == message.text;
    });
    if (m_messages.size() == most)
        m_messages.erase(m_messages.begin());
    m_messages.push_back(std::move(message));
    showLast();
}

void MessageStack::retract(const QString& text)
{
    if (std::erase_if(m_messages, [&](const Message& other) { return other.text == text; }) > 0)
        showLast();
}

void MessageStack::drop()
{
    m_messages.pop_back();
    showLast();
}

void MessageStack::showLast()
{
    if (m_messages.empty()) {
        m_bar.clear();
        return;
    }
    const Message& message = m_messages.back();
    m_bar.showMessage(message.kind, message.text, message.actionText);
    m_bar.setWaiting(int(m_messages.size()) - 1);
}

} // namespace wl
