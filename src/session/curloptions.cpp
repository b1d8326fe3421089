// SPDX-License-Identifier: MIT
#include "session/curloptions.h"

#include <QHash>

namespace wl {

namespace {

QString longName(QChar letter)
{
    static const QHash<QChar, QString> names{
        {u'X', QStringLiteral("request")},    {u'H', QStringLiteral("header")},
        {u'd', QStringLiteral("data")},       {u'G', QStringLiteral("get")},
        {u'I', QStringLiteral("head")},       {u'A', QStringLiteral("user-agent")},
        {u'e', QStringLiteral("referer")},    {u'b', QStringLiteral("cookie")},
        {u'u', QStringLiteral("user")},       {u'k', QStringLiteral("insecure")},
        {u'L', QStringLiteral("location")},   {u's', QStringLiteral("silent")},
        {u'S', QStringLiteral("show-error")}, {u'v', QStringLiteral("verbose")},
        {u'i', QStringLiteral("include")},    {u'N', QStringLiteral("no-buffer")},
        {u'g', QStringLiteral("globoff")},    {u'F', QStringLiteral("form")},
        {u'm', QStringLiteral("max-time")},
    };
    return names.value(letter);
}

} // namespace

CurlOptionShape curlLongOption(const QString& name)
{
    static const QHash<QString, CurlOptionShape> options{
        {QStringLiteral("request"), {CurlOption::Method, true}},
        {QStringLiteral("header"), {CurlOption::Header, true}},
        {QStringLiteral("data"), {CurlOption::Data, true}},
        {QStringLiteral("data-ascii"), {CurlOption::Data, true}},
        {QStringLiteral("data-raw"), {CurlOption::Data, true}},
        {QStringLiteral("data-binary"), {CurlOption::Data, true}},
        {QStringLiteral("data-urlencode"), {CurlOption::DataUrlEncode, true}},
        {QStringLiteral("json"), {CurlOption::Json, true}},
        {QStringLiteral("get"), {CurlOption::Get, false}},
        {QStringLiteral("head"), {CurlOption::Head, false}},
        {QStringLiteral("user-agent"), {CurlOption::UserAgent, true}},
        {QStringLiteral("referer"), {CurlOption::Referer, true}},
        {QStringLiteral("cookie"), {CurlOption::Cookie, true}},
        {QStringLiteral("user"), {CurlOption::User, true}},
        {QStringLiteral("form"), {CurlOption::Form, true}},
        {QStringLiteral("max-time"), {CurlOption::MaxTime, true}},
        {QStringLiteral("connect-timeout"), {CurlOption::ConnectTimeout, true}},
        {QStringLiteral("max-redirs"), {CurlOption::MaxRedirects, true}},
        {QStringLiteral("insecure"), {CurlOption::Insecure, false}},
        {QStringLiteral("location"), {CurlOption::Location, false}},
        {QStringLiteral("url"), {CurlOption::Url, true}},
        {QStringLiteral("silent"), {CurlOption::Ignored, false}},
        {QStringLiteral("show-error"), {CurlOption::Ignored, false}},
        {QStringLiteral("verbose"), {CurlOption::Ignored, false}},
        {QStringLiteral("include"), {CurlOption::Ignored, false}},
        {QStringLiteral("compressed"), {CurlOption::Ignored, false}},
        {QStringLiteral("no-buffer"), {CurlOption::Ignored, false}},
        {QStringLiteral("no-progress-meter"), {CurlOption::Ignored, false}},
        {QStringLiteral("globoff"), {CurlOption::Ignored, false}},
        {QStringLiteral("http1.1"), {CurlOption::Ignored, false}},
    };
    return options.value(name);
}

CurlOptionShape curlShortOption(QChar letter)
{
    return curlLongOption(longName(letter));
}

} // namespace wl
