// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>

namespace wl {

/// Where secrets are kept beside the files: a key ring. Each question is answered later, on the same thread
/// (UI); nothing blocks. What is asked is done in that order. Answers for a `context` that is gone are
/// dropped.
class SecretStore : public QObject
{
    Q_OBJECT
public:
    enum class Outcome : quint8 {
        Done,
        NotFound, ///< of read(): there is nothing under this key
        Failed    ///< problem() tells why
    };
    using Read = std::function<void(Outcome outcome, const QByteArray& secret)>;
    using Written = std::function<void(Outcome outcome)>;

    using QObject::QObject;

    virtual void read(const QString& key, QObject* context, Read then) = 0;
    virtual void write(const QString& key, const QByteArray& secret, QObject* context, Written then) = 0;
    /// Nothing is told; what is not there counts as removed.
    virtual void remove(const QString& key) = 0;

    /// Why the last question failed, in words; empty where it was answered or none was asked yet.
    [[nodiscard]] QString problem() const { return m_problem; }

signals:
    void problemChanged();

protected:
    void setProblem(const QString& problem)
    {
        if (m_problem == problem)
            return;
        m_problem = problem;
        emit problemChanged();
    }

private:
    QString m_problem;
};

} // namespace wl
