// SPDX-License-Identifier: MIT
#include "optionparser.h"

#include <algorithm>
#include <numeric>

namespace wl::cli {

namespace {

constexpr int helpColumn = 26;
constexpr int farthestGuess = 2;

int editDistance(const QString& a, const QString& b)
{
    std::vector<int> row(size_t(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = std::exchange(row[0], int(i) + 1);
        for (size_t j = 1; j < row.size(); ++j) {
            const int replaced = diagonal + (a.at(i) == b.at(qsizetype(j) - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

bool isOption(const QString& word)
{
    return word.size() > 1 && word.startsWith(u'-');
}

} // namespace

tl::unexpected<Error> badOption(const QString& words)
{
    return fail(ErrorCode::BadOption, words);
}

OptionParser::OptionParser(const QString& command, const QString& synopsis, const QString& about)
    : m_command(command)
    , m_synopsis(synopsis)
    , m_about(about)
{
}

void OptionParser::add(const QString& names, const QString& valueName, const QString& help)
{
    m_options.append(Option{names.split(QStringLiteral(", ")), valueName, help});
}

void OptionParser::addExample(const QString& line, const QString& help)
{
    m_examples.append({line, help});
}

Result<void> OptionParser::parse(const QStringList& words)
{
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (word == QLatin1String("--")) {
            m_positionals += words.mid(i + 1);
            break;
        }
        Result<void> taken;
        if (word.startsWith(QLatin1String("--"))) {
            const QString name = word.section(u'=', 0, 0);
            taken = take(name, name.size() != word.size(), word.mid(name.size() + 1), words, i);
        } else if (isOption(word)) {
            taken = takeShort(words, i);
        } else {
            m_positionals.append(word);
        }
        if (!taken)
            return taken;
    }
    return {};
}

Result<void> OptionParser::take(const QString& name, bool hasInline, const QString& inlineValue,
                                const QStringList& words, qsizetype& at)
{
    const Option* option = find(name);
    if (!option)
        return unknown(name);
    QStringList& values = m_values[option->names.constFirst()];
    if (option->valueName.isEmpty()) {
        if (hasInline)
            return fail(ErrorCode::BadOption, QStringLiteral("%1 takes no value").arg(name));
        return {};
    }
    if (hasInline) {
        values.append(inlineValue);
        return {};
    }
    if (at + 1 == words.size())
        return fail(ErrorCode::BadOption,
                    QStringLiteral("%1 needs a value: %1 %2").arg(name, option->valueName));
    values.append(words.at(++at));
    return {};
}

Result<void> OptionParser::takeShort(const QStringList& words, qsizetype& at)
{
    const QString& word = words.at(at);
    const QString name = word.left(2);
    const Option* option = find(name);
    if (!option)
        return unknown(name);
    if (word.size() > 2 && option->valueName.isEmpty())
        return unknown(word);
    return take(name, word.size() > 2, word.mid(2), words, at);
}

tl::unexpected<Error> OptionParser::unknown(const QString& name) const
{
    QString words = QStringLiteral("%1 has no option '%2'").arg(m_command, name);
    if (const QString guess = closest(name); !guess.isEmpty())
        words += QStringLiteral("; did you mean %1?").arg(guess);
    else if (!name.startsWith(QLatin1String("--")))
        words += QStringLiteral("; put '--' before a value that begins with '-'");
    return badOption(words);
}

const OptionParser::Option* OptionParser::find(const QString& name) const
{
    const auto found = std::find_if(m_options.cbegin(), m_options.cend(),
                                    [&](const Option& option) { return option.names.contains(name); });
    return found == m_options.cend() ? nullptr : &*found;
}

QString OptionParser::canonical(const QString& name) const
{
    const Option* option = find(name);
    return option ? option->names.constFirst() : name;
}

QString OptionParser::closest(const QString& name) const
{
    QString best;
    int distance = farthestGuess + 1;
    for (const Option& option : m_options) {
        for (const QString& candidate : option.names) {
            const int now = editDistance(name, candidate);
            if (candidate.size() > 2 && now < distance) {
                distance = now;
                best = candidate;
            }
        }
    }
    return best;
}

QString OptionParser::value(const QString& name) const
{
    const QStringList all = values(name);
    return all.isEmpty() ? QString() : all.constLast();
}

QStringList OptionParser::values(const QString& name) const
{
    return m_values.value(canonical(name));
}

QString OptionParser::helpText() const
{
    QString text =
        QStringLiteral("Usage: wireloupe-cli %1 %2\n\n%3\n\nOptions:\n").arg(m_command, m_synopsis, m_about);
    for (const Option& option : m_options) {
        QString names = QStringLiteral("  ") + option.names.join(QStringLiteral(", "));
        if (!option.valueName.isEmpty())
            names += u' ' + option.valueName;
        if (names.size() >= helpColumn)
            names += u'\n' + QString(helpColumn, u' ');
        text += names.leftJustified(helpColumn) + option.help + u'\n';
    }
    text += m_examples.size() == 1 ? QStringLiteral("\nExample:\n") : QStringLiteral("\nExamples:\n");
    for (const auto& [line, help] : m_examples)
        text += QStringLiteral("  %1\n      %2\n").arg(line, help);
    return text;
}

} // namespace wl::cli
