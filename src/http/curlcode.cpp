// SPDX-License-Identifier: MIT
#include "http/codeparts.h"
#include "http/shellword.h"

#include <algorithm>
#include <chrono>

namespace wl {

namespace {

/// In double quotes, as -F reads them.
QString formQuoted(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + text + u'"';
}

/// --form-string takes a text as it is; -F reads quotes, `;` and `,`.
QStringList formWords(const HttpPart& part)
{
    const bool isFile = !part.files.isEmpty();
    if (!isFile && part.contentType.isEmpty() && part.fileName.isEmpty())
        return {QStringLiteral("--form-string"), part.name + u'=' + part.text};
    QString form = part.name + QLatin1String(isFile ? "=@" : "=") +
                   formQuoted(isFile ? part.files.constFirst() : part.text);
    if (!part.contentType.isEmpty())
        form += QStringLiteral(";type=") + part.contentType;
    if (!part.fileName.isEmpty())
        form += QStringLiteral(";filename=") + formQuoted(part.fileName);
    return {QStringLiteral("-F"), form};
}

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(double(time.count()) / 1000);
}

class CurlWriter
{
public:
    CurlWriter(const CodeParts& parts, CodeForm form)
        : m_parts(parts)
        , m_form(form)
    {
    }

    CodeText write()
    {
        m_options = {m_form == CodeForm::CurlPowerShell ? QStringLiteral("curl.exe")
                                                        : QStringLiteral("curl")};
        if (m_parts.url.contains("/."))
            add("--path-as-is");
        if (std::any_of(m_parts.url.begin(), m_parts.url.end(),
                        [](char c) { return QByteArrayView("[]{}").contains(c); }))
            add("--globoff");
        if (m_parts.method == "HEAD")
            add("--head");
        else if (m_parts.method != (m_parts.hasBody ? "POST" : "GET"))
            add("-X", m_parts.method);
        m_options.append(word(m_parts.url));
        writeRedirects();
        writeAuth();
        writeConnection();
        writeFields();
        writeBody();
        const QString end = m_form == CodeForm::CurlCmd          ? QStringLiteral(" ^\n  ")
                            : m_form == CodeForm::CurlPowerShell ? QStringLiteral(" `\n  ")
                                                                 : QStringLiteral(" \\\n  ");
        return {m_input + m_options.join(m_options.size() > 4 ? end : QStringLiteral(" ")), m_notes};
    }

private:
    QString word(QByteArrayView bytes)
    {
        switch (m_form) {
        case CodeForm::CurlCmd: return cmdWord(bytes, m_notes);
        case CodeForm::CurlPowerShell: return powerShellWord(bytes, m_notes);
        default: return bashWord(bytes);
        }
    }
    void add(const char* option) { m_options.append(QLatin1String(option)); }
    void add(const char* option, const QByteArray& value)
    {
        m_options.append(QLatin1String(option) + u' ' + word(value));
    }
    void add(const char* option, const QString& value) { add(option, value.toUtf8()); }

    void writeRedirects()
    {
        const HttpSettings& settings = m_parts.settings;
        if (!settings.followRedirects)
            return;
        add(settings.keepAuth ? "--location-trusted" : "-L");
        if (settings.maxRedirects != limits::redirects)
            add("--max-redirs", QString::number(settings.maxRedirects));
        if (settings.keepMethod) {
            for (const char* option : {"--post301", "--post302", "--post303"})
                add(option);
        }
    }

    void writeAuth()
    {
        const HttpAuth& auth = m_parts.signer;
        if (auth.kind == HttpAuth::Kind::Digest) {
            add("--digest");
            add("-u", auth.user + u':' + auth.password);
        } else if (auth.kind == HttpAuth::Kind::AwsV4) {
            add("--aws-sigv4", QStringLiteral("aws:amz:%1:%2").arg(auth.aws.region, auth.aws.service));
            add("-u", auth.aws.accessKeyId + u':' + auth.aws.secretAccessKey);
        }
    }

    void writeConnection()
    {
        for (const QByteArray& option : m_parts.route.options) {
            if (option.startsWith("--"))
                m_options.append(QString::fromLatin1(option));
            else
                m_options.last() += u' ' + word(option);
        }
        m_notes += m_parts.route.notes;
        const HttpSettings& settings = m_parts.settings;
        if (m_parts.isTls && !settings.tls.verify)
            add("-k");
        if (settings.connectTimeout != HttpSettings().connectTimeout && settings.connectTimeout.count() > 0)
            add("--connect-timeout", seconds(settings.connectTimeout));
        if (settings.totalTimeout.count() > 0)
            add("-m", seconds(settings.totalTimeout));
    }

