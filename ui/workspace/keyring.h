// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/secretstore.h"

namespace QKeychain {
class Job;
}

namespace wl {

/// The key ring of the desktop (Secret Service, KWallet) through QtKeychain. UI thread.
class KeyRing : public SecretStore
{
    Q_OBJECT
public:
    using SecretStore::SecretStore;

    void read(const QString& key, QObject* context, Read then) override;
    void write(const QString& key, const QByteArray& secret, QObject* context, Written then) override;
    void remove(const QString& key) override;

    /// Waits for what was asked, at most `limitMs` milliseconds: for the end of a program.
    void finish(int limitMs = 3000);

private:
    using Ended = std::function<void(QKeychain::Job& job)>;

    void start(QKeychain::Job* job, const QString& key, Ended ended);
    [[nodiscard]] Outcome outcomeOf(const QKeychain::Job& job);

    int m_underWay = 0;

signals:
    void idle(); ///< all is answered
};

} // namespace wl
