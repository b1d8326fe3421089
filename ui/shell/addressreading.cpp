// SPDX-License-Identifier: MIT
#include "ui/shell/addressreading.h"

#include <QRegularExpression>

namespace wl {

namespace {

/// A method or nothing, a host with or without a port, and a path or query: what needs http to make sense.
const QRegularExpression& hostAndPath()
{
    static const QRegularExpression expression(QStringLiteral(
        R"(^(?<method>[A-Z]+\s+)?(?<url>(?:[^\s/:?#@\[\]'"-][^\s/:?#@\[\]'"]*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?[/?]\S*)$)"));
    return expression;
}

Opened likelyKind(const QString& text)
{
    const QString first = text.section(QRegularExpression(QStringLiteral("\\s+")), 0, 0);
    const QString rest = text.mid(first.size()).trimmed();
    const auto isUdp = [](const QString& address) { return address.startsWith(QLatin1String("udp:")); };
    if (first == QLatin1String("listen"))
        return isUdp(rest) ? Opened(UdpItem()) : Opened(ServerItem());
    if (isUdp(first))
        return UdpItem();
    static const QRegularExpression request(QStringLiteral("^(curl|[A-Z]+|https?:.*)$"));
    const bool isWord = !rest.isEmpty() || first.contains(u':') || first == QLatin1String("curl");
    return isWord && request.match(first).hasMatch() ? Opened(HttpRequest()) : Opened(ClientItem());
}

} // namespace

AddressReading AddressReading::of(const QString& typed)
{
    AddressReading reading{typed.trimmed(), fail(ErrorCode::None), ClientItem(), false};
    if (reading.text.isEmpty())
        return reading;
    reading.opened = parseOpenCommand(reading.text);
    if (!reading.opened) {
        const QRegularExpressionMatch match = hostAndPath().match(reading.text);
        const QString guess = match.captured(QStringLiteral("method")) + QStringLiteral("http://") +
                              match.captured(QStringLiteral("url"));
        if (const auto opened = match.hasMatch() ? parseOpenCommand(guess) : reading.opened) {
            reading.opened = *opened;
            reading.text = guess;
            reading.isGuessed = true;
        }
    }
    reading.likely = reading.opened ? *reading.opened : likelyKind(reading.text);
    return reading;
}

} // namespace wl
