// SPDX-License-Identifier: MIT
#include "workspace/collectionfiles.h"
#include "workspace/endpointyaml.h"
#include "workspace/itempath.h"
#include "workspace/workspacetext.h"
#include "workspace/yamlreader.h"

#include <algorithm>

namespace wl::collectionfiles {
namespace {

const QString itemsKey = QStringLiteral("items");
const QString infoKey = QStringLiteral("info");
const QString nameKey = QStringLiteral("name");

class Reader
{
public:
    Reader(const FileSet& files, const QString& rootName, QStringList& warnings)
        : m_files(files)
        , m_rootName(rootName)
        , m_warnings(warnings)
    {
    }

    [[nodiscard]] Result<Collection> read(bool isFolderLayout)
    {
        const auto root = parseRoot();
        if (!root)
            return tl::make_unexpected(root.error());
        m_collection.setFolderLayout(isFolderLayout);
        readRoot(*root);
        if (isFolderLayout)
            readFolder(ItemId(), QString(), 1);
        else
            readItems(ItemId(), m_decoder.mapsAt(root->root, itemsKey), 1);
        if (!m_failure && !m_decoder.error())
            readExtension();
        if (!m_failure && !m_decoder.error() && isFolderLayout)
            hideForeignFolders(m_collection.root().all);
        if (m_failure || m_decoder.error())
            return tl::make_unexpected(m_failure ? *m_failure : *m_decoder.error());
        return std::move(m_collection);
    }

private:
    [[nodiscard]] Result<YamlDocument> parseRoot() const
    {
        auto document = readYaml(m_files.value(m_rootName));
        if (document && !document->root.isMap())
            document =
                fail(ErrorCode::FileMalformed, yamlPlace(1, 1, WorkspaceText::tr("no keys at the top")));
        return document;
    }

    /// Only the first failure counts; in a folder it names the file.

    [[nodiscard]] Error inFile(Error error, const QString& file) const
    {
        if (file != m_rootName)
            error.detail = QStringLiteral("%1: %2").arg(file, error.detail);
        return error;
    }

    void readRoot(const YamlDocument& document)
    {
        const YamlNode& map = document.root;
        const YamlNode version = map.get(QStringLiteral("opencollection"));
        if (version.isNull())
            m_decoder.refuse(
                map, WorkspaceText::tr("not an OpenCollection file: the key opencollection is missing"));
        else if (version.value() != u'1' && !version.value().startsWith(QLatin1String("1.")))
            m_decoder.refuse(
                version,
                WorkspaceText::tr("version %1 of OpenCollection is not supported").arg(version.value()));
        Collection::Entry& root = m_collection.edit(ItemId());
        root.yaml.item = map;
        root.commentsBehind = document.commentsBehind;
        root.node.name = m_decoder.text(m_decoder.mapAt(map, infoKey), nameKey);
    }

    /// An item of a folder of files.
    struct Found
    {
        QString name; ///< file name without ".yml", or folder name
        QString path; ///< of its file, which a folder may not have
        bool isFolder = false;
        bool isForeign = false; ///< its file is YAML of another kind: not one map
        YamlDocument document;
        double sequence = 0;
    };

    void readItems(ItemId parent, const QList<YamlNode>& items, int depth)
    {
        for (const YamlNode& item : items)
            readItem(parent, item, depth);
    }

    ItemId readItem(ItemId parent, const YamlNode& item, int depth, const Found* found = nullptr)
    {
        const YamlNode info = m_decoder.mapAt(item, infoKey);
        const QString type = m_decoder.text(info, QStringLiteral("type"));
        Collection::Entry entry;
        entry.yaml.item = item;
        entry.file = found ? found->name : QString();
        entry.isImplied = found && found->isFolder && !m_files.contains(found->path);
        if (found && found->isForeign)
            entry.keptFile = m_files.value(found->path);
        entry.node.name = m_decoder.text(info, nameKey, found ? found->name : WorkspaceText::tr("Untitled"));
        entry.node.description = m_decoder.description(info);
        // In a folder of files a folder is a folder, and its items are files.
        const bool isFolder =
            found ? found->isFolder
                  : type == QLatin1String("folder") || (type.isEmpty() && item.contains(itemsKey));
        const bool isHttp = type == QLatin1String("http") ||
                            (type.isEmpty() && item.contains(QStringLiteral("http"))) || isGraphQlItem(item);
        if (depth > Collection::maxDepth)
            m_decoder.refuse(item,
                             WorkspaceText::tr("folders nested more than %1 deep").arg(Collection::maxDepth));
        if (m_decoder.error())
            return {};
        if (isFolder)
            return readFolderItem(parent, std::move(entry),
                                  found ? QList<YamlNode>() : m_decoder.mapsAt(item, itemsKey), depth);
        if (isHttp)
            readHttp(entry);
        else if (found && found->isForeign)
            entry.isKeptOnly = true;
        else
            keepOnly(entry, type.isEmpty() ? m_decoder.text(item, QStringLiteral("type")) : type);
        if (found && entry.isKeptOnly)
            entry.keptFile = m_files.value(found->path);
        return m_collection.insert(parent, std::move(entry), -1);
    }

