// SPDX-License-Identifier: MIT
#include "session/curlcommand.h"

#include "session/curloptions.h"

#include <QUrl>

namespace wl {

namespace {

class CurlParser
{
public:
    explicit CurlParser(const QStringList& words)
        : m_words(words)
    {
        m_request.settings.followRedirects = false;
    }

    Result<HttpRequest> parse()
    {
        bool onlyUrls = false;
        while (m_at < m_words.size()) {
            const QString word = m_words.at(m_at++);
            Result<void> taken;
            if (onlyUrls || word.size() < 2 || word.at(0) != u'-')
                taken = setUrl(word);
            else if (word == QLatin1String("--"))
                onlyUrls = true;
            else if (word.startsWith(QLatin1String("--")))
                taken = takeLong(word);
            else
                taken = takeShort(word);
            if (!taken)
                return tl::make_unexpected(taken.error());
        }
        return finished();
    }

private:
    static tl::unexpected<Error> unsupported(const QString& what)
    {
        return fail(ErrorCode::BadOption, QStringLiteral("curl %1 is not supported").arg(what));
    }

    Result<QString> nextValue(const QString& option)
    {
        if (m_at == m_words.size())
            return fail(ErrorCode::BadOption, QStringLiteral("curl %1 needs a value").arg(option));
        return m_words.at(m_at++);
    }

    Result<void> takeLong(const QString& word)
    {
        const CurlOptionShape shape = curlLongOption(word.mid(2));
        if (shape.option == CurlOption::Unsupported)
            return unsupported(word);
        if (!shape.takesValue)
            return apply(shape.option, word, {});
        const auto value = nextValue(word);
        return value ? apply(shape.option, word, *value) : tl::make_unexpected(value.error());
    }

    /// "-sSL", "-XPOST", "-d data": letters without a value may stand together.
    Result<void> takeShort(const QString& word)
    {
        for (qsizetype i = 1; i < word.size(); ++i) {
            const QString option = QStringLiteral("-") + word.at(i);
            const CurlOptionShape shape = curlShortOption(word.at(i));
            if (shape.option == CurlOption::Unsupported)
                return unsupported(option);
            if (shape.takesValue) {
                const auto value = i + 1 < word.size() ? Result<QString>(word.mid(i + 1)) : nextValue(option);
                return value ? apply(shape.option, option, *value) : tl::make_unexpected(value.error());
            }
            if (auto applied = apply(shape.option, option, {}); !applied)
                return applied;
        }
        return {};
    }

    Result<void> apply(CurlOption option, const QString& name, const QString& value)
    {
        switch (option) {
        case CurlOption::Method: m_method = value; return {};
        case CurlOption::Header: return addHeader(value);
        case CurlOption::Data: return addData(name, value);
        case CurlOption::DataUrlEncode: return addEncoded(value);
        case CurlOption::Json: m_isJson = true; return addData(name, value);
        case CurlOption::Get: m_dataInQuery = true; return {};
        case CurlOption::Head: m_head = true; return {};
        case CurlOption::UserAgent: setHeader(QStringLiteral("User-Agent"), value); return {};
        case CurlOption::Referer: setHeader(QStringLiteral("Referer"), value); return {};
        case CurlOption::Cookie:
            if (!value.contains(u'='))
                return unsupported(name + QStringLiteral(" with a file"));
            setHeader(QStringLiteral("Cookie"), value);
            return {};
        case CurlOption::User:
            setHeader(QStringLiteral("Authorization"),
                      QStringLiteral("Basic ") + QString::fromLatin1(value.toUtf8().toBase64()));
            return {};
        case CurlOption::Form: return addPart(value);
        case CurlOption::MaxTime: return setTimeout(m_request.settings.totalTimeout, name, value);
        case CurlOption::ConnectTimeout: return setTimeout(m_request.settings.connectTimeout, name, value);
        case CurlOption::MaxRedirects: return setMaxRedirects(name, value);
        case CurlOption::Insecure: m_request.settings.tls.verify = false; return {};
        case CurlOption::Location: m_request.settings.followRedirects = true; return {};
        case CurlOption::Url: return setUrl(value);
        case CurlOption::Ignored: return {};
        case CurlOption::Unsupported: break;
        }
        return unsupported(name);
    }

    Result<void> setUrl(const QString& url)
    {
        if (!m_request.url.isEmpty())
            return unsupported(QStringLiteral("with more than one URL (%1)").arg(url));
        m_request.url = url.contains(QLatin1String("://")) ? url : QStringLiteral("http://") + url;
        return {};
    }

