// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/yamlcomments.h"
#include "workspace/yamlreader.h"

#include <QHash>
#include <QSet>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <vector>

namespace wl {

/// Thrown out of the parser by YamlBuilder; caught by readYaml(). Counted from 1.
struct YamlRefused
{
    int line = 0;
    int column = 0;
    QString what;
};

/// Builds a YamlNode tree from the parser's events, within the bounds of yamllimits. For one readYaml().
class YamlBuilder final : public YAML::EventHandler
{
public:
    /// `text` is what the parser reads (UTF-8, LF) and outlives this object.
    explicit YamlBuilder(const QByteArray& text);

    [[nodiscard]] YamlDocument takeDocument();

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override;
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override;
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override;

private:
    /// A collection that is still open.
    struct Frame
    {
        YamlNode node;
        YAML::anchor_t anchor = 0;
        qint64 nodes = 1;
        qint64 characters = 0;
        int column = -1; ///< of a block collection; −1 in flow style
        QList<YamlNode> items;
        QList<YamlNode::Member> members;
        QSet<QString> keys;
        bool hasKey = false;
        QString key;
        bool isKeyPlain = false;
        QStringList keyComments;
        QString keyBehind;
    };
    /// A finished node and its size with all below it.
    struct Anchored
    {
        YamlNode node;
        qint64 nodes = 0;
        qint64 characters = 0;
    };

    void open(const YAML::Mark& mark, YamlNode node, const std::string& tag, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style);
    void close();
    void leaf(const YAML::Mark& mark, YamlNode node, YAML::anchor_t anchor);
    void takeKey(const YAML::Mark& mark, const YamlNode& node);
    void place(Anchored finished, YAML::anchor_t anchor);
    void takeElementComments(YamlNode& node);
    void count(const YAML::Mark& mark, qint64 nodes, qint64 characters);
    [[nodiscard]] bool expectsKey() const;
    [[nodiscard]] bool isInFlow() const;
    [[nodiscard]] int parentColumn() const;
    [[noreturn]] static void refuse(const YAML::Mark& mark, const QString& what);

    const QByteArray& m_text;
    YamlComments m_comments;
    std::vector<Frame> m_open;
    QHash<YAML::anchor_t, Anchored> m_anchored;
    YamlDocument m_document;
    int m_documents = 0;
    qint64 m_nodes = 0;
    qint64 m_characters = 0;
};

} // namespace wl
