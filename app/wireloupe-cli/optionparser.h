// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QHash>
#include <QList>
#include <QStringList>

namespace wl::cli {

/// Wrong usage in words that say what to do, without a stop.
[[nodiscard]] tl::unexpected<Error> badOption(const QString& words);

/// The options of one subcommand: declared once, parsed, and printed by --help. A plain value.
class OptionParser
{
public:
    /// `synopsis`: what follows the command's name ("ADDRESS [options]").
    OptionParser(const QString& command, const QString& synopsis, const QString& about);

    /// `names` as they are typed, separated by ", " ("-d, --data"); `valueName` empty for a switch.
    void add(const QString& names, const QString& valueName, const QString& help);
    void addExample(const QString& line, const QString& help);

    /// Long options take their value after "=" or as the next word, short ones also joined; "--" ends the
    /// options. Errors: BadOption with words that name the option and say what to do.
    [[nodiscard]] Result<void> parse(const QStringList& words);

    [[nodiscard]] bool isSet(const QString& name) const { return m_values.contains(canonical(name)); }
    /// The last value that was given; "" where there is none.
    [[nodiscard]] QString value(const QString& name) const;
    [[nodiscard]] QStringList values(const QString& name) const;
    [[nodiscard]] const QStringList& positionals() const { return m_positionals; }

    [[nodiscard]] QString helpText() const;
    [[nodiscard]] QString command() const { return m_command; }

private:
    struct Option
    {
        QStringList names;
        QString valueName;
        QString help;
    };

    [[nodiscard]] const Option* find(const QString& name) const;
    [[nodiscard]] QString canonical(const QString& name) const;
    [[nodiscard]] QString closest(const QString& name) const;
    [[nodiscard]] tl::unexpected<Error> unknown(const QString& name) const;
    [[nodiscard]] Result<void> take(const QString& name, bool hasInline, const QString& inlineValue,
                                    const QStringList& words, qsizetype& at);
    [[nodiscard]] Result<void> takeShort(const QStringList& words, qsizetype& at);

    QString m_command;
    QString m_synopsis;
    QString m_about;
    QList<Option> m_options;
    QList<std::pair<QString, QString>> m_examples;
    QHash<QString, QStringList> m_values;
    QStringList m_positionals;
};

} // namespace wl::cli
