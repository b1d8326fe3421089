// SPDX-License-Identifier: MIT
#include "workspace/itemsecrets.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace wl {
namespace {

struct Member
{
    QLatin1String name;
    QString ItemSecrets::*value;
    /// Where an item has it; null where its kind has not.
    QString* (*place)(ItemContent& content);
};

template <QString HttpAuth::*member>
QString* ofAuth(ItemContent& content)
{
    auto* request = std::get_if<HttpRequest>(&content);
    return request ? &(request->auth.*member) : nullptr;
}

template <QString AwsV4Spec::*member>
QString* ofAws(ItemContent& content)
{
    auto* request = std::get_if<HttpRequest>(&content);
    return request ? &(request->auth.aws.*member) : nullptr;
}

QString* ofOAuth2(ItemContent& content)
{
    auto* request = std::get_if<HttpRequest>(&content);
    return request ? &request->auth.oauth2.clientSecret : nullptr;
}

QString* ofProxy(ItemContent& content)
{
    auto* request = std::get_if<HttpRequest>(&content);
    return request ? &request->settings.proxy.password : nullptr;
}

QString* ofKey(ItemContent& content)
{
    if (auto* request = std::get_if<HttpRequest>(&content))
        return &request->settings.tls.keyPassword;
    auto* client = std::get_if<ClientItem>(&content);
    return client ? &client->client.tls.keyPassword : nullptr;
}

const std::array<Member, 8> members{{
    {QLatin1String("password"), &ItemSecrets::password, &ofAuth<&HttpAuth::password>},
    {QLatin1String("token"), &ItemSecrets::token, &ofAuth<&HttpAuth::token>},
    {QLatin1String("keyValue"), &ItemSecrets::keyValue, &ofAuth<&HttpAuth::keyValue>},
    {QLatin1String("clientSecret"), &ItemSecrets::clientSecret, &ofOAuth2},
    {QLatin1String("secretAccessKey"), &ItemSecrets::secretAccessKey, &ofAws<&AwsV4Spec::secretAccessKey>},
    {QLatin1String("sessionToken"), &ItemSecrets::sessionToken, &ofAws<&AwsV4Spec::sessionToken>},
    {QLatin1String("proxyPassword"), &ItemSecrets::proxyPassword, &ofProxy},
    {QLatin1String("keyPassword"), &ItemSecrets::keyPassword, &ofKey},
}};

} // namespace

bool isSecretReference(const QString& text)
{
    return text.startsWith(QLatin1String("{{")) && text.indexOf(QLatin1String("}}")) == text.size() - 2;
}

ItemSecrets secretsOf(const ItemContent& content)
{
    ItemSecrets secrets;
    for (const Member& member : members) {
        // Read only: the table serves fillSecrets() too.
        const QString* text = member.place(const_cast<ItemContent&>(content));
        if (text && !isSecretReference(*text))
            secrets.*member.value = *text;
    }
    return secrets;
}

ItemSecrets secretsBeside(const ItemSecrets& secrets, const ItemSecrets& other)
{
    ItemSecrets result;
    for (const Member& member : members) {
        if (secrets.*member.value != other.*member.value)
            result.*member.value = secrets.*member.value;
    }
    return result;
}

void fillSecrets(ItemContent& content, const ItemSecrets& secrets)
{
    for (const Member& member : members) {
        QString* text = member.place(content);
        if (text && text->isEmpty())
            *text = secrets.*member.value;
    }
}

QByteArray encodeSecrets(const ItemSecrets& secrets)
{
    QJsonObject object;
    for (const Member& member : members) {
        if (!(secrets.*member.value).isEmpty())
            object.insert(member.name, secrets.*member.value);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<ItemSecrets> decodeSecrets(const QByteArray& text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    if (!document.isObject())
        return std::nullopt;
    ItemSecrets secrets;
    for (const Member& member : members)
        secrets.*member.value = document.object().value(member.name).toString();
    return secrets;
}

} // namespace wl
