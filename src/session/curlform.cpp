// SPDX-License-Identifier: MIT
#include "session/curlform.h"

#include <QFileInfo>
#include <QHash>

namespace wl {

namespace {

/// By the end of its name, as curl does it.
QString typeOfFile(const QString& name)
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
    return types.value(QFileInfo(name).suffix().toLower(), QStringLiteral("application/octet-stream"));
}

class FormReader
{
public:
    explicit FormReader(const QString& typed)
        : m_typed(typed)
    {
    }

    Result<CurlPart> read()
    {
        const qsizetype equals = m_typed.indexOf(u'=');
        if (equals < 0)
            return fail(ErrorCode::BadOption, QStringLiteral("-F takes name=content, not '%1'").arg(m_typed));
        m_result.part.name = m_typed.first(equals);
        m_at = equals + 1;
        const QChar mark = peek();
        if (mark == u'<')
            return fail(ErrorCode::BadOption,
                        QStringLiteral("-F %1: a file's content as a text is not supported").arg(m_typed));
        if (mark == u'(' || (mark == u')' && m_result.part.name.isEmpty()))
            return fail(ErrorCode::BadOption,
                        QStringLiteral("-F %1: parts within parts are not supported").arg(m_typed));
        if (equals == 0)
            problem(QStringLiteral("curl gives this part no name, here it is empty"));
        if (mark == u'@') {
            ++m_at;
            takeFiles();
        } else {
            m_result.part.text = takeWord(u";");
            takeParameters();
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

    void takeFiles()
    {
        HttpPart& part = m_result.part;
        do {
            part.files.append(takeWord(u";,"));
            takeParameters();
        } while (peek() == u',' && ++m_at < m_typed.size());
        if (part.files.size() > 1)
            problem(QStringLiteral("the files are sent as parts of one name, not as parts within a part"));
        m_result.isStandardInput = part.files.first() == QLatin1String("-");
        if (m_result.isStandardInput)
            problem(QStringLiteral("what curl would read as its input is sent with its file's own name"));
        if (part.contentType.isEmpty())
            part.contentType = typeOfFile(m_fileName.isEmpty() ? part.files.first() : m_fileName);
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
                m_result.part.contentType = takeUntil(u";,");
                isType = true;
            } else if (rest.startsWith(u"filename=")) {
                m_at += 9;
                takeFileName();
            } else if (isType) { // a parameter of the type
                m_at = begin;
                m_result.part.contentType += u';' + takeUntil(u";,");
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

    void takeFileName()
    {
        m_fileName = takeWord(u";,");
        const QStringList& files = m_result.part.files;
        if (files.isEmpty() || QFileInfo(files.last()).fileName() != m_fileName)
            problem(QStringLiteral("filename=%1 is not supported: a file is sent with its own name")
                        .arg(m_fileName));
    }

    void problem(const QString& text)
    {
        m_result.problems.append(QStringLiteral("-F %1: %2.").arg(m_result.part.name, text));
    }

    const QString& m_typed;
    qsizetype m_at = 0;
    QString m_fileName;
    CurlPart m_result;
};

} // namespace

Result<CurlPart> parseCurlForm(const QString& typed)
{
    return FormReader(typed).read();
}

} // namespace wl
