// SPDX-License-Identifier: MIT
#include "session/curlform.h"

#include <QFileInfo>
#include <QHash>

namespace wl {

namespace {

/// By the end of its name, as curl does it; empty where it knows none.
QString typeByName(const QString& name)
{
    static const QHash<QString, QString> types{
        {QStringLiteral("gif"), QStringLiteral("image/gif")},
        {QStringLiteral("jpg"), QStringLiteral("image/jpeg")},
        {QStringLiteral("jpeg"), QStringLiteral("image/jpeg")},
        {QStringLiteral("png"), QStringLiteral("image/png")},
        {QStringLiteral("svg"), QStringLiteral("image/svg+xml")},
        {QStringLiteral("txt"), QStringLiteral("text/plain")},
        {QStringLiteral("htm"), QStringLiteral("text/html")},
        {QStringLiteral("html"), QStringLiteral("text/html")},
        {QStringLiteral("pdf"), QStringLiteral("application/pdf")},
        {QStringLiteral("xml"), QStringLiteral("application/xml")},
    };
    return types.value(QFileInfo(name).suffix().toLower());
}

/// The name that was given counts before the file's own.
QString typeOfFile(const QString& path, const QString& fileName)
{
    for (const QString& name : {fileName, path}) {
        if (const QString type = typeByName(name); !type.isEmpty())
            return type;
    }
    return QStringLiteral("application/octet-stream");
}

class FormReader
{
public:
    FormReader(const QString& typed, const ShellCommand& command)
        : m_typed(typed)
        , m_command(command)
    {
    }

    Result<CurlForm> read()
    {
        const qsizetype equals = m_typed.indexOf(u'=');
        if (equals < 0)
            return fail(ErrorCode::BadOption, QStringLiteral("-F takes name=content, not '%1'").arg(m_typed));
        m_part.name = m_name = m_typed.first(equals);
        m_at = equals + 1;
        const QChar mark = peek();
        if (mark == u'<')
            return fail(ErrorCode::BadOption,
                        QStringLiteral("-F %1: a file's content as a text is not supported").arg(m_typed));
        if (mark == u'(' || (mark == u')' && m_name.isEmpty()))
            return fail(ErrorCode::BadOption,
                        QStringLiteral("-F %1: parts within parts are not supported").arg(m_typed));
        if (equals == 0)
            problem(QStringLiteral("curl gives this part no name, here it is empty"));
        if (mark == u'@') {
            ++m_at;
            if (Result<void> taken = takeFiles(); !taken)
                return tl::make_unexpected(taken.error());
        } else {
            m_part.text = takeWord(u";");
            takeParameters();
            if (m_part.contentType.isEmpty())
                m_part.contentType = typeByName(m_part.fileName);
            m_result.parts.append(m_part);
        }
        return m_result;
    }

private:
    [[nodiscard]] QChar peek() const { return m_at < m_typed.size() ? m_typed.at(m_at) : QChar(); }

    /// A quoted word with its escapes, or all up to one of the ends, without the blanks around it.
    QString takeWord(QStringView ends)
    {
        while (peek().isSpace())
            ++m_at;
        const qsizetype begin = m_at;
        if (peek() == u'"') {
            QString word;
            for (++m_at; m_at < m_typed.size() && peek() != u'"'; ++m_at) {
                const QChar next = m_at + 1 < m_typed.size() ? m_typed.at(m_at + 1) : QChar();
                if (peek() == u'\\' && (next == u'\\' || next == u'"'))
                    ++m_at;
                word += peek();
            }
            if (m_at < m_typed.size()) {
                ++m_at;
                while (m_at < m_typed.size() && !ends.contains(peek()))
                    ++m_at;
                return word;
            }
            m_at = begin; // not closed: an ordinary character
        }
        while (m_at < m_typed.size() && !ends.contains(peek()))
            ++m_at;
        return m_typed.sliced(begin, m_at - begin).trimmed();
    }

    Result<void> takeFiles()
    {
        do {
            m_part = {};
            m_part.name = m_name;
            const QString file = takeWord(u";,");
            takeParameters();
            if (file != QLatin1String("-"))
                addFile(file);
            else if (m_command.inputText)
                addInputText();
            else if (!m_command.inputFile.isEmpty())
                addInputFile();
            else
                return fail(
                    ErrorCode::BadOption,
                    QStringLiteral("-F %1: what curl would read as its input is not known").arg(m_typed));
            ++m_files;
        } while (peek() == u',' && ++m_at < m_typed.size());
        if (m_files > 1)
            problem(QStringLiteral("the files are sent as parts of one name, not as parts within a part"));
        return {};
    }

    /// Beside the one before it, where nothing else tells them apart.
    void addFile(const QString& file)
    {
        if (m_part.contentType.isEmpty())
            m_part.contentType = typeOfFile(file, m_part.fileName);
        m_part.files = {file};
        if (!m_result.parts.isEmpty()) {
            HttpPart& last = m_result.parts.last();
            if (last.contentType == m_part.contentType && last.fileName.isEmpty() &&
                m_part.fileName.isEmpty()) {
                last.files.append(file);
                return;
            }
        }
        m_result.parts.append(m_part);
    }

    /// curl calls its input "-", and knows no type of it.
    void addInputText()
    {
        m_part.text = *m_command.inputText;
        nameInput();
        m_result.parts.append(m_part);
    }

    void addInputFile()
    {
        m_part.files = {m_command.inputFile};
        nameInput();
        if (m_part.contentType.isEmpty())
            problem(QStringLiteral("curl gives its input no type, here it has one"));
        m_result.parts.append(m_part);
    }

    void nameInput()
    {
        if (m_part.fileName.isEmpty())
            m_part.fileName = QStringLiteral("-");
        if (m_part.contentType.isEmpty())
            m_part.contentType = typeByName(m_part.fileName);
    }

    void takeParameters()
    {
        bool isType = false;
        while (peek() == u';') {
            ++m_at;
            const qsizetype begin = m_at;
            while (peek().isSpace())
                ++m_at;
            const QStringView rest = QStringView(m_typed).sliced(m_at);
            if (rest.startsWith(u"type=")) {
                m_at += 5;
                m_part.contentType = takeUntil(u";,");
                isType = true;
            } else if (rest.startsWith(u"filename=")) {
                m_at += 9;
                m_part.fileName = takeWord(u";,");
                if (m_part.fileName.isEmpty())
                    problem(QStringLiteral("an empty filename= is not supported"));
            } else if (isType) { // a parameter of the type
                m_at = begin;
                m_part.contentType += u';' + takeUntil(u";,");
            } else {
                const QString word = takeWord(u";,");
                problem(QStringLiteral("\";%1\" is not supported").arg(word));
            }
        }
    }

    QString takeUntil(QStringView ends)
    {
        const qsizetype begin = m_at;
        while (m_at < m_typed.size() && !ends.contains(peek()))
            ++m_at;
        const QString text = m_typed.sliced(begin, m_at - begin);
        return begin > 0 && m_typed.at(begin - 1) == u'=' ? text.trimmed() : text;
    }

    void problem(const QString& text)
    {
        m_result.problems.append(QStringLiteral("-F %1: %2.").arg(m_name, text));
    }

    const QString& m_typed;
    const ShellCommand& m_command;
    qsizetype m_at = 0;
    int m_files = 0;
    QString m_name;
    HttpPart m_part; ///< which is being read
    CurlForm m_result;
};

} // namespace

Result<CurlForm> parseCurlForm(const QString& typed, const ShellCommand& command)
{
    return FormReader(typed, command).read();
}

} // namespace wl
