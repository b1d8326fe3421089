// SPDX-License-Identifier: MIT
#include "workspace/collectionfiles.h"

#include "base/filecommit.h"
#include "workspace/endpointyaml.h"
#include "workspace/itempath.h"
#include "workspace/yamlrows.h"
#include "workspace/yamlwriter.h"

namespace wl::collectionfiles {
namespace {

const QString itemsKey = QStringLiteral("items");
const QString infoKey = QStringLiteral("info");
const QStringList rootOrder{QStringLiteral("opencollection"), infoKey,
                            QStringLiteral("config"),         itemsKey,
                            QStringLiteral("request"),        QStringLiteral("docs"),
                            QStringLiteral("bundled"),        QStringLiteral("extensions")};
const QStringList folderOrder{infoKey, itemsKey, QStringLiteral("request"), QStringLiteral("docs")};

class Writer
{
public:
    Writer(const Collection& collection, const QString& rootName)
        : m_collection(collection)
        , m_rootName(rootName)
    {
    }

    [[nodiscard]] FileSet write()
    {
        YamlNode root = m_collection.root().yaml.item;
        if (m_collection.isFolderLayout()) {
            m_files = m_collection.strayFiles();
            writeFolder(m_collection.root(), QString());
        } else {
            const QList<YamlNode> items = itemsOf(m_collection.root());
            setItems(root, items, rootOrder);
        }
        YamlNode extensions = root.get(QStringLiteral("extensions"));
        YamlNode ours = extensions.get(QStringLiteral("wireloupe"));
        setList(ours, itemsKey, endpoints(m_collection.root()));
        setList(ours, QStringLiteral("requests"),
                requests(m_collection.root()) + m_collection.keptRequests());
        extensions.setOrRemove(QStringLiteral("wireloupe"), ours);
        root.setOrRemove(QStringLiteral("extensions"), extensions, rootOrder);
        m_files.insert(m_rootName, writeYaml({root, m_collection.root().commentsBehind}));
        return std::move(m_files);
    }

private:
    static void setList(YamlNode& map, const QString& key, const QList<YamlNode>& items)
    {
        YamlNode list = map.get(key).isSequence() ? map.get(key) : YamlNode::sequence();
        list.setFlow(false);
        list.setItems(items);
        map.setOrRemove(key, list);
    }

    /// An empty list stays where there was one.
    static void setItems(YamlNode& map, const QList<YamlNode>& items, const QStringList& order)
    {
        YamlNode list = map.get(itemsKey).isSequence() ? map.get(itemsKey) : YamlNode::sequence();
        list.setItems(items);
        list.setFlow(list.isFlow() && items.isEmpty());
        if (!items.isEmpty() || map.contains(itemsKey))
            map.set(itemsKey, list, order);
    }

    [[nodiscard]] QList<YamlNode> itemsOf(const Collection::Entry& folder) const
    {
        QList<YamlNode> items;
        for (const ItemId id : folder.all) {
            const Collection::Entry& entry = *m_collection.find(id);
            if (entry.isEndpoint)
                continue;
            YamlNode item = entry.yaml.item;
            if (entry.node.isFolder)
                setItems(item, itemsOf(entry), folderOrder);
            items.append(item);
        }
        return items;
    }

    void writeFolder(const Collection::Entry& folder, const QString& prefix)
    {
        double last = 0;
        for (const ItemId id : folder.all) {
            const Collection::Entry& entry = *m_collection.find(id);
            if (entry.isEndpoint)
                continue;
            const QString path = prefix + entry.file;
            const QString file = path + (entry.node.isFolder ? u'/' + folderFile : fileSuffix);
            if (entry.keptFile) {
                m_files.insert(file, *entry.keptFile);
            } else if (!entry.isKeptOnly) {
                YamlNode item = entry.yaml.item;
                last = giveSequence(item, last);
                m_files.insert(file, writeYaml({item, entry.commentsBehind}));
            }
            if (entry.node.isFolder)
                writeFolder(entry, path + u'/');
        }
    }

