// SPDX-License-Identifier: MIT
#include "ui/widgets/bulkrows.h"

#include "decode/jsonstring.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace wl::bulkrows {

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

/// Two JSON strings with a separator between; nothing where the line is not that.
std::optional<KeyValueRow> quotedRow(const QString& line)
{
    if (!line.startsWith(u'"'))
        return std::nullopt;
    static const QRegularExpression form(
        QStringLiteral(R"(^("(?:[^"\\]++|\\.)*+")[ \t]*+[:=][ \t]*+("(?:[^"\\]++|\\.)*+")[ \t]*+$)"));
    const QRegularExpressionMatch match = form.match(line);
    if (!match.hasMatch())
        return std::nullopt;
    KeyValueRow row;
    row.name = jsonStringText(match.captured(1).toUtf8());
    row.value = jsonStringText(match.captured(2).toUtf8());
    return row;
}

KeyValueRow splitAt(const QString& line, qsizetype at, bool trims)
{
    KeyValueRow row;
    row.name = trims ? line.first(at).trimmed() : line.first(at);
    row.value = trims ? line.mid(at + 1).trimmed() : line.mid(at + 1);
    return row;
}

KeyValueRow plainRow(const QString& line, Style style)
{
    const qsizetype colon = line.indexOf(u':');
    const qsizetype equals = line.indexOf(u'=');
    bool isColon = colon > 0 && (equals < 0 || colon < equals);
    if (isColon && equals > 0 && style == Style::Equals)
        isColon = isBlank(line[colon + 1]);
    if (isColon)
        return splitAt(line, colon, true);
    if (equals > 0)
        return splitAt(line, equals, false);
    KeyValueRow row;
    row.name = line;
    return row;
}

KeyValueRow rowOf(QString line, Style style)
{
    qsizetype start = 0;
    while (start < line.size() && isBlank(line[start]))
        ++start;
    const QStringView rest = QStringView(line).sliced(start);
    const qsizetype mark = rest.startsWith(u'#') ? 1 : rest.startsWith(u"//") ? 2 : 0;
    if (mark > 0) {
        line.remove(0, start + mark);
        if (line.startsWith(u' '))
            line.remove(0, 1);
    }
    std::optional<KeyValueRow> row = quotedRow(line);
    if (!row)
        row = plainRow(line, style);
    row->enabled = mark == 0;
    return *row;
}

/// A text editor holds the line as it is.
bool isOneLine(const QString& line)
{
    return std::none_of(line.begin(), line.end(), [](QChar c) {
        return c == u'\n' || c == u'\r' || c.isNull() || c == QChar(0x2028) || c == QChar(0x2029) ||
               c == QChar(0xFDD0) || c == QChar(0xFDD1);
    });
}

QString quoted(const QString& text)
{
    QString token = QString::fromUtf8(jsonStringToken(text));
    for (const char16_t c : {u'\u2028', u'\u2029', u'\uFDD0', u'\uFDD1'})
        token.replace(QChar(c), QStringLiteral("\\u%1").arg(uint(c), 4, 16, QLatin1Char('0')));
    return token;
}

QString lineOf(const KeyValueRow& row, Style style)
{
    const QString off = row.enabled ? QString() : QStringLiteral("# ");
    const QString separator = style == Style::Colon ? QStringLiteral(": ") : QStringLiteral("=");
    QString line = off + row.name + separator + row.value;
    if (row.value.isEmpty())
        line = off + row.name + separator.trimmed();
    const KeyValueRow back = rowOf(line, style);
    if (isOneLine(line) && back.name == row.name && back.value == row.value && back.enabled == row.enabled &&
        !line.trimmed().isEmpty())
        return line;
    return off + quoted(row.name) + separator + quoted(row.value);
}

/// The old rows by what they say, each to be taken once.
class Old
{
public:
    explicit Old(const QList<KeyValueRow>& rows)
        : m_rows(rows)
        , m_isUsed(rows.size())
    {
        for (qsizetype i = rows.size() - 1; i >= 0; --i) { // so that the first is taken first
            m_exact.insert({rows.at(i).name, rows.at(i).value}, i);
            m_named.insert(rows.at(i).name, i);
        }
    }
    [[nodiscard]] const KeyValueRow* takeExact(const KeyValueRow& row)
    {
        return take(m_exact, {row.name, row.value});
    }
    [[nodiscard]] const KeyValueRow* takeNamed(const KeyValueRow& row) { return take(m_named, row.name); }
    [[nodiscard]] const KeyValueRow* takeAt(qsizetype place)
    {
        return std::exchange(m_isUsed[place], true) ? nullptr : &m_rows.at(place);
    }

private:
    template <typename Key>
    const KeyValueRow* take(QMultiHash<Key, qsizetype>& places, const Key& key)
    {
        for (auto found = places.find(key); found != places.end(); found = places.find(key)) {
            const qsizetype place = *found;
            places.erase(found);
            if (!m_isUsed.at(place)) {
                m_isUsed[place] = true;
                return &m_rows.at(place);
            }
        }
        return nullptr;
    }

    const QList<KeyValueRow>& m_rows;
    QList<bool> m_isUsed;
    QMultiHash<std::pair<QString, QString>, qsizetype> m_exact;
    QMultiHash<QString, qsizetype> m_named;
};

void takeOver(QList<KeyValueRow>& rows, const QList<KeyValueRow>& before)
{
    Old old(before);
    QList<const KeyValueRow*> origins(rows.size());
    for (qsizetype i = 0; i < rows.size(); ++i)
        origins[i] = old.takeExact(rows.at(i));
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (origins.at(i) == nullptr)
            origins[i] = old.takeNamed(rows.at(i));
    }
    for (qsizetype i = 0; i < rows.size(); ++i) {
        // Renamed.
        if (origins.at(i) == nullptr && rows.size() == before.size())
            origins[i] = old.takeAt(i);
        if (origins.at(i) == nullptr)
            continue;
        KeyValueRow row = *origins.at(i);
        row.name = rows.at(i).name;
        row.value = rows.at(i).value;
        row.enabled = rows.at(i).enabled;
        rows[i] = row;
    }
}

} // namespace

QString textOf(const QList<KeyValueRow>& rows, Style style)
{
    QStringList lines;
    for (const KeyValueRow& row : rows)
        lines << lineOf(row, style);
    return lines.join(u'\n');
}

QList<KeyValueRow> rowsOf(const QString& text, Style style, const QList<KeyValueRow>& before)
{
    QList<KeyValueRow> rows;
    for (QString line : text.split(u'\n')) {
        if (line.endsWith(u'\r'))
            line.chop(1);
        if (!line.trimmed().isEmpty())
            rows << rowOf(line, style);
    }
    takeOver(rows, before);
    rows.removeIf([](const KeyValueRow& row) { return row.isBlank(); });
    return rows;
}

QList<KeyValueRow> pastedRows(const QString& text)
{
    const bool isJoined =
        !text.contains(u'\n') && !text.contains(u':') && text.contains(u'=') && !text.startsWith(u'"');
    return rowsOf(isJoined ? QString(text).replace(u'&', u'\n') : text, Style::Colon);
}

} // namespace wl::bulkrows
