// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/cookiestore.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>

namespace wl {

class FileWriter;

/// The cookie jars of the window, one per environment name, each in a file of its own (mode 0600) that is
/// written a moment after a change. Session cookies live as long as the program. UI thread.
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

    /// The jar of that name, read from its file at the first call. A file that is not understood is put aside
    /// under another name and told by problems().
    [[nodiscard]] std::shared_ptr<CookieStore> jar(const QString& name);
    /// What people should know about the files that were read.
    [[nodiscard]] const QStringList& problems() const { return m_problems; }
    /// The name of the jar that requests use while no environment is chosen.
    [[nodiscard]] static QString defaultName() { return QStringLiteral("Default"); }

private:
    [[nodiscard]] QString pathOf(const QString& name) const;
    [[nodiscard]] CookieJar load(const QString& path);
    void save();

    QString m_folder;
    std::shared_ptr<FileWriter> m_writer;
    QHash<QString, std::shared_ptr<CookieStore>> m_jars;
    QSet<QString> m_changed;
    QSet<QString> m_unsaved; ///< files that could be neither read nor put aside
    QTimer m_timer;
    QStringList m_problems;
};

} // namespace wl
