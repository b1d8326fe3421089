// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"
#include "http/httprequest.h"

#include <QSet>
#include <QStringList>

namespace wl {

/// What the history does not keep: credentials in header fields (Authorization, Proxy-Authorization, Cookie,
/// the values in Set-Cookie, and those that are marked secret), query parameters and form fields that are
/// marked secret, and every password, token and key of authentication, proxy and TLS. Bodies are kept as they
/// are. A value; made from the request as it was typed.
class HistorySecrets
{
public:
    explicit HistorySecrets(const HttpRequest& request);

    /// The request with empty secrets; rows that held one are switched off.
    [[nodiscard]] const HttpRequest& request() const { return m_request; }
    /// Names of what was emptied, for people.
    [[nodiscard]] const QStringList& emptied() const { return m_emptied; }

    /// A hop with "<not kept>" in place of the secrets, in the heads' bytes, the fields and the URL.
    [[nodiscard]] HttpHop cleaned(HttpHop hop) const;
    /// A URL or request target.
    [[nodiscard]] QByteArray cleanedUrl(const QByteArray& url) const;

private:
    void emptyRows(QList<HttpField>& rows, bool areHeaders);
    void emptyAuth(HttpAuth& auth);
    void emptyRaw(PayloadSpec& raw);
    void empty(QString& secret, const QString& name);
    [[nodiscard]] QByteArray cleanedHead(const QByteArray& head) const;
    [[nodiscard]] QByteArray cleanedValue(const QByteArray& name, const QByteArray& value) const;
    void cleanFields(QList<WireField>& fields) const;
    [[nodiscard]] bool isSecretField(const QByteArray& name) const;

    HttpRequest m_request;
    QStringList m_emptied;
    QSet<QByteArray> m_fields;     ///< names in lower case
    QSet<QByteArray> m_parameters; ///< of the query, decoded
};

} // namespace wl
