// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"

#include <QByteArray>
#include <QList>

namespace wl {

/// A piece of a request's body: bytes, or a whole file.
struct BodySegment
{
    QByteArray bytes;
    QString filePath; ///< where not empty, the file's content
    qint64 size = 0;
};

/// A request's body, ready to be sent: plain data, files are not read yet.
struct BodyPlan
{
    QList<BodySegment> segments;
    QByteArray contentType; ///< empty = the body has none
    bool exists = false;    ///< false: no body and no Content-Length

    [[nodiscard]] qint64 size() const;
};

/// Whether the body is sent as query parameters: GraphQL by a method whose body has no meaning.
[[nodiscard]] bool goesIntoQuery(const HttpBody& body, const QByteArray& method);

/// The Content-Disposition of a part that has this file, empty for its text: names are quoted as browsers do
/// it (RFC 7578 §2, WHATWG HTML §4.10.21.8).
[[nodiscard]] QByteArray partDisposition(const HttpPart& part, const QString& file);
/// Its Content-Type: the typed one, else that of the file by its name; empty = none.
[[nodiscard]] QByteArray partType(const HttpPart& part, const QString& file);

/// Makes the body of a request. An empty body exists where the method has a meaning for one (POST, PUT,
/// PATCH: RFC 9110 §8.6). Errors: FileNotFound, FileNotReadable; BadOption for a content type with CR, LF or
/// NUL.
[[nodiscard]] Result<BodyPlan> makeHttpBody(const HttpBody& body, const QByteArray& method);

} // namespace wl
