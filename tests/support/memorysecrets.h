// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/secretstore.h"

#include <QMap>
#include <QPointer>
#include <QStringList>

#include <vector>

namespace wl {

/// A key ring in memory that answers when it is told to.
class MemorySecrets : public SecretStore
{
public:
    QMap<QString, QByteArray> kept;
    QStringList asked; ///< "read", "write", "remove"
    bool isBroken = false;

    void read(const QString& key, QObject* context, Read then) override
    {
        ask(QStringLiteral("read"), context, [this, key, then](bool isHeard) {
            const Outcome outcome = isBroken             ? Outcome::Failed
                                    : kept.contains(key) ? Outcome::Done
                                                         : Outcome::NotFound;
            if (isHeard)
                then(outcome, isBroken ? QByteArray() : kept.value(key));
        });
    }
    void write(const QString& key, const QByteArray& secret, QObject* context, Written then) override
    {
        ask(QStringLiteral("write"), context, [this, key, secret, then](bool isHeard) {
            if (!isBroken)
                kept.insert(key, secret);
            if (isHeard)
                then(isBroken ? Outcome::Failed : Outcome::Done);
        });
    }
    void remove(const QString& key) override
    {
        ask(QStringLiteral("remove"), this, [this, key](bool) { kept.remove(key); });
    }

    /// Answers what was asked, and what is asked because of that.
    void answer()
    {
        while (!m_waiting.empty()) {
            const std::vector<Question> now = std::exchange(m_waiting, {});
            for (const Question& question : now) {
                setProblem(isBroken ? QStringLiteral("it is locked") : QString());
                question.answer(!question.asker.isNull());
            }
        }
    }

private:
    struct Question
    {
        QPointer<QObject> asker;
        std::function<void(bool isHeard)> answer;
    };

    void ask(const QString& what, QObject* asker, std::function<void(bool)> then)
    {
        asked.append(what);
        m_waiting.push_back({asker, std::move(then)});
    }

    std::vector<Question> m_waiting;
};

} // namespace wl
