// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/itemsecrets.h"
#include "workspace/secretstore.h"
#include "workspace/workspace.h"

#include <QHash>

namespace wl {

/// Keeps the secrets of a workspace's items in a key ring: brings them back when the workspace was loaded,
/// and writes what is typed. What the key ring has is overwritten or removed only after it was read. UI
/// thread; goes with its workspace at the latest.
class SecretKeeper : public QObject
{
    Q_OBJECT
public:
    /// `workspace` owns it; `store` outlives it.
    SecretKeeper(Workspace& workspace, SecretStore& store);
    /// What was deleted in the workspace and not brought back goes from the key ring too.
    ~SecretKeeper() override;

private:
    enum class State : quint8 { Unknown, Asked, Known };

    struct Kept
    {
        ItemId item;
        State state = State::Unknown;
        ItemSecrets inStore; ///< where it is Known, once all that was written is there
        bool isInTree = true;
    };

    void lookAtAll();
    void lookAgain(ItemId item);
    void lookAt(ItemId item);
    void ask(const QString& key);
    void answered(const QString& key, SecretStore::Outcome outcome, const QByteArray& secret);
    void keep(const QString& key);

    Workspace& m_workspace;
    SecretStore& m_store;
    QHash<QString, Kept> m_kept; ///< by Workspace::secretsKey()
    bool m_isLoaded = false;     ///< all names of the file are in m_kept
};

} // namespace wl
