// SPDX-License-Identifier: MIT
#include "decode/http2names.h"

#include <array>

namespace wl {

namespace {

constexpr std::array types{"DATA",         "HEADERS", "PRIORITY", "RST_STREAM",    "SETTINGS",
                           "PUSH_PROMISE", "PING",    "GOAWAY",   "WINDOW_UPDATE", "CONTINUATION"};
constexpr std::array errors{"NO_ERROR",
                            "PROTOCOL_ERROR",
                            "INTERNAL_ERROR",
                            "FLOW_CONTROL_ERROR",
                            "SETTINGS_TIMEOUT",
                            "STREAM_CLOSED",
                            "FRAME_SIZE_ERROR",
                            "REFUSED_STREAM",
                            "CANCEL",
                            "COMPRESSION_ERROR",
                            "CONNECT_ERROR",
                            "ENHANCE_YOUR_CALM",
                            "INADEQUATE_SECURITY",
                            "HTTP_1_1_REQUIRED"};
constexpr std::array settings{"",
                              "HEADER_TABLE_SIZE",
                              "ENABLE_PUSH",
                              "MAX_CONCURRENT_STREAMS",
                              "INITIAL_WINDOW_SIZE",
                              "MAX_FRAME_SIZE",
                              "MAX_HEADER_LIST_SIZE",
                              "",
                              "ENABLE_CONNECT_PROTOCOL"};

template <size_t size>
QString nameIn(const std::array<const char*, size>& names, quint32 number)
{
    const bool isKnown = number < size && *names[number] != '\0';
    return isKnown ? QString::fromLatin1(names[number]) : QStringLiteral("0x%1").arg(number, 0, 16);
}

/// The name that filters have for a pseudo field; null where they have none.
const char* filterName(QByteArrayView name)
{
    if (name == ":method")
        return "http.method";
    if (name == ":path")
        return "http.url";
    if (name == ":authority")
        return "http.host";
    return nullptr;
}

} // namespace

QByteArray Http2Names::type(quint8 type)
{
    return nameIn(types, type).toLatin1();
}

QString Http2Names::flags(quint8 type, quint8 flags)
{
    QStringList names;
    const auto add = [&](quint8 bit, const char* name, bool isOfType) {
        if ((flags & bit) != 0 && isOfType)
            names.append(QString::fromLatin1(name));
    };
    const bool hasFields = type == Headers || type == PushPromise || type == Continuation;
    add(0x1, "END_STREAM", type == Data || type == Headers);
    add(0x1, "ACK", type == Settings || type == Ping);
    add(0x4, "END_HEADERS", hasFields);
    add(0x8, "PADDED", type == Data || type == Headers || type == PushPromise);
    add(0x20, "PRIORITY", type == Headers);
    return names.isEmpty() ? QStringLiteral("none") : names.join(QStringLiteral(", "));
}

QString Http2Names::error(quint32 code)
{
    return nameIn(errors, code);
}

QString Http2Names::setting(quint16 id)
{
    return nameIn(settings, id);
}

QString Http2Names::addFields(const QList<std::pair<QByteArray, QByteArray>>& fields, ByteRange range,
                              MessageBuilder& message)
{
    QByteArray start;
    QByteArray path;
    QByteArray type;
    for (const auto& [name, value] : fields) {
        const QString label = message.hasTree() ? infoText(name) : QString();
        if (name == ":status") {
            message.add("http.status", label, qint64{value.toInt()}, range);
            start = value;
        } else if (const char* known = filterName(name)) {
            message.add(known, label, value, range);
        } else if (name.startsWith(':')) {
            message.add(nullptr, label, value, range);
        } else {
            message.addKeyed("http.header", name, label, value, range);
        }
        if (name == ":method")
            start = value;
        else if (name == ":path")
            path = value;
        else if (name == "content-type")
            type = value;
    }
    if (!type.isEmpty())
        message.add("http.type", "Media type", type.left(type.indexOf(';')).trimmed().toLower(), range);
    QByteArrayList words{start, path.isEmpty() ? type : path};
    words.removeAll(QByteArray());
    return infoText(words.join(' '));
}

} // namespace wl
