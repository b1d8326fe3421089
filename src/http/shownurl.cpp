// SPDX-License-Identifier: MIT
#include "http/shownurl.h"

#include <QRegularExpression>

namespace wl {

namespace {

/// RFC 3986 §3.2: the authority ends with a slash, a question mark or a hash; its last @ ends the user.
const QRegularExpression& userInfo()
{
    static const QRegularExpression expression(QStringLiteral(
        "^(?<scheme>\\s*(?:[A-Za-z][A-Za-z0-9+.-]*://)?)(?<user>[^/?#:]*)(?<password>:[^/?#]*)?@"));
    return expression;
}

} // namespace

QString shownUrl(const QString& typed)
{
    const QRegularExpressionMatch found = userInfo().match(typed);
    if (found.capturedLength(QStringLiteral("password")) <= 1)
        return typed;
    return found.captured(QStringLiteral("scheme")) + found.captured(QStringLiteral("user")) +
           QStringLiteral(":***@") + typed.mid(found.capturedLength());
}

QString urlWithoutPassword(const QString& typed)
{
    const QRegularExpressionMatch found = userInfo().match(typed);
    if (found.capturedLength(QStringLiteral("password")) == 0)
        return typed;
    return found.captured(QStringLiteral("scheme")) + found.captured(QStringLiteral("user")) + u'@' +
           typed.mid(found.capturedLength());
}

QString urlWithoutUser(const QString& typed)
{
    const QRegularExpressionMatch found = userInfo().match(typed);
    return found.hasMatch() ? found.captured(QStringLiteral("scheme")) + typed.mid(found.capturedLength())
                            : typed;
}

} // namespace wl