    /// `info: seq` tells the order of files. It is left alone where it says so already.
    [[nodiscard]] static double giveSequence(YamlNode& item, double last)
    {
        YamlNode info = item.get(infoKey);
        if (!info.isMap() && !info.isNull())
            return last;
        bool isNumber = false;
        const double old = info.get(QStringLiteral("seq")).value().toDouble(&isNumber);
        if (isNumber && old > last)
            return old;
        const double sequence = std::floor(last) + 1;
        info.set(QStringLiteral("seq"), YamlNode::number(qint64(sequence)), infoOrder());
        item.set(infoKey, info, {infoKey});
        return sequence;
    }

    [[nodiscard]] QList<YamlNode> endpoints(const Collection::Entry& folder) const
    {
        QList<YamlNode> list;
        for (qsizetype place = 0; place < folder.all.size(); ++place) {
            const Collection::Entry& entry = *m_collection.find(folder.all.at(place));
            if (entry.node.isFolder)
                list += endpoints(entry);
            if (!entry.isEndpoint)
                continue;
            YamlNode node = entry.yaml.item;
            const YamlNode path = itempath::write(m_collection, entry.node.parent);
            if (!node.get(QStringLiteral("folder")).isSameAs(path))
                node.setOrRemove(QStringLiteral("folder"), path, endpointOrder());
            node.set(QStringLiteral("place"), YamlNode::number(place), endpointOrder());
            list.append(node);
        }
        return list;
    }

    [[nodiscard]] QList<YamlNode> requests(const Collection::Entry& folder) const
    {
        QList<YamlNode> list;
        for (const ItemId id : folder.all) {
            const Collection::Entry& entry = *m_collection.find(id);
            if (entry.node.isFolder)
                list += requests(entry);
            if (entry.yaml.extra.isEmpty())
                continue;
            YamlNode node = YamlNode::map();
            node.setCommentsBefore(entry.yaml.extra.commentsBefore());
            node.set(QStringLiteral("item"), itempath::write(m_collection, id));
            for (const YamlNode::Member& member : entry.yaml.extra.members())
                node.set(member.key, member.value);
            list.append(node);
        }
        return list;
    }

    const Collection& m_collection;
    QString m_rootName;
    FileSet m_files;
};

} // namespace

FileSet write(const Collection& collection, const QString& rootName)
{
    return Writer(collection, rootName).write();
}

QByteArray newFile(const QString& name)
{
    YamlNode root = YamlNode::map();
    YamlNode info = YamlNode::map();
    setText(info, QStringLiteral("name"), name);
    root.set(QStringLiteral("opencollection"), YamlNode::plain(QStringLiteral("1.0.0")));
    root.set(infoKey, info);
    root.set(itemsKey, YamlNode::sequence());
    root.set(QStringLiteral("bundled"), YamlNode::boolean(true));
    return writeYaml({root, {}});
}

const QSet<QString>& reservedNames()
{
    static const QSet<QString> names{QStringLiteral("opencollection"), QStringLiteral("folder"),
                                     QStringLiteral("environments")};
    return names;
}

QString fileNameFor(const QString& itemName)
{
    static const QSet<QString> devices{QStringLiteral("con"), QStringLiteral("prn"), QStringLiteral("aux"),
                                       QStringLiteral("nul")};
    QString name = itemName;
    name.replace(u'/', u'-').replace(u'\\', u'-');
    name = safeFileName(name);
    // A folder of that name would be taken for a file.
    if (name.endsWith(fileSuffix, Qt::CaseInsensitive))
        name[name.size() - fileSuffix.size()] = u'_';
    // Room for " 2" and ".yml".
    while (name.toUtf8().size() > 180)
        name.chop(name.back().isLowSurrogate() ? 2 : 1);
    if (devices.contains(name.toLower()))
        name += u'_';
    return name;
}

const QStringList& infoOrder()
{
    static const QStringList order{QStringLiteral("name"), QStringLiteral("description"),
                                   QStringLiteral("type"), QStringLiteral("seq"), QStringLiteral("tags")};
    return order;
}

} // namespace wl::collectionfiles
