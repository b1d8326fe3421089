// SPDX-License-Identifier: MIT
#include "http/http2fields.h"

#include "http/httpcompose.h"

#include <algorithm>
#include <array>

namespace wl {

namespace {

/// RFC 9113 §8.2.2.
bool isOfConnection(const ComposedField& field)
{
    static constexpr std::array names{"Connection", "Proxy-Connection", "Keep-Alive", "Transfer-Encoding",
                                      "Upgrade"};
    if (field.isNamed("TE"))
        return field.value.trimmed().compare("trailers", Qt::CaseInsensitive) != 0;
    return std::any_of(names.begin(), names.end(), [&](const char* name) { return field.isNamed(name); });
}

} // namespace

QList<Http1Field> http2Fields(const ComposedRequest& request)
{
    QList<Http1Field> fields{{":method", request.method}};
    const bool isConnect = request.method == "CONNECT";
    if (!isConnect)
        fields.append({":scheme", request.url.scheme().toLatin1()});
    const ComposedField* host = request.findField("Host"); // the first one becomes :authority
    if (host && !host->value.trimmed().isEmpty())
        fields.append({":authority", host->value.trimmed()});
    if (!isConnect)
        fields.append({":path", request.target});
    for (const ComposedField& field : request.fields) {
        if (!field.isNamed("Host") && !isOfConnection(field))
            fields.append({field.name.toLower(), field.value});
    }
    return fields;
}

QStringList http2Notes(const ComposedRequest& request)
{
    QStringList notes;
    bool hasHost = false;
    bool hasCapitals = false;
    for (const ComposedField& field : request.fields) {
        const QString name = QString::fromUtf8(field.name);
        if (field.isNamed("Host")) {
            if (hasHost)
                notes.append(QStringLiteral("A second Host is not sent: HTTP/2 has one :authority."));
            hasHost = true;
        } else if (!field.isAutomatic && isOfConnection(field)) {
            notes.append(
                QStringLiteral("%1 is not sent: HTTP/2 has no such field of a connection.").arg(name));
        }
        hasCapitals = hasCapitals || (!field.isAutomatic && field.name != field.name.toLower());
    }
    if (hasCapitals)
        notes.append(QStringLiteral("Names of header fields are sent in lower case, as HTTP/2 wants them."));
    if (request.version == HttpVersion::Http2) {
        notes.append(QStringLiteral("If the server does not take HTTP/2, the request is sent by HTTP/1.1, "
                                    "with its fields as they were typed."));
    }
    return notes;
}

QByteArray http2Text(const QList<Http1Field>& fields)
{
    QByteArray text;
    for (const Http1Field& field : fields)
        text += field.name + ": " + field.value + "\r\n";
    return text + "\r\n";
}

} // namespace wl
