// SPDX-License-Identifier: MIT
#include "decode/websocketfields.h"

#include "base/limits.h"
#include "decode/http1head.h"
#include "decode/jsontree.h"

namespace wl {

namespace {

QString yesNo(const char* title, bool is)
{
    return QString::fromLatin1(title) + (is ? QStringLiteral(": yes") : QStringLiteral(": no"));
}

/// Makes the fields of one message, in the order of the bytes.
class FieldMaker
{
public:
    FieldMaker(DecodedMessage& message, const WebSocketParts& parts, const WebSocketWishes& wishes,
               QByteArrayView plain)
        : m_message(message)
        , m_parts(parts)
        , m_wishes(wishes)
        , m_plain(plain)
    {
    }

    void make()
    {
        const WebSocketFrame& first = m_parts.first;
        const QByteArray name = WebSocketFrame::opcodeName(first.opcode);
        if (m_wishes.opcode)
            add("ws.opcode", name, label("Opcode: ") + shown(name), {first.start, 1});
        if (m_wishes.fin)
            add("ws.fin", m_parts.isEnded, yesNo("Whole", m_parts.isEnded), {m_parts.last.start, 1});
        if (m_wishes.masked)
            add("ws.masked", first.isMasked, yesNo("Masked", first.isMasked), {first.start + 1, 1});
        if (m_wishes.length) {
            const bool isOne = m_parts.frameCount == 1;
            add("ws.length", qint64(m_parts.length), QStringLiteral("Length: %1").arg(m_parts.length),
                isOne ? lengthRange(first) : ByteRange());
        }
        if (first.opcode == WebSocketFrame::close)
            addClose();
        if (m_wishes.tree)
            addTree();
    }

    [[nodiscard]] QString info() const
    {
        QString text = shown(WebSocketFrame::opcodeName(m_parts.first.opcode));
        if (m_parts.first.opcode == WebSocketFrame::close && m_plain.size() >= 2)
            return text + QStringLiteral(" %1 ").arg(closeCode()) + shown(m_plain.sliced(2));
        text += QStringLiteral(", %1 bytes").arg(m_parts.length);
        if (m_parts.frameCount > 1)
            text += QStringLiteral(" in %1 frames").arg(m_parts.frameCount);
        return text;
    }

private:
    static QString shown(QByteArrayView bytes) { return escapedHttpBytes(bytes, limits::labelBytes); }
    static QString label(const char* text) { return QString::fromLatin1(text); }

    int add(const char* name, FieldValue value, const QString& text, ByteRange range, int parent = -1)
    {
        m_message.fields.push_back(
            {name, {}, m_wishes.tree ? text : QString(), std::move(value), range, parent});
        return int(m_message.fields.size()) - 1;
    }

    static ByteRange lengthRange(const WebSocketFrame& frame)
    {
        const qsizetype maskBytes = frame.isMasked ? 4 : 0;
        return {frame.start + 1, frame.headerBytes - 1 - maskBytes};
    }

    [[nodiscard]] int closeCode() const { return uchar(m_plain[0]) << 8 | uchar(m_plain[1]); }

    /// RFC 6455 §5.5.1
    void addClose()
    {
        if (m_plain.size() < 2)
            return;
        const qint64 at = m_parts.first.payloadStart();
        if (m_wishes.closeCode)
            add("ws.closecode", qint64(closeCode()), QStringLiteral("Close code: %1").arg(closeCode()),
                {at, 2});
        if (m_wishes.closeReason) {
            const QByteArrayView reason = m_plain.sliced(2);
            add("ws.closereason", reason.toByteArray(), label("Close reason: ") + shown(reason),
                {at + 2, reason.size()});
        }
    }

    void addTree()
    {
        int payload = -1;
        for (const WebSocketFrame& frame : m_parts.frames)
            payload = addFrame(frame);
        const bool isPlain =
            m_parts.frameCount == 1 && !m_parts.first.isMasked && m_parts.first.reserved == 0;
        if (m_message.isContentWhole && m_parts.first.opcode == WebSocketFrame::text &&
            isJson(m_message.content))
            addJsonTree(m_message, m_parts.frameCount == 1 ? payload : -1,
                        isPlain ? std::optional<qint64>(m_parts.first.payloadStart()) : std::nullopt);
    }

    /// The index of its payload's field.
    int addFrame(const WebSocketFrame& frame)
    {
        const qint64 came = m_message.range.end() - frame.payloadStart();
        const qint64 payload = std::clamp<qint64>(qint64(std::min<quint64>(frame.length, quint64(INT64_MAX))),
                                                  0, std::max<qint64>(came, 0));
        const QString name = shown(WebSocketFrame::opcodeName(frame.opcode));
        const int node = add(nullptr, {}, QStringLiteral("Frame: %1, %2 bytes").arg(name).arg(frame.length),
                             {frame.start, frame.headerBytes + payload});
        add(nullptr, {}, yesNo("FIN", frame.isFinal), {frame.start, 1}, node);
        add(nullptr, {}, yesNo("RSV1", (frame.reserved & 4) != 0), {frame.start, 1}, node);
        add(nullptr, {}, yesNo("RSV2", (frame.reserved & 2) != 0), {frame.start, 1}, node);
        add(nullptr, {}, yesNo("RSV3", (frame.reserved & 1) != 0), {frame.start, 1}, node);
        add(nullptr, {}, QStringLiteral("Opcode: %1 (%2)").arg(frame.opcode).arg(name), {frame.start, 1},
            node);
        add(nullptr, {}, yesNo("MASK", frame.isMasked), {frame.start + 1, 1}, node);
        add(nullptr, {}, QStringLiteral("Payload length: %1").arg(frame.length), lengthRange(frame), node);
        if (frame.isMasked) {
            const QByteArray key = QByteArrayView(frame.mask).toByteArray().toHex(' ');
            add(nullptr, {}, label("Masking key: ") + shown(key), {frame.payloadStart() - 4, 4}, node);
        }
        return add(nullptr, {}, label("Payload"), {frame.payloadStart(), payload}, node);
    }

    DecodedMessage& m_message;
    const WebSocketParts& m_parts;
    const WebSocketWishes& m_wishes;
    QByteArrayView m_plain;
};

} // namespace

WebSocketWishes::WebSocketWishes(const DecodeWishes& wishes)
    : tree(wishes.tree)
    , info(wishes.info)
    , contentBytes(wishes.contentBytes)
    , opcode(wishes.wants("ws.opcode"))
    , fin(wishes.wants("ws.fin"))
    , masked(wishes.wants("ws.masked"))
    , length(wishes.wants("ws.length"))
    , closeCode(wishes.wants("ws.closecode"))
    , closeReason(wishes.wants("ws.closereason"))
{
}

void addWebSocketFields(DecodedMessage& message, const WebSocketParts& parts, const WebSocketWishes& wishes,
                        QByteArrayView plain)
{
    FieldMaker maker(message, parts, wishes, plain);
    if (wishes.info)
        message.info = maker.info();
    maker.make();
}

} // namespace wl