    ItemId readFolderItem(ItemId parent, Collection::Entry entry, const QList<YamlNode>& children, int depth)
    {
        entry.node.isFolder = true;
        const ItemId id = m_collection.insert(parent, std::move(entry), -1);
        readItems(id, children, depth + 1);
        return id;
    }

    void readHttp(Collection::Entry& entry)
    {
        QStringList notes;
        entry.node.content =
            Collection::normalized(decodeHttp(entry.yaml, m_decoder, notes), entry.node.name);
        for (const QString& note : notes)
            m_warnings.append(WorkspaceText::tr("%1: %2 is kept but not used").arg(entry.node.name, note));
    }

    void keepOnly(Collection::Entry& entry, const QString& type)
    {
        entry.isKeptOnly = true;
        m_warnings.append(
            WorkspaceText::tr("%1: items of type \"%2\" are kept but not shown").arg(entry.node.name, type));
    }

    // --- a folder of files

    [[nodiscard]] std::optional<Found> parseFound(const QString& path, const QString& name, bool isFolder)
    {
        Found found{name, path, isFolder, false, {}, std::numeric_limits<double>::max()};
        found.document.root = YamlNode::map();
        if (m_files.contains(path)) {
            auto document = readYaml(m_files.value(path));
            found.isForeign = document ? !document->root.isMap() : hasMoreDocuments(m_files.value(path));
            if (found.isForeign) {
                m_warnings.append(WorkspaceText::tr("%1: not an item, the file is left as it is").arg(path));
            } else if (!document) {
                m_failure = inFile(document.error(), path);
                return std::nullopt;
            } else {
                found.document = std::move(*document);
            }
        }
        bool isNumber = false;
        const double sequence =
            found.document.root.get(infoKey).get(QStringLiteral("seq")).value().toDouble(&isNumber);
        if (isNumber)
            found.sequence = sequence;
        return found;
    }

    [[nodiscard]] QList<Found> listFolder(const QString& prefix)
    {
        QList<Found> list;
        QString lastFolder;
        for (auto it = m_files.lowerBound(prefix); it != m_files.cend() && it.key().startsWith(prefix);
             ++it) {
            const QString rest = it.key().mid(prefix.size());
            const qsizetype slash = rest.indexOf(u'/');
            std::optional<Found> found;
            if (slash >= 0) {
                const QString name = rest.left(slash);
                if (name == lastFolder)
                    continue;
                lastFolder = name;
                found = parseFound(prefix + name + u'/' + folderFile, name, true);
            } else if (rest != folderFile && (!prefix.isEmpty() || rest != m_rootName)) {
                found = parseFound(it.key(), rest.chopped(4), false);
            } else {
                continue;
            }
            if (!found)
                return {};
            list.append(std::move(*found));
        }
        std::stable_sort(list.begin(), list.end(),
                         [](const Found& a, const Found& b) { return a.sequence < b.sequence; });
        return list;
    }