    Result<void> addHeader(const QString& line)
    {
        if (line.startsWith(u'@'))
            return unsupported(QStringLiteral("-H @file"));
        // "Name;" is an empty field, "Name:" takes an automatic one away, which we cannot.
        const auto colon = line.indexOf(u':');
        if (colon < 0 && line.endsWith(u';')) {
            m_request.headers.append(HttpField{line.chopped(1).trimmed(), {}, true, false, {}});
            return {};
        }
        if (colon <= 0)
            return fail(ErrorCode::BadOption,
                        QStringLiteral("curl -H '%1': a header field is 'Name: value'").arg(line));
        m_request.headers.append(
            HttpField{line.left(colon).trimmed(), line.mid(colon + 1).trimmed(), true, false, {}});
        return {};
    }

    void setHeader(const QString& name, const QString& value)
    {
        m_request.headers.append(HttpField{name, value, true, false, {}});
    }

    Result<void> addData(const QString& name, const QString& value)
    {
        if (value.startsWith(u'@') && name != QLatin1String("--data-raw"))
            return unsupported(name + QStringLiteral(" with a file"));
        m_data.append(value);
        return {};
    }

    Result<void> addEncoded(const QString& value)
    {
        const auto equals = value.indexOf(u'=');
        if (value.startsWith(u'@') || (equals < 0 && value.contains(u'@')))
            return unsupported(QStringLiteral("--data-urlencode with a file"));
        const QString content = equals < 0 ? value : value.mid(equals + 1);
        const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(content));
        m_data.append(equals > 0 ? value.left(equals + 1) + encoded : encoded);
        return {};
    }

    Result<void> addPart(const QString& value)
    {
        const auto equals = value.indexOf(u'=');
        if (equals <= 0)
            return fail(ErrorCode::BadOption,
                        QStringLiteral("curl -F takes name=value, not '%1'").arg(value));
        const QString content = value.mid(equals + 1);
        if (content.startsWith(u'@') || content.startsWith(u'<'))
            return unsupported(QStringLiteral("-F with a file"));
        HttpPart part;
        part.name = value.left(equals);
        part.text = content;
        m_request.body.parts.append(part);
        return {};
    }

    /// Seconds, maybe with a fraction.
    static Result<void> setTimeout(std::chrono::milliseconds& timeout, const QString& name,
                                   const QString& value)
    {
        bool ok = false;
        const double seconds = value.toDouble(&ok);
        if (!ok || !(seconds >= 0) || seconds > 1e6)
            return fail(ErrorCode::BadOption,
                        QStringLiteral("curl %1 takes seconds, not '%2'").arg(name, value));
        timeout = std::chrono::milliseconds(qint64(seconds * 1000));
        return {};
    }

    Result<void> setMaxRedirects(const QString& name, const QString& value)
    {
        bool ok = false;
        const int count = value.toInt(&ok);
        if (!ok || count < 0)
            return fail(ErrorCode::BadOption,
                        QStringLiteral("curl %1 takes a number, not '%2'").arg(name, value));
        m_request.settings.maxRedirects = count;
        return {};
    }

    [[nodiscard]] bool hasHeader(QLatin1String name) const
    {
        return std::any_of(
            m_request.headers.cbegin(), m_request.headers.cend(),
            [name](const HttpField& field) { return field.name.compare(name, Qt::CaseInsensitive) == 0; });
    }

    Result<HttpRequest> finished()
    {
        if (m_request.url.isEmpty())
            return fail(ErrorCode::BadAddress, QStringLiteral("curl: a URL is missing"));
        if (!m_data.isEmpty() && !m_request.body.parts.isEmpty())
            return unsupported(QStringLiteral("-d together with -F"));
        if (!m_request.body.parts.isEmpty())
            m_request.body.kind = HttpBody::Kind::Multipart;
        else if (!m_data.isEmpty() && m_dataInQuery)
            m_request.url += (m_request.url.contains(u'?') ? u'&' : u'?') + m_data.join(u'&');
        else if (!m_data.isEmpty())
            setBody();
        if (!m_method.isEmpty())
            m_request.method = m_method;
        else if (m_head)
            m_request.method = QStringLiteral("HEAD");
        else if (m_request.body.kind != HttpBody::Kind::None)
            m_request.method = QStringLiteral("POST");
        return m_request;
    }

    void setBody()
    {
        HttpBody& body = m_request.body;
        body.kind = m_isJson ? HttpBody::Kind::Json : HttpBody::Kind::Text;
        body.text = m_data.join(m_isJson ? QString() : QStringLiteral("&"));
        if (m_isJson && !hasHeader(QLatin1String("Accept")))
            setHeader(QStringLiteral("Accept"), QStringLiteral("application/json"));
        if (!m_isJson && !hasHeader(QLatin1String("Content-Type")))
            body.contentType = QStringLiteral("application/x-www-form-urlencoded");
    }

    const QStringList& m_words;
    qsizetype m_at = 0;
    HttpRequest m_request;
    QString m_method;
    QStringList m_data;
    bool m_isJson = false;
    bool m_dataInQuery = false;
    bool m_head = false;
};

} // namespace

Result<HttpRequest> parseCurlCommand(const QStringList& words)
{
    return CurlParser(words).parse();
}

} // namespace wl
