// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <limits>
#include <optional>

namespace wl {

/// Where a setting's value came from, strongest first.
enum class SettingSource : quint8 { CommandLine, Environment, File, Default };

/// One known setting: "group/key", its default, and a line that says what it is.
struct SettingDefinition
{
    QString name;
    QString defaultValue;
    QString description;
    QStringList choices; ///< the only values it takes; empty = any
    qint64 minimum = 0;  ///< of a number, as is the next
    qint64 maximum = std::numeric_limits<qint64>::max();
};

/// The settings: command line over environment (WIRELOUPE_<GROUP>_<KEY>) over INI file (--config,
/// WIRELOUPE_CONFIG, else the platform's config folder) over defaults. A value type, not shared between
/// threads.
class Settings
{
public:
    /// All that there is, in the order in which `wireloupe-cli config` prints it.
    [[nodiscard]] static const QList<SettingDefinition>& definitions();

    /// Reads file and environment. `configPath` empty: WIRELOUPE_CONFIG, else the platform's folder. An
    /// unreadable or malformed file is reported by loadError() and left as it is: the settings then have
    /// their defaults, and store() refuses, so that nothing of the user's is overwritten.
    [[nodiscard]] static Settings load(const QString& configPath = {});

    [[nodiscard]] QString value(const QString& name) const;
    [[nodiscard]] qint64 number(const QString& name) const; ///< of a setting whose default is a number
    [[nodiscard]] bool flag(const QString& name) const;     ///< "true"
    [[nodiscard]] SettingSource source(const QString& name) const;

    /// For this run only (command line).
    Result<void> override(const QString& name, const QString& value);
    /// Writes to the file, at once, and keeps what else is in it by then, byte by byte. Errors: BadOption
    /// (unknown name, not a choice, out of range), file errors.
    Result<void> store(const QString& name, const QString& value);

    [[nodiscard]] QString filePath() const { return m_path; }
    [[nodiscard]] const std::optional<Error>& loadError() const { return m_loadError; }
    /// Lines of the file that were not understood or not taken ("line 3: …"); they are kept when the file is
    /// written.
    [[nodiscard]] const QStringList& warnings() const { return m_warnings; }

private:
    void readFileContent();

    QString m_path;
    QHash<QString, QString> m_file;
    QHash<QString, QString> m_environment;
    QHash<QString, QString> m_overrides;
    std::optional<Error> m_loadError;
    QStringList m_warnings;
};

} // namespace wl
