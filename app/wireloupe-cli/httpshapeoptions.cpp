// SPDX-License-Identifier: MIT
#include "httpshapeoptions.h"

#include "http/pathvariables.h"
#include "session/curlform.h"
#include "standardinput.h"

namespace wl::cli {

namespace {

const QString pathOption = QStringLiteral("--path");
const QString graphQlOption = QStringLiteral("--graphql");
const QString variablesOption = QStringLiteral("--variables");
const QString partOption = QStringLiteral("--part");
const QString asTypedOption = QStringLiteral("--as-typed");
const QString rawOption = QStringLiteral("--raw");
/// Of a raw request that comes from standard input.
constexpr qint64 mostInput = 64LL * 1024 * 1024;

Result<void> readGraphQl(const OptionParser& parser, HttpBody& body)
{
    if (!parser.isSet(graphQlOption))
        return parser.isSet(variablesOption) ? badOption(QStringLiteral("--variables goes with --graphql"))
                                             : Result<void>();
    if (body.kind != HttpBody::Kind::None)
        return badOption(QStringLiteral("--graphql goes with no other body"));
    body.kind = HttpBody::Kind::GraphQl;
    body.text = parser.value(graphQlOption);
    body.variables = parser.value(variablesOption);
    return {};
}

/// Parts as curl's -F has them.
Result<void> readParts(const OptionParser& parser, HttpBody& body, QStringList& notes)
{
    if (!parser.isSet(partOption))
        return {};
    if (body.kind != HttpBody::Kind::None)
        return badOption(QStringLiteral("--part goes with no other body"));
    body.kind = HttpBody::Kind::Multipart;
    for (const QString& text : parser.values(partOption)) {
        const Result<CurlForm> read = parseCurlForm(text, {});
        if (!read)
            return badOption(read.error().detail);
        body.parts += read->parts;
        notes += read->problems;
    }
    return {};
}

/// Standard input to its end, as hex digits: any bytes.
Result<PayloadSpec> rawFromInput()
{
    const Result<QByteArray> bytes = readStandardInput(mostInput);
    if (!bytes && bytes.error().code == ErrorCode::TooLarge)
        return badOption(QStringLiteral("--raw -: more than %1 bytes; save them as a file").arg(mostInput));
    if (!bytes)
        return badOption(QStringLiteral("--raw -: standard input cannot be read"));
    PayloadSpec raw = verbatimPayload();
    raw.form = PayloadSpec::Form::Hex;
    raw.text = QString::fromLatin1(bytes->toHex());
    return raw;
}

Result<void> readRaw(const OptionParser& parser, HttpRequest& request)
{
    if (!parser.isSet(rawOption))
        return {};
    if (request.body.kind != HttpBody::Kind::None || parser.isSet(QStringLiteral("--header")))
        return badOption(QStringLiteral("--raw is the whole request: no header fields, no body besides it"));
    request.isRaw = true;
    const QString path = parser.value(rawOption);
    if (path == QLatin1String("-")) {
        const Result<PayloadSpec> raw = rawFromInput();
        if (!raw)
            return tl::make_unexpected(raw.error());
        request.raw = *raw;
        return {};
    }
    request.raw.form = PayloadSpec::Form::File;
    request.raw.text = path;
    return {};
}

} // namespace

void addShapeOptions(OptionParser& parser)
{
    parser.add(pathOption, QStringLiteral("NAME=VALUE"),
               QStringLiteral("the value of a :NAME segment of the URL's path; may be given several times"));
    parser.add(asTypedOption, {},
               QStringLiteral("what a URL cannot have is sent as it is typed, not percent-encoded"));
    parser.add(
        QStringLiteral("-F, ") + partOption, QStringLiteral("NAME=TEXT|NAME=@FILE"),
        QStringLiteral("a part of a multipart body, with ;type=TYPE behind, as curl's -F; may be given\n"
                       "several times"));
    parser.add(graphQlOption, QStringLiteral("QUERY"),
               QStringLiteral("a GraphQL request: as a JSON body, with GET as query parameters"));
    parser.add(variablesOption, QStringLiteral("JSON"),
               QStringLiteral("the variables of --graphql, sent as they were typed"));
    parser.add(rawOption, QStringLiteral("FILE|-"),
               QStringLiteral("the bytes of the whole request, to the host of the URL, as they are"));
}

Result<void> readShape(const OptionParser& parser, HttpRequest& request, QStringList& notes)
{
    request.settings.encodeUrl = !parser.isSet(asTypedOption);
    for (const QString& text : parser.values(pathOption)) {
        if (text.indexOf(u'=') <= 0)
            return badOption(QStringLiteral("--path takes NAME=VALUE, not '%1'").arg(text));
    }
    if (const auto parts = readParts(parser, request.body, notes); !parts)
        return parts;
    if (const auto graphQl = readGraphQl(parser, request.body); !graphQl)
        return graphQl;
    return readRaw(parser, request);
}

void readPathRows(const OptionParser& parser, HttpRequest& request)
{
    for (const QString& text : parser.values(pathOption)) {
        HttpField row;
        row.name = text.left(text.indexOf(u'='));
        row.value = text.mid(row.name.size() + 1);
        request.pathVariables.append(row);
    }
    if (request.pathVariables.isEmpty())
        request.pathVariables = literalPathRows(request.url);
}

} // namespace wl::cli
