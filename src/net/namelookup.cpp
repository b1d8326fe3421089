// SPDX-License-Identifier: MIT
#include "net/namelookup.h"

#include <atomic>
#include <utility>

namespace wl {

namespace {

std::atomic<bool> hasLeft{false};

} // namespace

NameLookup::NameLookup(QObject* parent)
    : QObject(parent)
{
}

NameLookup::~NameLookup()
{
    cancel();
}

void NameLookup::start(const QString& name, Answer answer)
{
    cancel();
    const quint64 operation = m_operation;
    QHostAddress literal;
    if (literal.setAddress(name)) {
        QMetaObject::invokeMethod(
            this,
            [this, operation, literal, answer = std::move(answer)] {
                if (operation == m_operation)
                    answer(QList<QHostAddress>{literal});
            },
            Qt::QueuedConnection);
        return;
    }
    m_name = name;
    m_answer = std::move(answer);
    // The form with a slot's name: what the other form posts to itself is taken for an answer when the
    // application quits meanwhile, and crashes (Qt 6.4.2, QHostInfoResult::event).
    m_lookup = QHostInfo::lookupHost(name, this, SLOT(finished(QHostInfo)));
}

void NameLookup::finished(const QHostInfo& info)
{
    if (info.lookupId() != m_lookup)
        return;
    m_lookup = -1;
    const Answer answer = std::exchange(m_answer, {});
    if (info.error() != QHostInfo::NoError || info.addresses().isEmpty())
        answer(fail(ErrorCode::NameNotFound, m_name));
    else
        answer(info.addresses());
}

void NameLookup::cancel()
{
    ++m_operation;
    if (m_lookup >= 0) {
        QHostInfo::abortHostLookup(m_lookup);
        hasLeft = true;
    }
    m_lookup = -1;
    m_answer = {};
}

bool NameLookup::hasLeftOne()
{
    return hasLeft;
}

} // namespace wl
