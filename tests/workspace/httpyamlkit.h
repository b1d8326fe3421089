// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/httpyaml.h"
#include "workspace/yamlreader.h"
#include "workspace/yamlwriter.h"

namespace wl::kit {

/// Of an item's text, with what the format has no place for; a problem is said as a warning.
inline HttpRequest decoded(const QByteArray& item, const QByteArray& extra = {}, QStringList* notes = nullptr)
{
    YamlDecoder decoder;
    QStringList told;
    HttpYaml yaml;
    yaml.item = readYaml(item)->root;
    if (!extra.isEmpty())
        yaml.extra = readYaml(extra)->root;
    const HttpRequest request = decodeHttp(yaml, decoder, notes ? *notes : told);
    if (decoder.error())
        qWarning("%s", qPrintable(decoder.error()->detail));
    return request;
}

/// Writes a request as a new item and reads it again from the text.
inline HttpRequest roundTrip(const HttpRequest& request)
{
    HttpYaml yaml;
    encodeHttp(yaml, nullptr, request);
    return decoded(writeYaml({yaml.item, {}}), writeYaml({yaml.extra, {}}));
}

} // namespace wl::kit
