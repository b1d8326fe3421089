// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QList>
#include <QObject>

#include <functional>

namespace wl {

/// One name lookup at a time; a new one, cancel() and the destructor make an older answer go unheard (the
/// system's lookup itself cannot be stopped). IP addresses answer at once, still by the event loop.
class NameLookup final : public QObject
{
    Q_OBJECT
public:
    /// Addresses in the system's order. Errors: NameNotFound with the name as detail.
    using Answer = std::function<void(const Result<QList<QHostAddress>>&)>;

    explicit NameLookup(QObject* parent = nullptr);
    ~NameLookup() override;

    void start(const QString& name, Answer answer);
    void cancel();

    /// Whether a lookup was given up while the system was at it. Qt waits for that when the application ends,
    /// as long as the system's resolver takes. Any thread.
    [[nodiscard]] static bool hasLeftOne();

private slots:
    void finished(const QHostInfo& info);

private:
    int m_lookup = -1;
    quint64 m_operation = 0;
    QString m_name;
    Answer m_answer;
};

} // namespace wl