    void readFolder(ItemId parent, const QString& prefix, int depth)
    {
        for (Found& found : listFolder(prefix)) {
            YamlNode item = found.document.root;
            if (found.isFolder) {
                YamlNode info = item.get(infoKey);
                if (info.isNull() || info.isMap()) {
                    info.set(QStringLiteral("type"), YamlNode::text(QStringLiteral("folder")), infoOrder());
                    item.set(infoKey, info, {infoKey});
                }
            }
            const ItemId id = readItem(parent, item, depth, &found);
            if (m_failure || m_decoder.error()) {
                if (!m_failure)
                    m_failure = inFile(*m_decoder.error(), found.path);
                return;
            }
            m_collection.edit(id).commentsBehind = found.document.commentsBehind;
            if (found.isFolder)
                readFolder(id, prefix + found.name + u'/', depth + 1);
        }
    }

    /// Folders of other programs: without folder.yml, and nothing in them is shown.
    bool hideForeignFolders(const QList<ItemId>& children)
    {
        bool isAllHidden = true;
        for (const ItemId id : children) {
            const Collection::Entry& entry = *m_collection.find(id);
            const bool isImplied = entry.isImplied;
            bool isHidden = entry.isKeptOnly;
            if (entry.node.isFolder)
                isHidden = hideForeignFolders(QList<ItemId>(entry.all)) && isImplied;
            if (isHidden && isImplied)
                m_collection.hide(id);
            isAllHidden = isAllHidden && isHidden;
        }
        return isAllHidden;
    }

    // --- extensions: wireloupe:

    void readExtension()
    {
        const YamlNode extensions =
            m_decoder.mapAt(m_collection.root().yaml.item, QStringLiteral("extensions"));
        const YamlNode ours = m_decoder.mapAt(extensions, QStringLiteral("wireloupe"));
        readRequests(m_decoder.mapsAt(ours, QStringLiteral("requests")));
        readEndpoints(m_decoder.mapsAt(ours, itemsKey));
    }

    void readRequests(const QList<YamlNode>& requests)
    {
        for (YamlNode extra : requests) {
            const YamlNode path = extra.get(QStringLiteral("item"));
            const auto id = itempath::findRequest(m_collection, path);
            if (!id) {
                m_collection.keepRequest(extra);
                m_warnings.append(
                    WorkspaceText::tr("line %1: settings of a request that is not there").arg(extra.line()));
                continue;
            }
            extra.remove(QStringLiteral("item"));
            Collection::Entry& entry = m_collection.edit(*id);
            entry.yaml.extra = extra;
            QStringList told;
            entry.node.content =
                Collection::normalized(decodeHttp(entry.yaml, m_decoder, told), entry.node.name);
        }
    }

    void readEndpoints(QList<YamlNode> entries)
    {
        const auto placeOf = [this](const YamlNode& entry) {
            return m_decoder.number(entry, QStringLiteral("place"), std::numeric_limits<int>::max());
        };
        std::stable_sort(entries.begin(), entries.end(),
                         [&](const YamlNode& a, const YamlNode& b) { return placeOf(a) < placeOf(b); });
        for (const YamlNode& node : entries) {
            Collection::Entry entry;
            entry.yaml.item = node;
            entry.isEndpoint = true;
            entry.node.name = m_decoder.text(node, nameKey, WorkspaceText::tr("Untitled"));
            entry.node.description = m_decoder.description(node);
            if (const auto content = decodeEndpoint(node, m_decoder))
                entry.node.content = Collection::normalized(*content, entry.node.name);
            else
                keepOnly(entry, m_decoder.text(node, QStringLiteral("type")));
            auto folder = itempath::findFolder(m_collection, node.get(QStringLiteral("folder")));
            if (!folder)
                m_warnings.append(
                    WorkspaceText::tr("%1: its folder is not there, now at the top").arg(entry.node.name));
            m_collection.insert(folder.value_or(ItemId()), std::move(entry), qsizetype(placeOf(node)));
        }
    }

    const FileSet& m_files;
    QString m_rootName;
    QStringList& m_warnings;
    YamlDecoder m_decoder;
    std::optional<Error> m_failure;
    Collection m_collection;
};

} // namespace

Result<Collection> read(const FileSet& files, const QString& rootName, bool isFolderLayout,
                        QStringList& warnings)
{
    return Reader(files, rootName, warnings).read(isFolderLayout);
}

bool isBundled(const QByteArray& rootFileContent)
{
    const auto document = readYaml(rootFileContent);
    return document && (document->root.contains(itemsKey) ||
                        document->root.get(QStringLiteral("bundled")).value() == QLatin1String("true"));
}

} // namespace wl::collectionfiles
