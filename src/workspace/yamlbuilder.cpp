// SPDX-License-Identifier: MIT
#include "workspace/yamlbuilder.h"

#include "base/limits.h"
#include "workspace/workspacetext.h"

#include <QStringDecoder>

namespace wl {
namespace {

/// QString::fromUtf8 would drop a byte order mark that a text begins with.
[[nodiscard]] QString wholeText(const std::string& utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
    return decoder.decode(QByteArrayView(utf8.data(), qsizetype(utf8.size())));
}

} // namespace

YamlBuilder::YamlBuilder(const QByteArray& text)
    : m_text(text)
    , m_comments(text)
{
}

YamlDocument YamlBuilder::takeDocument()
{
    m_comments.advanceTo(m_text.size());
    m_document.commentsBehind = m_comments.takeWaiting();
    while (!m_document.commentsBehind.isEmpty() && m_document.commentsBehind.last().isEmpty())
        m_document.commentsBehind.removeLast();
    return std::move(m_document);
}

void YamlBuilder::refuse(const YAML::Mark& mark, const QString& what)
{
    throw YamlRefused{mark.line + 1, mark.column + 1, what};
}

void YamlBuilder::OnDocumentStart(const YAML::Mark& mark)
{
    if (++m_documents > 1)
        refuse(mark, WorkspaceText::tr("a second document in one file"));
}

void YamlBuilder::OnDocumentEnd() {}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor)
{
    QString spelling;
    for (const char* word : {"~", "null", "Null", "NULL"}) {
        if (QByteArrayView(m_text)
                .sliced(qBound(qsizetype(0), qsizetype(mark.pos), m_text.size()))
                .startsWith(word))
            spelling = QString::fromLatin1(word);
    }
    leaf(mark, YamlNode::null(spelling), anchor);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value)
{
    YamlNode node = YamlNode::text(wholeText(value));
    const char first = mark.pos >= 0 && mark.pos < m_text.size() ? m_text.at(mark.pos) : '\0';
    // yaml-cpp calls a plain scalar "?" and a quoted one "!".
    if (tag == "?")
        node.setStyle(YamlNode::Style::Plain);
    else if (first == '\'')
        node.setStyle(YamlNode::Style::SingleQuoted);
    else if (first == '"')
        node.setStyle(YamlNode::Style::DoubleQuoted);
    else if (first == '|' || first == '>')
        node.setStyle(YamlNode::Style::Block);
    if (tag != "?" && tag != "!")
        node.setTag(QString::fromStdString(tag));
    leaf(mark, std::move(node), anchor);
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor)
{
    const auto found = m_anchored.constFind(anchor);
    if (found == m_anchored.cend())
        refuse(mark, WorkspaceText::tr("an alias to what it is part of"));
    count(mark, found->nodes, found->characters);
    m_comments.advanceTo(mark.pos);
    if (expectsKey()) {
        takeKey(mark, found->node);
        return;
    }
    Anchored copy = *found;
    copy.node.setCommentsBefore({});
    copy.node.setCommentBehind({});
    takeElementComments(copy.node);
    place(std::move(copy), 0);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value style)
{
    open(mark, YamlNode::sequence(), tag, anchor, style);
}

void YamlBuilder::OnSequenceEnd()
{
    close();
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style)
{
    open(mark, YamlNode::map(), tag, anchor, style);
}

void YamlBuilder::OnMapEnd()
{
    close();
}

void YamlBuilder::open(const YAML::Mark& mark, YamlNode node, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style)
{
    if (expectsKey())
        refuse(mark, WorkspaceText::tr("a key that is not a text"));
    if (m_open.size() >= yamllimits::depth)
        refuse(mark, WorkspaceText::tr("nested more than %1 deep").arg(yamllimits::depth));
    count(mark, 1, 0);
    m_comments.advanceTo(mark.pos);
    const bool flow = style == YAML::EmitterStyle::Flow;
    node.setPlace(mark.line + 1, mark.column + 1);
    node.setFlow(flow);
    if (tag != "?" && tag != "!")
        node.setTag(QString::fromStdString(tag));
    takeElementComments(node);
    Frame frame;
    frame.node = std::move(node);
    frame.anchor = anchor;
    frame.column = flow ? -1 : mark.column;
    m_open.push_back(std::move(frame));
}

