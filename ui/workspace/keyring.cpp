// SPDX-License-Identifier: MIT
#include "ui/workspace/keyring.h"

#include <QEventLoop>
#include <QPointer>
#include <QTimer>

#include <qt6keychain/keychain.h>

namespace wl {
namespace {

const QString service = QStringLiteral("io.github.wireloupe");

} // namespace

void KeyRing::read(const QString& key, QObject* context, Read then)
{
    auto* job = new QKeychain::ReadPasswordJob(service);
    start(job, key, [this, asker = QPointer<QObject>(context), then](QKeychain::Job& ended) {
        const Outcome outcome = outcomeOf(ended);
        if (asker)
            then(outcome, static_cast<QKeychain::ReadPasswordJob&>(ended).binaryData());
    });
}

void KeyRing::write(const QString& key, const QByteArray& secret, QObject* context, Written then)
{
    auto* job = new QKeychain::WritePasswordJob(service);
    job->setBinaryData(secret);
    start(job, key, [this, asker = QPointer<QObject>(context), then](QKeychain::Job& ended) {
        const Outcome outcome = outcomeOf(ended);
        if (asker)
            then(outcome);
    });
}

void KeyRing::remove(const QString& key)
{
    start(new QKeychain::DeletePasswordJob(service), key,
          [this](QKeychain::Job& ended) { static_cast<void>(outcomeOf(ended)); });
}

void KeyRing::finish(int limitMs)
{
    if (m_underWay == 0)
        return;
    QEventLoop loop;
    connect(this, &KeyRing::idle, &loop, &QEventLoop::quit);
    QTimer::singleShot(limitMs, &loop, &QEventLoop::quit);
    loop.exec(QEventLoop::ExcludeUserInputEvents);
}

/// The job deletes itself.
void KeyRing::start(QKeychain::Job* job, const QString& key, Ended ended)
{
    job->setKey(key);
    ++m_underWay;
    connect(job, &QKeychain::Job::finished, this, [this, ended](QKeychain::Job* finished) {
        ended(*finished);
        if (--m_underWay == 0)
            emit idle();
    });
    job->start();
}

SecretStore::Outcome KeyRing::outcomeOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::NoError: setProblem({}); return Outcome::Done;
    case QKeychain::EntryNotFound: setProblem({}); return Outcome::NotFound;
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied: setProblem(tr("it was not opened")); break;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented: setProblem(tr("this desktop has none")); break;
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError: setProblem(job.errorString()); break;
    }
    return Outcome::Failed;
}

} // namespace wl
