// SPDX-License-Identifier: MIT
#include "session/commandline.h"

#include "session/commandwords.h"
#include "session/curlimport.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>

namespace wl {

namespace {

/// The options of `listen` as they were given, before they are turned into an item.
struct ListenOptions
{
    bool echo = false;
    bool closeAfterReply = false;
    std::optional<QString> reply;
    std::optional<QString> greeting;
    std::optional<int> maxClients;
};

tl::unexpected<Error> badOption(const QString& words)
{
    return fail(ErrorCode::BadOption, words);
}

Result<int> parseCount(const QString& option, const QString& text)
{
    bool ok = false;
    const int value = text.toInt(&ok);
    if (!ok || value < 1)
        return badOption(QStringLiteral("%1 takes a number of 1 or more, not '%2'").arg(option, text));
    return value;
}

Result<void> takeValue(ListenOptions& options, const QString& name, const QString& value)
{
    if (name == QLatin1String("--reply"))
        options.reply = value;
    else if (name == QLatin1String("--greet"))
        options.greeting = value;
    else if (const auto count = parseCount(name, value))
        options.maxClients = *count;
    else
        return tl::make_unexpected(count.error());
    return {};
}

Result<ListenOptions> readListenOptions(const QStringList& words, QStringList* rest)
{
    ListenOptions options;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        const QString name = word.startsWith(QLatin1String("--")) ? word.section(u'=', 0, 0) : word;
        const bool hasInlineValue = name.size() != word.size();
        const bool takesValue = name == QLatin1String("--reply") || name == QLatin1String("--greet") ||
                                name == QLatin1String("--max-clients");
        if (takesValue) {
            if (!hasInlineValue && i + 1 == words.size())
                return badOption(QStringLiteral("%1 needs a value").arg(name));
            const QString value = hasInlineValue ? word.mid(name.size() + 1) : words.at(++i);
            if (const auto taken = takeValue(options, name, value); !taken)
                return tl::make_unexpected(taken.error());
        } else if (word == QLatin1String("--echo")) {
            options.echo = true;
        } else if (word == QLatin1String("--close-after-reply")) {
            options.closeAfterReply = true;
        } else if (rest) {
            rest->append(word);
        } else {
            return badOption(QStringLiteral("'%1' is not known here").arg(word));
        }
    }
    return options;
}

Result<ResponderSpec> makeResponderSpec(const ListenOptions& options)
{
    if (options.echo && options.reply)
        return badOption(QStringLiteral("--echo and --reply exclude each other"));
    ResponderSpec spec;
    spec.closeAfterReply = options.closeAfterReply;
    if (options.echo)
        spec.kind = ResponderSpec::Kind::Echo;
    if (options.reply) {
        spec.kind = ResponderSpec::Kind::FixedReply;
        spec.reply.text = *options.reply;
    }
    return spec;
}

Result<Opened> makeServer(const Address& address, const ListenOptions& options,
                          const ResponderSpec& responder)
{
    if (options.closeAfterReply && !options.echo && !options.reply && !options.greeting)
        return badOption(QStringLiteral("--close-after-reply needs --echo, --reply or --greet"));
    ServerItem item;
    item.server.address = address;
    item.server.maxClients = options.maxClients.value_or(item.server.maxClients);
    item.responder = responder;
    item.greeting.text = options.greeting.value_or(QString());
    return item;
}

Result<Opened> makeUdp(const Address& address, const ListenOptions& options, const ResponderSpec& responder)
{
    if (options.greeting || options.maxClients || options.closeAfterReply) {
        return badOption(
            QStringLiteral("--greet, --close-after-reply and --max-clients need connections, UDP has none"));
    }
    UdpItem item;
    item.udp.address = address;
    item.responder = responder;
    return item;
}

/// Where to bind a UDP socket that talks to `target`: what goes to this machine is not open to others.
Address bindFor(const Address& target)
{
    Address bind;
    bind.scheme = Scheme::Udp;
    const QHostAddress host(target.host);
    if (host.isLoopback())
        bind.host = target.host;
    else if (target.host != QLatin1String("localhost"))
        bind.host = QStringLiteral("*");
    return bind;
}

Result<Opened> openAddress(const QString& text)
{
    const auto address = parseAddress(text);
    if (!address)
        return tl::make_unexpected(address.error());
    switch (address->scheme) {
    case Scheme::Http:
    case Scheme::Https: {
        HttpRequest request;
        request.url = text;
        return request;
    }
    case Scheme::Udp: {
        UdpItem item;
        item.udp.address = bindFor(*address);
        item.udp.target = *address;
        return item;
    }
    case Scheme::Tcp:
    case Scheme::Tls: {
        ClientItem item;
        item.client.address = *address;
        return item;
    }
    case Scheme::Ws:
    case Scheme::Wss: break;
    }
    return fail(ErrorCode::BadAddress,
                QStringLiteral("%1 addresses cannot be opened; tcp, tls, udp, http and https can")
                    .arg(schemeName(address->scheme)));
}

/// A request method before a URL: "POST http://host/".
bool isMethod(const QString& word)
{
    return !word.isEmpty() &&
           std::all_of(word.cbegin(), word.cend(), [](QChar c) { return c >= u'A' && c <= u'Z'; });
}

/// One line with a URL, perhaps behind a method, that is taken letter by letter: blanks and quotes in it are
/// its own. Nothing where an option follows, or where it is no address.
std::optional<HttpRequest> typedRequest(const QString& text)
{
    static const QRegularExpression expression(
        QStringLiteral("^\\s*(?:(?<method>[A-Z]+)\\s+)?(?<url>(?i:https?)://.*\\S)\\s*$"));
    static const QRegularExpression option(QStringLiteral("\\s-"));
    const QRegularExpressionMatch match = expression.match(text);
    const QString url = match.captured(QStringLiteral("url"));
    if (!match.hasMatch() || url.contains(option) || !parseAddress(url))
        return std::nullopt;
    HttpRequest request;
    request.url = url;
    if (!match.captured(QStringLiteral("method")).isEmpty())
        request.method = match.captured(QStringLiteral("method"));
    return request;
}

} // namespace