void YamlBuilder::close()
{
    Frame frame = std::move(m_open.back());
    m_open.pop_back();
    if (frame.node.isMap())
        frame.node.setMembers(std::move(frame.members));
    else
        frame.node.setItems(std::move(frame.items));
    if (frame.node.isFlow() && !isInFlow())
        frame.node.setCommentBehind(m_comments.takeBehind());
    place({std::move(frame.node), frame.nodes, frame.characters}, frame.anchor);
}

void YamlBuilder::leaf(const YAML::Mark& mark, YamlNode node, YAML::anchor_t anchor)
{
    count(mark, 1, node.value().size());
    node.setPlace(mark.line + 1, mark.column + 1);
    // The mark of an empty value is where the next token is: nothing to go to.
    const bool written = !node.isNull() || !node.value().isEmpty();
    QString header;
    if (written) {
        m_comments.advanceTo(mark.pos);
        if (node.style() == YamlNode::Style::Block)
            header = m_comments.blockHeaderComment();
        m_comments.setPosition(m_comments.scalarEnd(mark.pos, node.value(), parentColumn()));
    }
    if (expectsKey()) {
        takeKey(mark, node);
        return;
    }
    takeElementComments(node);
    if (node.style() == YamlNode::Style::Block)
        node.setCommentBehind(header);
    else if (written && !isInFlow())
        node.setCommentBehind(m_comments.takeBehind());
    const qint64 characters = node.value().size();
    place({std::move(node), 1, characters}, anchor);
}

void YamlBuilder::takeKey(const YAML::Mark& mark, const YamlNode& node)
{
    Frame& frame = m_open.back();
    if (!node.isScalar() && node.value().isEmpty())
        refuse(mark, WorkspaceText::tr("a key that is not a text"));
    if (frame.keys.contains(node.value()))
        refuse(mark, WorkspaceText::tr("the key \"%1\" a second time").arg(node.value()));
    frame.keys.insert(node.value());
    frame.key = node.value();
    frame.isKeyPlain = node.isNull() || node.isPlain();
    frame.hasKey = true;
    if (!isInFlow()) {
        frame.keyComments = m_comments.takeWaiting();
        // Behind an anchor that an element begins with: they belong before the element.
        const bool isElement = m_open.size() > 1 && m_open[m_open.size() - 2].node.isSequence();
        if (isElement && frame.members.isEmpty() && frame.node.commentsBefore().isEmpty())
            frame.node.setCommentsBefore(std::exchange(frame.keyComments, {}));
        frame.keyBehind = m_comments.takeBehind();
    }
}

bool YamlBuilder::expectsKey() const
{
    return !m_open.empty() && m_open.back().node.isMap() && !m_open.back().hasKey;
}

bool YamlBuilder::isInFlow() const
{
    return !m_open.empty() && m_open.back().node.isFlow();
}

int YamlBuilder::parentColumn() const
{
    return m_open.empty() ? -1 : m_open.back().column;
}

void YamlBuilder::takeElementComments(YamlNode& node)
{
    if (!m_open.empty() && m_open.back().node.isSequence() && !isInFlow())
        node.setCommentsBefore(m_comments.takeWaiting());
}

void YamlBuilder::place(Anchored finished, YAML::anchor_t anchor)
{
    if (anchor != 0)
        m_anchored.insert(anchor, finished);
    if (m_open.empty()) {
        m_document.root = std::move(finished.node);
        return;
    }
    Frame& frame = m_open.back();
    frame.nodes += finished.nodes;
    frame.characters += finished.characters;
    if (!frame.node.isMap()) {
        frame.items.append(std::move(finished.node));
        return;
    }
    // Behind the key and behind a value that begins on the next line: both are kept, the first one above.
    if (!frame.keyBehind.isEmpty() && !finished.node.commentBehind().isEmpty())
        frame.keyComments.append(std::exchange(frame.keyBehind, {}));
    finished.node.setCommentsBefore(frame.keyComments);
    if (!frame.keyBehind.isEmpty())
        finished.node.setCommentBehind(frame.keyBehind);
    frame.members.append({frame.key, std::move(finished.node), frame.isKeyPlain});
    frame.hasKey = false;
}

void YamlBuilder::count(const YAML::Mark& mark, qint64 nodes, qint64 characters)
{
    m_nodes += nodes;
    m_characters += characters;
    if (m_nodes > yamllimits::nodes || m_characters > limits::workspaceFileBytes)
        refuse(mark, WorkspaceText::tr("too much, with all aliases written out"));
}

} // namespace wl
