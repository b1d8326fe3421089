// SPDX-License-Identifier: MIT
#include "base/settings.h"

#include "base/filecommit.h"

#include <QStandardPaths>

#include <optional>

namespace wl {

namespace {

constexpr qint64 maxFileBytes = 1024 * 1024;
constexpr qint64 dayMs = 86'400'000;
/// The largest number of MB that a setting takes: 100 TB.
constexpr qint64 megabytes = 100'000'000;

const SettingDefinition* definitionOf(const QString& name)
{
    const auto& all = Settings::definitions();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const SettingDefinition& d) { return d.name == name; });
    return found == all.end() ? nullptr : &*found;
}

QString environmentName(const QString& name)
{
    return QStringLiteral("WIRELOUPE_") + QString(name).replace(u'/', u'_').toUpper();
}

QString defaultPath()
{
    const QString fromEnvironment = qEnvironmentVariable("WIRELOUPE_CONFIG");
    if (!fromEnvironment.isEmpty()) {
        return fromEnvironment;
    }
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/wireloupe/wireloupe.ini");
}

/// One line of an INI file: a group, a key with its value, or neither (blank, comment).
struct IniLine
{
    QString group;
    QString key;
    QString value;
    bool understood = true;
};

IniLine parseLine(const QString& line)
{
    const QString text = line.trimmed();
    IniLine result;
    if (text.isEmpty() || text.startsWith(u';') || text.startsWith(u'#')) {
        return result;
    }
    if (text.startsWith(u'[') && text.endsWith(u']')) {
        result.group = text.mid(1, text.size() - 2).trimmed();
        return result;
    }
    const qsizetype equals = text.indexOf(u'=');
    if (equals <= 0) {
        result.understood = false;
        return result;
    }
    result.key = text.left(equals).trimmed();
    result.value = text.mid(equals + 1).trimmed();
    return result;
}

/// The file's lines without their ends, as bytes: what is not ours is not ours to change.
Result<QList<QByteArray>> readLines(const QString& path)
{
    const Result<QByteArray> content = readFile(path, maxFileBytes);
    if (!content && content.error().code == ErrorCode::FileNotFound) {
        return QList<QByteArray>();
    }
    if (!content) {
        return tl::make_unexpected(content.error());
    }
    if (content->contains('\0')) {
        return fail(ErrorCode::FileMalformed, path);
    }
    QList<QByteArray> lines = content->split('\n');
    if (lines.last().isEmpty()) {
        lines.removeLast();
    }
    return lines;
}

/// Of a setting whose default is a number.
Result<void> checkNumber(const SettingDefinition& definition, const QString& value)
{
    bool isNumber = false;
    const qint64 number = value.toLongLong(&isNumber);
    if (!isNumber) {
        return fail(ErrorCode::BadOption,
                    QStringLiteral("%1: \"%2\" is not a number").arg(definition.name, value));
    }
    if (number < definition.minimum || number > definition.maximum) {
        return fail(ErrorCode::BadOption, QStringLiteral("%1: %2 is not between %3 and %4")
                                              .arg(definition.name, value)
                                              .arg(definition.minimum)
                                              .arg(definition.maximum));
    }
    return {};
}

Result<void> checkValue(const QString& name, const QString& value)
{
    const SettingDefinition* definition = definitionOf(name);
    if (!definition) {
        return fail(ErrorCode::BadOption, QStringLiteral("%1: no such setting").arg(name));
    }
    if (!definition->choices.isEmpty() && !definition->choices.contains(value)) {
        return fail(ErrorCode::BadOption,
                    QStringLiteral("%1: \"%2\" is not one of %3")
                        .arg(name, value, definition->choices.join(QStringLiteral(", "))));
    }
    bool isNumber = false;
    definition->defaultValue.toLongLong(&isNumber);
    if (isNumber) {
        return checkNumber(*definition, value);
    }
    if (value.contains(u'\n') || value.contains(u'\r')) {
        return fail(ErrorCode::BadOption, QStringLiteral("%1: a value is one line").arg(name));
    }
    return {};
}

/// Where the line of `name` is, or where a new one goes (`isNew`); adds the group's line where it is missing.
qsizetype placeOf(QList<QByteArray>& lines, const QString& name, bool& isNew)
{
    const QString group = name.section(u'/', 0, 0);
    const QString key = name.section(u'/', 1);
    QString current;
    qsizetype endOfGroup = -1;
    isNew = false;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const IniLine line = parseLine(QString::fromUtf8(lines[i]));
        current = line.group.isEmpty() ? current : line.group;
        if (current == group) {
            if (line.key == key) {
                return i;
            }
            endOfGroup = lines[i].trimmed().isEmpty() ? endOfGroup : i + 1;
        }
    }
    isNew = true;
    if (endOfGroup < 0) {
        lines.append('[' + group.toUtf8() + ']');
        endOfGroup = lines.size();
    }
    return endOfGroup;
}

} // namespace

