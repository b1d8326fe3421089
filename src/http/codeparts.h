// SPDX-License-Identifier: MIT
#pragma once

#include "http/curlroute.h"
#include "http/httpcompose.h"
#include "http/requestcode.h"

namespace wl {

/// A request in the pieces that program texts are made of. Plain data.
struct CodeParts
{
    QByteArray method;
    QByteArray url;
    QByteArray target;           ///< of the URL, as it is to be in the request line
    QList<ComposedField> fields; ///< to be set by the program, in order
    bool hasBody = false;
    QByteArray bytes;           ///< the body, where it is neither of these:
    QString filePath;           ///< a file's content
    QList<HttpPart> parts;      ///< multipart/form-data, each with at most one file, whose type is said
    QByteArray multipartType;   ///< where another one than multipart/form-data was typed
    QByteArrayList unwanted;    ///< fields that programs add and this request has not
    bool hasOddFraming = false; ///< a typed field says another length or coding than the body's
    HttpAuth signer;            ///< Digest, AwsV4: the program authenticates by itself; else None
    CurlRoute route;            ///< how it reaches its server
    HttpSettings settings;
    QString host; ///< of the URL
    quint16 port = 0;
    bool isTls = false;

    [[nodiscard]] bool isMultipart() const { return !parts.isEmpty(); }
};

/// `form`: one of the three for curl.
[[nodiscard]] CodeText curlCode(const CodeParts& parts, CodeForm form);
[[nodiscard]] CodeText pythonCode(const CodeParts& parts);
[[nodiscard]] CodeText javaScriptCode(const CodeParts& parts);
[[nodiscard]] CodeText cppQtCode(const CodeParts& parts);

/// Bytes as the inside of a quoted literal: what is not printable ASCII, and each of `quoted`, by `escape`.
[[nodiscard]] QString literalText(QByteArrayView bytes, QByteArrayView quoted, QString (*escape)(uchar));
/// `\xNN`, as Python and bash have it.
[[nodiscard]] QString hexEscape(uchar byte);
/// `\NNN`, which a digit that follows cannot lengthen.
[[nodiscard]] QString octalEscape(uchar byte);

/// What is otherwise where a program frames the body by itself and always sends fields of these names.
[[nodiscard]] QStringList notesForOwnFields(const CodeParts& parts, std::initializer_list<QByteArrayView> own,
                                            const QString& program);
/// What of the settings a program without any options for them cannot do: addresses, TLS versions, …
enum class CodeAbility : quint8 { Resolve, TlsVersions, Certificates, Digest, Proxy, Http2 };
[[nodiscard]] QStringList notesForMissing(const CodeParts& parts, std::initializer_list<CodeAbility> missing,
                                          const QString& program);

} // namespace wl
