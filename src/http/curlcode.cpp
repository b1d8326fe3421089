// SPDX-License-Identifier: MIT
#include "http/codeparts.h"
#include "http/shellword.h"

#include <algorithm>
#include <chrono>

namespace wl {

namespace {

/// -F and --form-string take no notice of what stands in a text, but -F reads `;` and quotes in a name of a
/// file.
QStringList formWords(const HttpPart& part)
{
    const bool isFile = !part.files.isEmpty();
    const bool isPlainText = !isFile && part.contentType.isEmpty();
    if (isPlainText)
        return {QStringLiteral("--form-string"), part.name + u'=' + part.text};
    QString quoted = isFile ? part.files.first() : part.text;
    quoted.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    QString form = part.name + (isFile ? QStringLiteral("=@\"") : QStringLiteral("=\"")) + quoted + u'"';
    if (!part.contentType.isEmpty())
        form += QStringLiteral(";type=") + part.contentType;
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
        for (const ComposedField& field : m_parts.fields) {
            if (isOfSigner(field))
                continue;
            // curl drops a field without a value; with a semicolon it sends an empty one.
            add("-H", field.value.isEmpty() ? field.name + ';' : field.name + ": " + field.value);
            hasType = hasType || field.isNamed("Content-Type");
        }
        for (const QByteArray& name : m_parts.unwanted)
            add("-H", name + ':');
        if (!m_parts.multipartType.isEmpty())
            add("-H", "Content-Type: " + m_parts.multipartType);
        // What curl adds to a body by itself, and this request has not.
        if (m_parts.hasBody && !m_parts.isMultipart() && !hasType)
            add("-H", QByteArray("Content-Type:"));
        if (m_parts.bytes.size() > expectBytes || !m_parts.filePath.isEmpty())
            add("-H", QByteArray("Expect:"));
    }

    void writeBody()
    {
        if (m_parts.isMultipart()) {
            for (const HttpPart& part : m_parts.parts) {
                const QStringList words = formWords(part);
                add(qPrintable(words.at(0)), words.at(1));
            }
        } else if (!m_parts.filePath.isEmpty()) {
            add("--data-binary", '@' + m_parts.filePath.toUtf8());
        } else if (m_parts.bytes.contains('\0')) {
            writeNul();
        } else if (m_parts.hasBody) {
            add("--data-raw", m_parts.bytes);
        }
    }

    /// No argument can have a NUL.
    void writeNul()
    {
        add("--data-binary", QByteArray("@-"));
        if (m_form == CodeForm::Curl)
            m_input = QStringLiteral("printf '%1' | ")
                          .arg(literalText(QByteArray(m_parts.bytes).replace('%', "%%"), "\\'", octalEscape)
                                   .replace(QStringLiteral("\\'"), QStringLiteral("'\\''")));
        else
            m_notes.append(
                QStringLiteral("The body has a NUL, which cannot be typed there: give it as the command's "
                               "input."));
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
