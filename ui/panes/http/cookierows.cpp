// SPDX-License-Identifier: MIT
#include "ui/panes/http/cookierows.h"

#include "http/cookiejar.h"
#include "http/setcookie.h"

#include <QDateTime>
#include <QUrl>

namespace wl {

namespace {

QString text(const QByteArray& bytes)
{
    return bytes.isValidUtf8() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

} // namespace

QList<CookieRow> CookieRows::of(const QList<HttpHop>& hops)
{
    QList<CookieRow> rows;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const HttpHop& hop : hops) {
        for (const WireField& field : hop.fields) {
            if (field.name.compare("set-cookie", Qt::CaseInsensitive) != 0)
                continue;
            CookieRow row;
            row.host = QUrl(hop.url).host();
            const auto cookie = parseSetCookie(field.value);
            if (!cookie) {
                row.value = text(field.value);
                row.note = tr("Not taken: %1").arg(cookieRefusalText(cookie.error(), {}));
                rows << row;
                continue;
            }
            row.name = text(cookie->name);
            row.value = text(cookie->value);
            row.domain = cookie->domain.isEmpty() ? tr("%1 only").arg(row.host) : text(cookie->domain);
            row.path = cookie->path.isEmpty() ? tr("(default)") : text(cookie->path);
            if (cookie->maxAgeSecs)
                row.expires =
                    *cookie->maxAgeSecs > 0 ? tr("after %1 s").arg(*cookie->maxAgeSecs) : tr("at once");
            else if (cookie->expiresSecs)
                row.expires = QDateTime::fromSecsSinceEpoch(*cookie->expiresSecs)
                                  .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
            else
                row.expires = tr("with the session");
            QStringList flags;
            if (cookie->isSecure)
                flags << QStringLiteral("Secure");
            if (cookie->isHttpOnly)
                flags << QStringLiteral("HttpOnly");
            if (const QByteArray sameSite = sameSiteName(cookie->sameSite); !sameSite.isEmpty())
                flags << QStringLiteral("SameSite=") + QString::fromLatin1(sameSite);
            row.flags = flags.join(QStringLiteral(", "));
            QStringList notes = cookie->notes;
            // What a jar refuses by the cookie itself; what stands in one already is another matter.
            const CookieRefusal refusal = CookieJar().take(QUrl(hop.url), field.value, now);
            if (refusal != CookieRefusal::None)
                notes.prepend(tr("Refused: %1").arg(cookieRefusalText(refusal, cookie->domain)));
            row.note = notes.join(QStringLiteral("; "));
            rows << row;
        }
    }
    return rows;
}

} // namespace wl
