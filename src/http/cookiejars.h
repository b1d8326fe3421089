// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/cookiestore.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <map>
#include <memory>
#include <thread>

namespace wl {

class FileWriter;

/// The cookie jars of the window, one per environment name, each in a file of its own (mode 0600) that is
/// written a moment after a change. Session cookies live as long as the program. UI thread; files are read on
/// threads of their own.
class CookieJars : public QObject
{
    Q_OBJECT
public:
    /// Changes are written after this time, together.
    static constexpr int saveDelayMs = 500;

    /// `folder` is made when the first jar is written; the writer tells what fails.
    CookieJars(QString folder, std::shared_ptr<FileWriter> writer, QObject* parent = nullptr);
    /// Hands what is left to the writer.
    ~CookieJars() override;

    /// The jar of that name. Its file begins to be read at the first call; one that is not understood is put
    /// aside under another name, and told.
    [[nodiscard]] std::shared_ptr<CookieStore> jar(const QString& name);
    /// The names of all jars, the default one first. Looks into the folder.
    [[nodiscard]] QStringList names() const;
    /// Forgets a jar and removes its file; who still has its store has one that is not kept. Nothing happens
    /// for the default one.
    void remove(const QString& name);
    /// The name of the jar that requests use until another is chosen.
    [[nodiscard]] static QString defaultName() { return QStringLiteral("Default"); }

signals:
    /// What people should know about a file that was read.
    void problemFound(const QString& problem);

private:
    /// A jar and its file.
    struct Kept
    {
        std::shared_ptr<CookieStore> store;
        QString path;
        // Written before the store is loaded:
        QStringList problems;
        bool mayBeWritten = true; ///< false: it could be neither read nor put aside
        std::jthread reader;
    };
    [[nodiscard]] QString pathOf(const QString& name) const;
    [[nodiscard]] static CookieJar load(Kept& kept);
    void scheduleSave(const QString& name);
    void save();

    QString m_folder;
    std::shared_ptr<FileWriter> m_writer;
    std::map<QString, Kept> m_jars;
    QSet<QString> m_changed;
    QSet<QString> m_removed; ///< their files may still be there
    QTimer m_timer;
};

} // namespace wl