const QList<SettingDefinition>& Settings::definitions()
{
    const auto text = [](const char* s) { return QString::fromUtf8(s); };
    const QStringList onOff{text("true"), text("false")};
    static const QList<SettingDefinition> all{
        {text("capture/folder"), {}, text("where the window autosaves; empty = the data folder"), {}},
        {text("capture/disk_mb"),
         text("2048"),
         text("cap on disk use of the autosaved capture, in MB"),
         {},
         1,
         megabytes},
        {text("capture/segment_mb"), text("64"), text("size of one segment of it, in MB"), {}, 1, megabytes},
        {text("look/theme"),
         text("system"),
         text("light, dark, or what the desktop says"),
         {text("system"), text("light"), text("dark")}},
        {text("look/font_size"), text("0"), text("in points; 0 = the system's"), {}, 0, 100},
        {text("network/connect_timeout_ms"),
         text("10000"),
         text("of new clients and requests; 0 = no limit"),
         {},
         0,
         dayMs},
        {text("network/max_clients"), text("20000"), text("of a new server"), {}, 1, 1'000'000},
        {text("http/first_byte_timeout_ms"),
         text("60000"),
         text("of new requests; 0 = no limit"),
         {},
         0,
         dayMs},
        {text("http/follow_redirects"), text("true"), text("of new requests"), onOff},
        {text("history/keep"), text("true"), text("keep the window's HTTP exchanges in the history"), onOff},
        {text("history/disk_mb"),
         text("1024"),
         text("cap on the history, in MB; the oldest go"),
         {},
         1,
         megabytes},
        {text("workspace/path"), {}, text("opened at the start; empty = the Playground"), {}},
        {text("secrets/keyring"), text("true"), text("keep secrets of workspaces in the desktop's key ring"),
         onOff},
        {text("workspace/restore"), text("true"), text("open the panes of the last time at the start"),
         onOff},
    };
    return all;
}

Settings Settings::load(const QString& configPath)
{
    Settings settings;
    settings.m_path = configPath.isEmpty() ? defaultPath() : configPath;
    for (const SettingDefinition& definition : definitions()) {
        const QByteArray variable = environmentName(definition.name).toLatin1();
        if (!qEnvironmentVariableIsSet(variable.constData())) {
            continue;
        }
        const QString value = qEnvironmentVariable(variable.constData());
        if (const auto checked = checkValue(definition.name, value); checked) {
            settings.m_environment.insert(definition.name, value);
        } else {
            settings.m_warnings.append(QStringLiteral("environment: ") + checked.error().detail);
        }
    }
    settings.readFileContent();
    return settings;
}

void Settings::readFileContent()
{
    const Result<QList<QByteArray>> lines = readLines(m_path);
    if (!lines) {
        m_loadError = lines.error();
        return;
    }
    QString group;
    for (qsizetype i = 0; i < lines->size(); ++i) {
        const IniLine line = parseLine(QString::fromUtf8(lines->at(i)));
        group = line.group.isEmpty() ? group : line.group;
        if (!line.understood) {
            m_warnings.append(QStringLiteral("line %1: neither [group] nor key=value").arg(i + 1));
        }
        if (line.key.isEmpty()) {
            continue;
        }
        const QString name = group + u'/' + line.key;
        if (const auto checked = checkValue(name, line.value); checked) {
            m_file.insert(name, line.value);
        } else {
            m_warnings.append(QStringLiteral("line %1: %2").arg(i + 1).arg(checked.error().detail));
        }
    }
}

QString Settings::value(const QString& name) const
{
    for (const auto* values : {&m_overrides, &m_environment, &m_file}) {
        if (const auto found = values->find(name); found != values->end()) {
            return *found;
        }
    }
    const SettingDefinition* definition = definitionOf(name);
    return definition ? definition->defaultValue : QString();
}

qint64 Settings::number(const QString& name) const
{
    return value(name).toLongLong();
}

bool Settings::flag(const QString& name) const
{
    return value(name) == QLatin1String("true");
}

SettingSource Settings::source(const QString& name) const
{
    if (m_overrides.contains(name)) {
        return SettingSource::CommandLine;
    }
    if (m_environment.contains(name)) {
        return SettingSource::Environment;
    }
    return m_file.contains(name) ? SettingSource::File : SettingSource::Default;
}

Result<void> Settings::override(const QString& name, const QString& value)
{
    if (const auto checked = checkValue(name, value); !checked) {
        return checked;
    }
    m_overrides.insert(name, value);
    return {};
}

Result<void> Settings::store(const QString& name, const QString& value)
{
    if (const auto checked = checkValue(name, value); !checked) {
        return checked;
    }
    if (m_loadError) {
        return tl::make_unexpected(*m_loadError);
    }
    // As it is now: another program may have written since we read it.
    Result<QList<QByteArray>> lines = readLines(m_path);
    if (!lines) {
        return tl::make_unexpected(lines.error());
    }
    bool isNew = false;
    const qsizetype at = placeOf(*lines, name, isNew);
    const QByteArray line = (name.section(u'/', 1) + u'=' + value).toUtf8();
    if (isNew) {
        lines->insert(at, line);
    } else {
        (*lines)[at] = line;
    }
    if (const auto written = commitFile(m_path, lines->join('\n') + '\n'); !written) {
        return written;
    }
    m_file.insert(name, value);
    return {};
}

} // namespace wl
