// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

#include <algorithm>
#include <utility>

namespace wltest {

/// A request that a server got, in its pieces.
struct GotRequest
{
    explicit GotRequest(const QByteArray& request)
    {
        const qsizetype end = request.indexOf("\r\n\r\n");
        const QByteArrayList lines =
            request.first(std::max<qsizetype>(end, 0)).replace("\r\n", "\n").split('\n');
        line = lines.value(0);
        for (const QByteArray& text : lines.mid(1)) {
            const qsizetype colon = text.indexOf(':');
            fields.append({text.left(colon).toLower(), text.mid(colon + 1).trimmed()});
        }
        body = request.mid(end + 4);
    }
    [[nodiscard]] QByteArrayList values(const QByteArray& name) const
    {
        QByteArrayList found;
        for (const auto& field : fields) {
            if (field.first == name.toLower())
                found.append(field.second);
        }
        return found;
    }
    /// The last boundary parameter of its content type.
    [[nodiscard]] QByteArray boundary() const
    {
        const QByteArray type = values("content-type").value(0);
        const qsizetype at = type.lastIndexOf("boundary=");
        return at < 0 ? QByteArray() : type.mid(at + 9).replace("\"", "");
    }
    /// Of multipart/form-data: name, file name, typed content type and content of each part.
    [[nodiscard]] QList<QByteArrayList> parts() const
    {
        QList<QByteArrayList> found;
        const QByteArray mark = "--" + boundary();
        qsizetype at = body.indexOf(mark);
        for (qsizetype next = 0; at >= 0; at = next) {
            next = body.indexOf(mark, at + 2);
            if (next < 0)
                break;
            const GotRequest part("x\r\n" + body.mid(at, next - at - 2).mid(mark.size() + 2));
            const QByteArray disposition = part.values("content-disposition").value(0);
            const auto parameter = [&](const QByteArray& name) {
                const qsizetype begin = disposition.indexOf(' ' + name + "=\"");
                const qsizetype from = begin + name.size() + 3;
                return begin < 0 ? QByteArray()
                                 : disposition.mid(from, disposition.indexOf('"', from) - from);
            };
            found.append(
                {parameter("name"), parameter("filename"), part.values("content-type").value(0), part.body});
        }
        return found;
    }

    QByteArray line;
    QList<std::pair<QByteArray, QByteArray>> fields; ///< names in lower case
    QByteArray body;
};

} // namespace wltest
