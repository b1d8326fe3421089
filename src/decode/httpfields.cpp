// SPDX-License-Identifier: MIT
#include "decode/httpfields.h"

#include "base/limits.h"
#include "decode/jsontree.h"

namespace wl {

namespace {

QString shown(QByteArrayView bytes)
{
    return escapedHttpBytes(bytes, limits::labelBytes);
}

/// The media type of a Content-Type, without its parameters (RFC 9110 §8.3.1).
QByteArrayView mediaType(QByteArrayView contentType)
{
    const qsizetype end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.first(end)).trimmed();
}

/// Makes the fields of one message, in the order of the bytes.
class FieldMaker
{
public:
    FieldMaker(DecodedMessage& message, const HttpParts& parts, const HttpWishes& wishes)
        : m_message(message)
        , m_parts(parts)
        , m_head(parts.head)
        , m_wishes(wishes)
        , m_bodyStart(std::min(message.range.offset + m_head.raw.size(), message.range.end()))
    {
    }

    void make()
    {
        if (m_wishes.tree)
            m_startLine = add({nullptr, {}, startLine(), {}, startLineRange()});
        if (m_parts.kind == Http1Kind::Request)
            addRequestLine();
        else
            addStatusLine();
        addHeader();
        addBody();
        for (const Http1Field& trailer : m_parts.trailers) {
            if (m_wishes.trailer)
                add({"http.trailer", trailer.name, fieldLabel(trailer), trailer.value, {}, m_body});
        }
    }

    [[nodiscard]] QString startLine() const
    {
        const QByteArray& first = m_parts.kind == Http1Kind::Request ? m_head.method : m_head.version;
        if (first.isEmpty())
            return shown(QByteArrayView(m_head.raw).first(startLineRange().length));
        if (m_parts.kind == Http1Kind::Request)
            return shown(m_head.method) + u' ' + shown(m_head.target) + u' ' + shown(m_head.version);
        return shown(m_head.version) + u' ' + QString::number(m_head.status) + u' ' + shown(m_head.reason);
    }

private:
    int add(DecodedField&& field)
    {
        if (!m_wishes.tree)
            field.parent = -1;
        m_message.fields.push_back(std::move(field));
        return int(m_message.fields.size()) - 1;
    }

    /// Where a piece of the head stands in the direction.
    [[nodiscard]] ByteRange placeOf(QByteArrayView piece) const
    {
        const auto raw = quintptr(m_head.raw.constData());
        const auto at = quintptr(piece.data());
        if (at < raw || at + quintptr(piece.size()) > raw + quintptr(m_head.raw.size()))
            return {};
        return {m_message.range.offset + qint64(at - raw), piece.size()};
    }

    [[nodiscard]] ByteRange startLineRange() const
    {
        qsizetype end = m_head.raw.indexOf('\n');
        end = end < 0 ? m_head.raw.size() : end;
        if (end > 0 && m_head.raw[end - 1] == '\r')
            --end;
        return {m_message.range.offset, end};
    }

    /// A field of the start line that is a piece of the head.
    void addPiece(const char* name, const char* title, const QByteArray& piece)
    {
        add({name, {}, label(title, piece), owned(piece), placeOf(piece), m_startLine});
    }

    [[nodiscard]] QString label(const char* title, QByteArrayView value) const
    {
        return m_wishes.tree ? QString::fromLatin1(title) + QStringLiteral(": ") + shown(value) : QString();
    }

    [[nodiscard]] QString fieldLabel(const Http1Field& field) const
    {
        return m_wishes.tree ? shown(field.name) + QStringLiteral(": ") + shown(field.value) : QString();
    }

    /// A copy that outlives the head.
    static QByteArray owned(QByteArrayView piece) { return piece.toByteArray(); }

    void addRequestLine()
    {
        if (m_head.method.isEmpty())
            return;
        if (m_wishes.method)
            addPiece("http.method", "Method", m_head.method);
        if (m_wishes.url)
            addPiece("http.url", "Target", m_head.target);
        if (m_wishes.version)
            addPiece("http.version", "Version", m_head.version);
    }

    void addStatusLine()
    {
        if (m_head.version.isEmpty())
            return;
        if (m_wishes.version)
            addPiece("http.version", "Version", m_head.version);
        if (m_wishes.status && m_head.status > 0) {
            ByteRange range = placeOf(m_head.version);
            qsizetype digits = qsizetype(range.end() - m_message.range.offset);
            while (digits < m_head.raw.size() && m_head.raw[digits] == ' ')
                ++digits;
            range = {m_message.range.offset + digits, 3};
            const QString text = m_wishes.tree ? QStringLiteral("Status: %1").arg(m_head.status) : QString();
            add({"http.status", {}, text, qint64(m_head.status), range, m_startLine});
        }
        if (m_wishes.reason)
            addPiece("http.reason", "Reason", m_head.reason);
    }