Result<Opened> parseListenOptions(const Address& address, const QStringList& options, QStringList* rest)
{
    const auto read = readListenOptions(options, rest);
    if (!read)
        return tl::make_unexpected(read.error());
    const auto responder = makeResponderSpec(*read);
    if (!responder)
        return tl::make_unexpected(responder.error());
    if (address.scheme == Scheme::Tcp)
        return makeServer(address, *read, *responder);
    if (address.scheme == Scheme::Udp)
        return makeUdp(address, *read, *responder);
    return fail(
        ErrorCode::BadAddress,
        QStringLiteral("listening takes a tcp or udp address, not %1").arg(schemeName(address.scheme)));
}

Result<Opened> parseOpenCommand(const QString& text)
{
    if (isCurlCommand(text)) {
        const auto imports = importCurl(text);
        return imports ? Result<Opened>(imports->constFirst().request) : tl::make_unexpected(imports.error());
    }
    if (const auto request = typedRequest(text))
        return *request;
    auto words = splitCommandWords(text);
    if (!words)
        return tl::make_unexpected(words.error());
    if (words->isEmpty())
        return fail(ErrorCode::BadAddress, QStringLiteral("an address is missing"));

    const QString first = words->takeFirst();
    if (first == QLatin1String("listen")) {
        if (words->isEmpty())
            return fail(ErrorCode::BadAddress, QStringLiteral("listen: an address is missing"));
        const auto address = parseAddress(words->takeFirst());
        return address ? parseListenOptions(*address, *words, nullptr) : tl::make_unexpected(address.error());
    }
    const bool hasMethod = isMethod(first) && !words->isEmpty();
    auto opened = openAddress(hasMethod ? words->takeFirst() : first);
    if (opened && !words->isEmpty())
        return badOption(QStringLiteral("'%1' is not known here").arg(words->constFirst()));
    if (opened && hasMethod) {
        auto* request = std::get_if<HttpRequest>(&*opened);
        if (!request)
            return badOption(QStringLiteral("'%1' goes before an http or https address").arg(first));
        request->method = first;
    }
    return opened;
}

QStringList openNotes(const QString& text)
{
    const auto imports = isCurlCommand(text) ? importCurl(text) : Result<QList<CurlImport>>();
    if (!imports || imports->isEmpty())
        return {};
    QStringList notes = imports->constFirst().notes;
    if (imports->size() > 1)
        notes.append(
            QStringLiteral("The text has %1 requests: the first one is opened.").arg(imports->size()));
    return notes;
}

} // namespace wl
