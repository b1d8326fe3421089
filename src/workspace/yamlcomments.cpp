// SPDX-License-Identifier: MIT
#include "workspace/yamlcomments.h"

namespace wl {
namespace {

[[nodiscard]] bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

} // namespace

qsizetype YamlComments::lineEnd(qsizetype from) const
{
    const qsizetype end = m_text.indexOf('\n', from);
    return end < 0 ? m_text.size() : end;
}

qsizetype YamlComments::scalarEnd(qsizetype begin, const QString& value, int parentColumn) const
{
    if (begin >= m_text.size())
        return m_text.size();
    switch (m_text.at(begin)) {
    case '"':
    case '\'': return quotedEnd(begin);
    case '|':
    case '>': return blockEnd(begin, parentColumn);
    default: return plainEnd(begin, value.toUtf8());
    }
}

qsizetype YamlComments::quotedEnd(qsizetype begin) const
{
    const char quote = m_text.at(begin);
    for (qsizetype i = begin + 1; i < m_text.size(); ++i) {
        if (quote == '"' && m_text.at(i) == '\\')
            ++i;
        else if (m_text.at(i) == quote) {
            if (quote == '"' || i + 1 == m_text.size() || m_text.at(i + 1) != quote)
                return i + 1;
            ++i; // '' is one '
        }
    }
    return m_text.size();
}

// A plain scalar has no escapes: apart from white space (folded lines) the file has the value's characters.
qsizetype YamlComments::plainEnd(qsizetype begin, const QByteArray& value) const
{
    qsizetype at = begin;
    for (const char c : value) {
        if (isSpace(c))
            continue;
        while (at < m_text.size() && isSpace(m_text.at(at)))
            ++at;
        if (at == m_text.size() || m_text.at(at) != c)
            return begin;
        ++at;
    }
    return at;
}

// YAML 1.2.2 §8.1: the content is what is blank or indented as deep as its first line that is not blank.
qsizetype YamlComments::blockEnd(qsizetype begin, int parentColumn) const
{
    const qsizetype headEnd = lineEnd(begin);
    int contentColumn = -1;
    bool keep = false;
    for (qsizetype i = begin + 1; i < headEnd && !isSpace(m_text.at(i)); ++i) {
        keep = keep || m_text.at(i) == '+';
        if (m_text.at(i) >= '1' && m_text.at(i) <= '9')
            contentColumn = qMax(parentColumn, 0) + (m_text.at(i) - '0');
    }
    qsizetype end = headEnd;
    for (qsizetype line = headEnd + 1; line <= m_text.size();) {
        const qsizetype next = lineEnd(line);
        qsizetype text = line;
        while (text < next && m_text.at(text) == ' ')
            ++text;
        const auto column = int(text - line);
        const bool blank = text == next;
        if (!blank && contentColumn < 0 && column > parentColumn)
            contentColumn = column;
        if (!blank && (contentColumn < 0 || column < contentColumn))
            break;
        if (!blank || keep || (contentColumn >= 0 && column > contentColumn))
            end = next;
        line = next + 1;
    }
    return qMin(end, m_text.size());
}

void YamlComments::advanceTo(qsizetype begin)
{
    qsizetype at = m_position;
    bool lineHasText = at > 0 && m_text.at(at - 1) != '\n';
    for (; at < begin && at < m_text.size(); ++at) {
        const char c = m_text.at(at);
        if (c == '\n') {
            if (!lineHasText && (m_waiting.isEmpty() || !m_waiting.last().isEmpty()))
                m_waiting.append(QString());
            lineHasText = false;
        } else if (c == '#' && (at == 0 || isSpace(m_text.at(at - 1)))) {
            const qsizetype end = qMin(lineEnd(at), begin);
            m_waiting.append(QString::fromUtf8(m_text.mid(at, end - at)).trimmed());
            lineHasText = true;
            at = end - 1;
        } else if (!isSpace(c)) {
            lineHasText = true;
        }
    }
    setPosition(begin);
}

QString YamlComments::takeBehind()
{
    const qsizetype end = lineEnd(m_position);
    for (qsizetype at = m_position; at < end; ++at) {
        const char c = m_text.at(at);
        if (c == '#' && at > 0 && isSpace(m_text.at(at - 1))) {
            m_position = end;
            return QString::fromUtf8(m_text.mid(at, end - at)).trimmed();
        }
        if (!isSpace(c) && !QByteArrayView(":,]}[{").contains(c))
            break;
    }
    return {};
}

QString YamlComments::blockHeaderComment() const
{
    const QByteArray header = m_text.mid(m_position, lineEnd(m_position) - m_position);
    const qsizetype sign = header.indexOf('#');
    return sign > 0 && isSpace(header.at(sign - 1)) ? QString::fromUtf8(header.mid(sign)).trimmed()
                                                    : QString();
}

QStringList YamlComments::takeWaiting()
{
    return std::exchange(m_waiting, {});
}

} // namespace wl
