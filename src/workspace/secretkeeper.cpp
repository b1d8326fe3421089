// SPDX-License-Identifier: MIT
#include "workspace/secretkeeper.h"

namespace wl {

SecretKeeper::SecretKeeper(Workspace& workspace, SecretStore& store)
    : QObject(&workspace)
    , m_workspace(workspace)
    , m_store(store)
{
    connect(&workspace, &Workspace::structureChanged, this, &SecretKeeper::lookAtAll);
    connect(&workspace, &Workspace::contentChanged, this, &SecretKeeper::lookAgain);
    lookAtAll();
    m_isLoaded = true;
}

SecretKeeper::~SecretKeeper()
{
    for (auto kept = m_kept.cbegin(); kept != m_kept.cend(); ++kept) {
        if (!kept->isInTree && kept->state == State::Known && !kept->inStore.isEmpty())
            m_store.remove(kept.key());
    }
}

void SecretKeeper::lookAtAll()
{
    for (Kept& kept : m_kept)
        kept.isInTree = false;
    for (const ItemId item : m_workspace.leaves())
        lookAt(item);
}

/// Undo may have taken its name back.
void SecretKeeper::lookAgain(ItemId item)
{
    for (Kept& kept : m_kept)
        kept.isInTree = kept.isInTree && kept.item != item;
    lookAt(item);
}

void SecretKeeper::lookAt(ItemId item)
{
    const QString key = m_workspace.secretsKey(item);
    if (key.isEmpty())
        return;
    const bool isNew = !m_kept.contains(key);
    Kept& kept = m_kept[key];
    // A name that the file did not have was made just now: the key ring has nothing under it.
    if (isNew && m_isLoaded)
        kept.state = State::Known;
    kept.item = item;
    kept.isInTree = true;
    if (kept.state == State::Unknown)
        ask(key);
    else if (kept.state == State::Known)
        keep(key);
}

void SecretKeeper::ask(const QString& key)
{
    m_kept[key].state = State::Asked;
    m_store.read(key, this, [this, key](SecretStore::Outcome outcome, const QByteArray& secret) {
        answered(key, outcome, secret);
    });
}

void SecretKeeper::answered(const QString& key, SecretStore::Outcome outcome, const QByteArray& secret)
{
    Kept& kept = m_kept[key];
    if (outcome == SecretStore::Outcome::Failed) {
        kept.state = State::Unknown; // the item's next change asks again
        return;
    }
    kept.state = State::Known;
    kept.inStore = decodeSecrets(secret).value_or(ItemSecrets());
    if (!kept.inStore.isEmpty())
        m_workspace.fillSecrets(kept.item, kept.inStore);
    if (kept.isInTree)
        keep(key);
}

/// Writes what differs from what the key ring has. Its questions are answered in their order, so that a later
/// one can be asked at once.
void SecretKeeper::keep(const QString& key)
{
    Kept& kept = m_kept[key];
    const ItemSecrets now = m_workspace.secrets(kept.item);
    if (now == kept.inStore)
        return;
    kept.inStore = now;
    if (now.isEmpty()) {
        m_store.remove(key);
        return;
    }
    m_store.write(key, encodeSecrets(now), this, [this, key](SecretStore::Outcome outcome) {
        if (outcome != SecretStore::Outcome::Done)
            m_kept[key].state = State::Unknown;
    });
}

} // namespace wl
