// SPDX-License-Identifier: MIT
#include "decode/markupindex.h"

#include <QHash>
#include <QString>

namespace wl {

namespace {

using Kind = MarkupToken::Kind;

constexpr qint64 stopCheckTokens = 4096;

size_t closedBy(const std::vector<QByteArrayView>& open, const MarkupToken& tag)
{
    return closedElements(open, [&](QByteArrayView name) { return name == tag.name; });
}

QString kindName(QByteArrayView bytes)
{
    if (bytes.startsWith("<!--"))
        return QStringLiteral("comment()");
    if (bytes.startsWith("<?"))
        return QStringLiteral("processing-instruction()");
    return QStringLiteral("text()");
}

} // namespace

/// Builds an index in one pass, with one frame a level of nesting.
class MarkupIndexer
{
public:
    MarkupIndexer(QByteArrayView text, std::stop_token stop)
        : m_text(text)
        , m_stop(std::move(stop))
    {
    }

    std::optional<MarkupIndex> run()
    {
        MarkupTokenizer tokenizer(m_text, false);
        m_index.m_roots.offset = -1;
        qint64 number = 0;
        for (MarkupToken token = tokenizer.next(); token.kind != Kind::End; token = tokenizer.next()) {
            if (++number % stopCheckTokens == 0 && m_stop.stop_requested())
                return std::nullopt;
            take(token);
        }
        m_index.m_isBalanced = m_index.m_isBalanced && m_frames.empty();
        while (!m_frames.empty())
            close(m_text.size());
        return std::move(m_index);
    }

private:
    void take(const MarkupToken& token)
    {
        if (token.kind == Kind::Close) {
            const size_t count = closedBy(m_names, token);
            m_index.m_isBalanced = m_index.m_isBalanced && count == 1;
            for (size_t i = count; i > 0; --i)
                close(i == 1 ? token.offset + token.size : token.offset);
            return;
        }
        if (token.kind == Kind::Text && isMarkupBlank(m_text.sliced(token.offset, token.size)))
            return;
        m_index.addChild(m_frames.empty() ? m_index.m_roots : m_frames.back(), token.offset);
        if (token.kind == Kind::Open) {
            m_frames.push_back(m_index.begin(token.offset));
            m_names.push_back(token.name);
        }
    }

    void close(qsizetype end)
    {
        m_index.close(m_frames.back(), end);
        m_frames.pop_back();
        m_names.pop_back();
    }

    QByteArrayView m_text;
    std::stop_token m_stop;
    MarkupIndex m_index;
    std::vector<MarkupIndex::Frame> m_frames;
    std::vector<QByteArrayView> m_names;
};

std::optional<MarkupIndex> MarkupIndex::build(QByteArrayView text, std::stop_token stop)
{
    return MarkupIndexer(text, std::move(stop)).run();
}

/// Of a small element by reading it again.
qsizetype MarkupNodes::endOf(const MarkupToken& open, qsizetype limit) const
{
    if (const ValueIndex::Entry* entry = m_index->entryAt(open.offset))
        return std::min(entry->end, limit);
    MarkupTokenizer tokenizer(m_text.first(limit), false);
    tokenizer.seek(open.offset + open.size);
    std::vector<QByteArrayView> names{open.name};
    for (MarkupToken token = tokenizer.next(); token.kind != Kind::End; token = tokenizer.next()) {
        if (token.kind == Kind::Open)
            names.push_back(token.name);
        if (token.kind != Kind::Close)
            continue;
        const size_t count = closedBy(names, token);
        if (count == names.size())
            return token.offset + token.size;
        names.resize(names.size() - count);
    }
    return limit;
}

ValueNode MarkupNodes::childAt(qsizetype at, qsizetype limit) const
{
    MarkupTokenizer tokenizer(m_text.first(limit), false);
    tokenizer.seek(at);
    for (MarkupToken token = tokenizer.next(); token.kind != Kind::End; token = tokenizer.next()) {
        // One that closes the element around stands at the limit; what else closes, closes nothing.
        if (token.kind == Kind::Close ||
            (token.kind == Kind::Text && isMarkupBlank(m_text.sliced(token.offset, token.size))))
            continue;
        ValueNode node{token.offset, token.offset + token.size, -1, -1};
        if (token.kind == Kind::Open || token.kind == Kind::Empty) {
            node.keyOffset = token.name.data() - m_text.data();
            node.keyEnd = node.keyOffset + token.name.size();
        }
        if (token.kind == Kind::Open)
            node.end = endOf(token, limit);
        return node;
    }
    return {};
}

/// Behind the opening tag; the element's end where it has no content.
qsizetype MarkupNodes::contentStart(const ValueNode& container) const
{
    if (isRoot(container))
        return 0;
    if (!isElement(container))
        return container.end;
    MarkupTokenizer tokenizer(m_text.first(container.end), false);
    tokenizer.seek(container.offset);
    const MarkupToken open = tokenizer.next();
    return open.kind == Kind::Open ? open.offset + open.size : container.end;
}

ValueNode MarkupNodes::firstChild(const ValueNode& container) const
{
    return childAt(contentStart(container), container.end);
}

ValueNode MarkupNodes::next(const ValueNode& container, const ValueNode& child) const
{
    return childAt(child.end, container.end);
}

ValueNode MarkupNodes::child(const ValueNode& container, qint64 index) const
{
    if (index < 0)
        return {};
    const qsizetype kept = m_index->strideOffset(isRoot(container) ? -1 : container.offset, index);
    ValueNode node = kept >= 0 ? childAt(kept, container.end) : firstChild(container);
    for (qint64 skip = kept >= 0 ? index % ValueIndex::stride : index; skip > 0 && node.isValid(); --skip)
        node = next(container, node);
    return node;
}

qint64 MarkupNodes::childCount(const ValueNode& container) const
{
    if (isRoot(container))
        return m_index->rootCount();
    if (const ValueIndex::Entry* entry = m_index->entryAt(container.offset))
        return entry->children;
    qint64 count = 0;
    for (ValueNode child = firstChild(container); child.isValid(); child = next(container, child))
        ++count;
    return count;
}

QByteArrayView MarkupNodes::attributes(const ValueNode& element) const
{
    MarkupTokenizer tokenizer(m_text.first(element.end), false);
    tokenizer.seek(element.offset);
    const MarkupToken open = tokenizer.next();
    QByteArrayView rest = m_text.sliced(element.keyEnd, open.offset + open.size - element.keyEnd);
    if (rest.endsWith('>'))
        rest.chop(1);
    if (rest.endsWith('/'))
        rest.chop(1);
    return rest.trimmed();
}

QString MarkupNodes::path(qsizetype offset) const
{
    QString path;
    ValueNode node = root();
    while (node.offset != offset || isRoot(node)) {
        QHash<QByteArray, qint64> counts;
        const auto stepOf = [&](const ValueNode& child) {
            return isElement(child) ? child.key(m_text).toByteArray()
                                    : kindName(child.value(m_text)).toUtf8();
        };
        ValueNode inner = firstChild(node);
        while (inner.isValid() && inner.end <= offset) {
            ++counts[stepOf(inner)];
            inner = next(node, inner);
        }
        if (!inner.isValid() || inner.offset > offset)
            break;
        const QByteArray step = stepOf(inner);
        path += QStringLiteral("/%1[%2]").arg(QString::fromUtf8(step)).arg(counts[step] + 1);
        if (inner.offset == offset)
            break;
        node = inner;
    }
    return path;
}

} // namespace wl