    void addHeader()
    {
        int parent = -1;
        if (m_wishes.tree && !m_head.fields.isEmpty()) {
            const ByteRange first = placeOf(m_head.fields.first().name);
            parent = add({nullptr,
                          {},
                          QStringLiteral("Header: %1 fields").arg(m_head.fields.size()),
                          {},
                          {first.offset, m_bodyStart - first.offset}});
        }
        if (!m_wishes.header && !m_wishes.host && !m_wishes.type)
            return;
        bool hasHost = m_parts.kind == Http1Kind::Response;
        bool hasType = false;
        for (qsizetype i = 0; i < m_head.fields.size(); ++i) {
            const Http1Field& field = m_head.fields[i];
            const int node = m_wishes.header ? addHeaderField(i, parent) : -1;
            const QByteArrayView name = QByteArrayView(field.name).trimmed();
            if (m_wishes.host && !hasHost && name.compare("Host", Qt::CaseInsensitive) == 0) {
                hasHost = true;
                add({"http.host", {}, label("Host", field.value), owned(field.value), valuePlace(i), node});
            }
            if (m_wishes.type && !hasType && name.compare("Content-Type", Qt::CaseInsensitive) == 0) {
                hasType = true;
                const QByteArrayView type = mediaType(field.value);
                add({"http.type", {}, label("Media type", type), owned(type).toLower(), placeOf(type), node});
            }
        }
    }

    /// Where a value stands; a folded one from its first line to its last.
    [[nodiscard]] ByteRange valuePlace(qsizetype index) const
    {
        const Http1Field& field = m_head.fields[index];
        const ByteRange value = placeOf(field.value);
        const ByteRange name = placeOf(field.name);
        if (value.length == field.value.size() && (value.length > 0 || value.offset > 0))
            return value;
        const bool isLast = index + 1 == m_head.fields.size();
        const qint64 end = isLast ? m_bodyStart : placeOf(m_head.fields[index + 1].name).offset;
        const qsizetype from = qsizetype(name.end() - m_message.range.offset) + 1;
        const qsizetype length = qsizetype(end - m_message.range.offset) - from;
        return placeOf(QByteArrayView(m_head.raw).sliced(from, std::max<qsizetype>(length, 0)).trimmed());
    }

    int addHeaderField(qsizetype index, int parent)
    {
        const Http1Field& field = m_head.fields[index];
        const ByteRange name = placeOf(field.name);
        const ByteRange value = valuePlace(index);
        const ByteRange line = {name.offset, value.end() - name.offset};
        const int node =
            add({"http.header", owned(field.name), fieldLabel(field), owned(field.value), line, parent});
        if (m_wishes.tree) {
            add({nullptr, {}, label("Name", field.name), {}, name, node});
            add({nullptr, {}, label("Value", field.value), {}, value, node});
        }
        return node;
    }

    void addBody()
    {
        const ByteRange range = {m_bodyStart, m_message.range.end() - m_bodyStart};
        if (m_wishes.tree && range.length > 0 && !m_head.raw.isEmpty()) {
            m_body = add({nullptr, {}, QStringLiteral("Body: %1 bytes").arg(m_parts.bodyBytes), {}, range});
        }
        if (m_wishes.length) {
            const QString text =
                m_wishes.tree ? QStringLiteral("Length: %1").arg(m_parts.bodyBytes) : QString();
            add({"http.length", {}, text, m_parts.bodyBytes, range, m_body});
        }
        if (m_body >= 0 && m_message.isContentWhole &&
            mediaType(m_head.value("Content-Type")).endsWith("json"))
            addJsonTree(m_message, m_body,
                        m_parts.isBodyInPlace ? std::optional<qint64>(m_bodyStart) : std::nullopt);
    }

    DecodedMessage& m_message;
    const HttpParts& m_parts;
    const Http1Head& m_head;
    const HttpWishes& m_wishes;
    qint64 m_bodyStart;
    int m_startLine = -1;
    int m_body = -1;
};

} // namespace

HttpWishes::HttpWishes(const DecodeWishes& wishes)
    : tree(wishes.tree)
    , info(wishes.info)
    , contentBytes(wishes.contentBytes)
    , method(wishes.wants("http.method"))
    , url(wishes.wants("http.url"))
    , version(wishes.wants("http.version"))
    , status(wishes.wants("http.status"))
    , reason(wishes.wants("http.reason"))
    , host(wishes.wants("http.host"))
    , type(wishes.wants("http.type"))
    , length(wishes.wants("http.length"))
    , header(wishes.wants("http.header"))
    , trailer(wishes.wants("http.trailer"))
{
}

void addHttpFields(DecodedMessage& message, const HttpParts& parts, const HttpWishes& wishes)
{
    FieldMaker maker(message, parts, wishes);
    if (wishes.info)
        message.info = maker.startLine();
    maker.make();
}

} // namespace wl
