// SPDX-License-Identifier: MIT
#include "ui/panes/http/headernames.h"

#include <algorithm>
#include <array>

namespace wl::headernames {

namespace {

struct Entry
{
    const char* name;
    const char* values; ///< one a line
};

constexpr const char* mediaTypes =
    "application/json\napplication/xml\napplication/x-www-form-urlencoded\napplication/octet-stream\n"
    "application/graphql-response+json\napplication/ld+json\napplication/problem+json\napplication/pdf\n"
    "multipart/form-data\ntext/plain\ntext/plain; charset=utf-8\ntext/html\ntext/csv\ntext/event-stream\n"
    "text/xml\nimage/png\nimage/jpeg\nimage/svg+xml\nimage/webp";

constexpr std::array entries{
    Entry{"Accept", nullptr}, // filled from the media types
    Entry{"Accept-Charset", "utf-8"},
    Entry{"Accept-Encoding", "gzip, deflate, br, zstd\ngzip\nbr\nidentity\n*"},
    Entry{"Accept-Language", "en\nen-US, en;q=0.8\nde\nko\n*"},
    Entry{"Access-Control-Request-Headers", "authorization, content-type"},
    Entry{"Access-Control-Request-Method", "GET\nPOST\nPUT\nPATCH\nDELETE"},
    Entry{"Authorization", "Basic \nBearer \nDigest "},
    Entry{"Cache-Control", "no-cache\nno-store\nmax-age=0\nno-cache, no-store\nonly-if-cached"},
    Entry{"Connection", "close\nkeep-alive\nUpgrade"},
    Entry{"Content-Disposition", "attachment\ninline\nattachment; filename=\"file.txt\""},
    Entry{"Content-Encoding", "gzip\ndeflate\nbr\nzstd\nidentity"},
    Entry{"Content-Language", "en\nde\nko"},
    Entry{"Content-Type", mediaTypes},
    Entry{"Cookie", ""},
    Entry{"DNT", "1\n0"},
    Entry{"Date", ""},
    Entry{"Depth", "0\n1\ninfinity"},
    Entry{"Expect", "100-continue"},
    Entry{"Forwarded", "for=192.0.2.1;proto=https"},
    Entry{"From", ""},
    Entry{"Host", ""},
    Entry{"If-Match", "*"},
    Entry{"If-Modified-Since", ""},
    Entry{"If-None-Match", "*"},
    Entry{"If-Range", ""},
    Entry{"If-Unmodified-Since", ""},
    Entry{"Idempotency-Key", ""},
    Entry{"Last-Event-ID", ""},
    Entry{"Max-Forwards", "0\n10"},
    Entry{"Origin", "null"},
    Entry{"Pragma", "no-cache"},
    Entry{"Prefer", "return=minimal\nreturn=representation\nrespond-async\nhandling=strict"},
    Entry{"Priority", "u=0\nu=3, i"},
    Entry{"Proxy-Authorization", "Basic "},
    Entry{"Range", "bytes=0-\nbytes=0-1023\nbytes=-1024"},
    Entry{"Referer", ""},
    Entry{"Sec-Fetch-Dest", "document\nempty\nimage"},
    Entry{"Sec-Fetch-Mode", "cors\nnavigate\nno-cors\nsame-origin"},
    Entry{"Sec-Fetch-Site", "cross-site\nnone\nsame-origin\nsame-site"},
    Entry{"TE", "trailers\ntrailers, deflate"},
    Entry{"Trailer", ""},
    Entry{"Transfer-Encoding", "chunked\ngzip, chunked"},
    Entry{"Upgrade", "websocket\nh2c"},
    Entry{"Upgrade-Insecure-Requests", "1"},
    Entry{"User-Agent", "curl/8.5.0\nMozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"},
    Entry{"Via", "1.1 proxy"},
    Entry{"X-Api-Key", ""},
    Entry{"X-CSRF-Token", ""},
    Entry{"X-Forwarded-For", "192.0.2.1"},
    Entry{"X-Forwarded-Host", ""},
    Entry{"X-Forwarded-Proto", "https\nhttp"},
    Entry{"X-HTTP-Method-Override", "PUT\nPATCH\nDELETE"},
    Entry{"X-Request-ID", ""},
    Entry{"X-Requested-With", "XMLHttpRequest"},
    Entry{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
};

} // namespace

QStringList common()
{
    QStringList names;
    for (const Entry& entry : entries)
        names << QString::fromLatin1(entry.name);
    names.sort(Qt::CaseInsensitive);
    return names;
}

QStringList valuesOf(const QString& name)
{
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
        return name.compare(QLatin1String(entry.name), Qt::CaseInsensitive) == 0;
    });
    if (found == entries.end())
        return {};
    if (found->values != nullptr)
        return QString::fromLatin1(found->values).split(u'\n', Qt::SkipEmptyParts);
    QStringList types{QStringLiteral("*/*"), QStringLiteral("application/json, */*;q=0.5")};
    return types + QString::fromLatin1(mediaTypes).split(u'\n');
}

} // namespace wl::headernames
