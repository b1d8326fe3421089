// SPDX-License-Identifier: MIT
#include "ui/cookies/cookiemodel.h"

#include <QDateTime>

#include <algorithm>

namespace wl {

namespace {

QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

/// Numbers and times sort by what they are.
QVariant sortKey(const Cookie& cookie, int column, const QString& text)
{
    if (column == CookieModel::Expires)
        return cookie.expiresSecs.value_or(0);
    if (column == CookieModel::Created)
        return cookie.createdMs;
    return text;
}

} // namespace

void CookieModel::setCookies(const QList<Cookie>& cookies)
{
    const bool haveSameRows = cookies.size() == m_cookies.size() &&
                              std::equal(cookies.begin(), cookies.end(), m_cookies.begin(),
                                         [](const Cookie& a, const Cookie& b) { return a.isSameAs(b); });
    if (!haveSameRows) {
        beginResetModel();
        m_cookies = cookies;
        endResetModel();
        return;
    }
    m_cookies = cookies;
    if (!m_cookies.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int CookieModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_cookies.size());
}

int CookieModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString CookieModel::text(const Cookie& cookie, int column) const
{
    switch (column) {
    case Domain: return QString::fromLatin1(cookie.domain);
    case Path: return QString::fromUtf8(cookie.path);
    case Name: return QString::fromUtf8(cookie.name);
    case Value: return QString::fromUtf8(cookie.value);
    case Expires: return cookie.expiresSecs ? timeText(*cookie.expiresSecs * 1000) : tr("session");
    case Secure: return cookie.isSecure ? tr("yes") : QString();
    case HttpOnly: return cookie.isHttpOnly ? tr("yes") : QString();
    case SameSite: return QString::fromLatin1(sameSiteName(cookie.sameSite));
    case Created: return timeText(cookie.createdMs);
    default: return {};
    }
}

QVariant CookieModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Cookie& cookie = m_cookies.at(index.row());
    const QString shown = text(cookie, index.column());
    switch (role) {
    case Qt::DisplayRole: return shown;
    case Qt::UserRole: return sortKey(cookie, index.column(), shown);
    case Qt::ToolTipRole:
        if (index.column() == Domain)
            return cookie.isHostOnly ? tr("%1 only").arg(shown) : tr("%1 and all names below it").arg(shown);
        return shown.left(500);
    default: return {};
    }
}

QVariant CookieModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Domain: return tr("Domain");
    case Path: return tr("Path");
    case Name: return tr("Name");
    case Value: return tr("Value");
    case Expires: return tr("Expires");
    case Secure: return tr("Secure");
    case HttpOnly: return tr("HttpOnly");
    case SameSite: return tr("SameSite");
    case Created: return tr("Created");
    default: return {};
    }
}

} // namespace wl
