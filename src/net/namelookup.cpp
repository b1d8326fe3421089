// SPDX-License-Identifier: MIT
#include "net/namelookup.h"

#include <QHostInfo>

namespace wl {

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
    m_lookup = QHostInfo::lookupHost(
        name, this, [this, operation, name, answer = std::move(answer)](const QHostInfo& info) {
            if (operation != m_operation)
                return;
            m_lookup = -1;
            if (info.error() != QHostInfo::NoError || info.addresses().isEmpty())
                answer(fail(ErrorCode::NameNotFound, name));
            else
                answer(info.addresses());
        });
}

void NameLookup::cancel()
{
    ++m_operation;
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
    m_lookup = -1;
}

} // namespace wl