    /// curl signs by itself.
    [[nodiscard]] bool isOfSigner(const ComposedField& field) const
    {
        return m_parts.signer.kind == HttpAuth::Kind::AwsV4 && field.isAutomatic &&
               (field.isNamed("Authorization") || field.isNamed("X-Amz-Date") ||
                field.isNamed("X-Amz-Content-Sha256"));
    }

    void writeFields()
    {
        bool hasType = false;
        bool hasCoding = false;
        for (const ComposedField& field : m_parts.fields) {
            if (isOfSigner(field))
                continue;
            // curl drops a field without a value; with a semicolon it sends an empty one.
            add("-H", field.value.isEmpty() ? field.name + ';' : field.name + ": " + field.value);
            hasType = hasType || field.isNamed("Content-Type");
            hasCoding = hasCoding || field.isNamed("Transfer-Encoding");
        }
        for (const QByteArray& name : m_parts.unwanted)
            add("-H", name + ':');
        if (!m_parts.multipartType.isEmpty())
            add("-H", "Content-Type: " + m_parts.multipartType);
        // What curl adds to a body by itself, and this request has not.
        if (m_parts.hasBody && !m_parts.isMultipart() && !hasType)
            add("-H", QByteArray("Content-Type:"));
        if (m_parts.hasOddFraming && hasCoding)
            m_notes.append(QStringLiteral("curl makes chunks of the body by itself."));
        if (m_parts.bytes.size() > expectBytes || !m_parts.filePath.isEmpty())
            add("-H", QByteArray("Expect:"));
    }

    void writeBody()
    {
        if (m_parts.isMultipart()) {
            for (const HttpPart& part : m_parts.parts) {
                const QStringList words = formWords(part);
                add(qPrintable(words.at(0)), words.at(1));
                notePart(part);
            }
        } else if (!m_parts.filePath.isEmpty()) {
            add("--data-binary", '@' + m_parts.filePath.toUtf8());
        } else if (m_parts.bytes.contains('\0') || m_parts.bytes.size() > longestArgument()) {
            writeInput();
        } else if (m_parts.hasBody) {
            add("--data-raw", m_parts.bytes);
        }
    }

    void notePart(const HttpPart& part)
    {
        if (part.name.contains(u'='))
            m_notes.append(QStringLiteral("curl ends the name of the part %1 at its \"=\".").arg(part.name));
        // By the end of the name, as curl's formdata has it.
        static const QStringList known{QStringLiteral("gif"), QStringLiteral("jpg"),  QStringLiteral("jpeg"),
                                       QStringLiteral("png"), QStringLiteral("svg"),  QStringLiteral("txt"),
                                       QStringLiteral("htm"), QStringLiteral("html"), QStringLiteral("pdf"),
                                       QStringLiteral("xml")};
        if (part.contentType.isEmpty() && known.contains(part.fileName.section(u'.', -1).toLower()))
            m_notes.append(
                QStringLiteral("curl says a Content-Type for the part %1, by its file name.").arg(part.name));
        if ((part.name + part.text + part.fileName).contains(QChar(0)))
            m_notes.append(
                QStringLiteral("The part %1 has a NUL, which no argument can have.").arg(part.name));
    }

    /// An argument can have no NUL, and is never very long: then the body is what curl reads.
    void writeInput()
    {
        const QByteArray& bytes = m_parts.bytes;
        add("--data-binary", QByteArray("@-"));
        if (m_form != CodeForm::Curl)
            m_notes.append(
                QStringLiteral("The body has a NUL or is too long to be typed there: give it as the "
                               "command's input."));
        else if (!bytes.contains('\0'))
            m_input = QStringLiteral("printf '%s' ") + bashWord(bytes) + QStringLiteral(" | ");
        else
            m_input = QStringLiteral("printf '%1' | ")
                          .arg(literalText(QByteArray(bytes).replace('%', "%%"), "\\'", octalEscape)
                                   .replace(QStringLiteral("\\'"), QStringLiteral("'\\''")));
    }

    /// In bytes: of Linux, and of what is left of a whole command line on Windows.
    [[nodiscard]] qsizetype longestArgument() const
    {
        return m_form == CodeForm::Curl ? 128 * 1024 - 1 : m_form == CodeForm::CurlCmd ? 6000 : 28'000;
    }

    static constexpr qsizetype expectBytes = 1024 * 1024; ///< curl asks first about larger bodies

    const CodeParts& m_parts;
    CodeForm m_form;
    QStringList m_options; ///< each with its value
    QStringList m_notes;
    QString m_input;
};

} // namespace

CodeText curlCode(const CodeParts& parts, CodeForm form)
{
    return CurlWriter(parts, form).write();
}

} // namespace wl
