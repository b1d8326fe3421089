// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace wl {

/// One node of a YAML document as a value (implicitly shared). It keeps what an edit must not lose: the order
/// of keys, unknown keys, tags, whether a scalar was plain, comments and the place in the file it was read
/// from.
class YamlNode
{
public:
    enum class Kind : quint8 { Null, Scalar, Sequence, Map };
    /// How a scalar was written. Auto: plain where that is surely a string, else quoted or a literal block.
    enum class Style : quint8 { Auto, Plain, SingleQuoted, DoubleQuoted, Block };

    struct Member;

    YamlNode() = default;
    [[nodiscard]] static YamlNode text(const QString& value);  ///< a string, quoted where it must be
    [[nodiscard]] static YamlNode plain(const QString& value); ///< a number or a word such as true, unquoted
    [[nodiscard]] static YamlNode number(qint64 value) { return plain(QString::number(value)); }
    [[nodiscard]] static YamlNode boolean(bool value);
    [[nodiscard]] static YamlNode sequence() { return YamlNode(Kind::Sequence); }
    [[nodiscard]] static YamlNode map() { return YamlNode(Kind::Map); }

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool isNull() const { return m_kind == Kind::Null; }
    [[nodiscard]] bool isScalar() const { return m_kind == Kind::Scalar; }
    [[nodiscard]] bool isSequence() const { return m_kind == Kind::Sequence; }
    [[nodiscard]] bool isMap() const { return m_kind == Kind::Map; }
    /// Of a scalar: its text without quotes; of a null: how it was spelled; else empty.
    [[nodiscard]] const QString& value() const& { return m_value; }
    [[nodiscard]] QString value() && { return std::move(m_value); }
    /// Of a scalar: it was written without quotes, so true, 12 and null mean what YAML says.
    [[nodiscard]] bool isPlain() const { return m_style == Style::Plain; }
    [[nodiscard]] Style style() const { return m_style; }
    void setStyle(Style style) { m_style = style; }
    /// A null with its spelling ("", "~", "null").
    [[nodiscard]] static YamlNode null(const QString& spelling);

    /// Elements of a sequence.
    [[nodiscard]] const QList<YamlNode>& items() const& { return m_items; }
    [[nodiscard]] QList<YamlNode> items() && { return std::move(m_items); }
    void setItems(QList<YamlNode> items) { m_items = std::move(items); }
    void append(YamlNode item) { m_items.append(std::move(item)); }

    /// Members of a map in their order.
    [[nodiscard]] const QList<Member>& members() const& { return m_members; }
    [[nodiscard]] QList<Member> members() &&;
    void setMembers(QList<Member> members);
    [[nodiscard]] bool contains(const QString& key) const;
    /// The value of a key; a null node where there is none.
    [[nodiscard]] YamlNode get(const QString& key) const;
    /// Replaces in place, or adds: before the first key that comes later in `order`, else at the end. A new
    /// value takes over the comments of the one it replaces.
    void set(const QString& key, YamlNode value, const QStringList& order = {});
    void remove(const QString& key);
    /// set() with the value, or remove() where it is null or an empty map or sequence.
    void setOrRemove(const QString& key, YamlNode value, const QStringList& order = {});

    [[nodiscard]] bool isEmpty() const { return m_items.isEmpty() && m_members.isEmpty(); }
    /// Read from `[a, b]` or `{a: b}`; written so again.
    [[nodiscard]] bool isFlow() const { return m_flow; }
    void setFlow(bool flow) { m_flow = flow; }
    /// An explicit tag such as "tag:yaml.org,2002:binary"; empty where there is none.
    [[nodiscard]] const QString& tag() const { return m_tag; }
    void setTag(const QString& tag) { m_tag = tag; }

    /// Where it was read, counted from 1; 0 for a node that was made here.
    [[nodiscard]] int line() const { return m_line; }
    [[nodiscard]] int column() const { return m_column; }
    void setPlace(int line, int column);

    /// Whole comment lines before the node (before the key, for a map's value), with their `#`, without
    /// indentation; and the comment behind it on its line.
    [[nodiscard]] const QStringList& commentsBefore() const { return m_before; }
    void setCommentsBefore(const QStringList& lines) { m_before = lines; }
    [[nodiscard]] const QString& commentBehind() const { return m_behind; }
    void setCommentBehind(const QString& comment) { m_behind = comment; }

    /// Same kind, value, tag, elements and members in the same order; places, comments and style do not
    /// count.
    [[nodiscard]] bool isSameAs(const YamlNode& other) const;

private:
    explicit YamlNode(Kind kind)
        : m_kind(kind)
    {
    }
    [[nodiscard]] qsizetype indexOf(const QString& key) const;

    Kind m_kind = Kind::Null;
    Style m_style = Style::Auto;
    bool m_flow = false;
    int m_line = 0;
    int m_column = 0;
    QString m_value;
    QString m_tag;
    QList<YamlNode> m_items;
    QList<Member> m_members;
    QStringList m_before;
    QString m_behind;
};

struct YamlNode::Member
{
    QString key;
    YamlNode value;
    bool isKeyPlain = false; ///< it was written without quotes; a key made here is quoted where it must be
};

} // namespace wl
