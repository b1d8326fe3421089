// SPDX-License-Identifier: MIT
#include "base/filewriter.h"
#include "support/slowdisk.h"
#include "workspace/collection.h"
#include "workspace/collectionfiles.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

namespace {

/// Reads text as a single file workspace and writes it again.
Result<QByteArray> rewritten(const QByteArray& text, QStringList* warnings = nullptr)
{
    QStringList told;
    const QString name = QStringLiteral("w.yml");
    return collectionfiles::read({{name, text}}, name, false, warnings ? *warnings : told)
        .map([&](const Collection& c) { return collectionfiles::write(c, name).value(name); });
}

QString errorOf(const QByteArray& text)
{
    const auto result = rewritten(text);
    return result ? QString() : result.error().detail;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString& path, const QByteArray& content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (it.hasNext())
        files.append(QDir(folder).relativeFilePath(it.next()));
    files.sort();
    return files;
}

QByteArray request(const QByteArray& name, const QByteArray& seq = {})
{
    return "info:\n  name: " + name + "\n  type: http\n" +
           (seq.isEmpty() ? QByteArray() : "  seq: " + seq + '\n') +
           "http:\n  method: GET\n  url: http://a/\n";
}

QString namesOf(const Workspace& w, const QList<ItemId>& ids)
{
    QStringList names;
    for (const ItemId id : ids) {
        const Workspace::Node& node = *w.node(id);
        names.append(node.isFolder ? node.name + u'[' + namesOf(w, node.children) + u']' : node.name);
    }
    return names.join(u' ');
}

ItemId find(const Workspace& w, const QString& name, const QList<ItemId>& ids)
{
    for (const ItemId id : ids) {
        if (w.node(id)->name == name)
            return id;
        if (const ItemId below = find(w, name, w.node(id)->children); below.isValid())
            return below;
    }
    return {};
}

ItemId find(const Workspace& w, const char* name)
{
    return find(w, QString::fromUtf8(name), w.topLevel());
}

} // namespace

class TestCollectionFiles : public QObject
{
    Q_OBJECT
private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void keepsWhatItDoesNotKnow();
    void keepsItemsOfOtherKindsInPlace();
    void tellsEqualNamesApart();
    void followsRenamesIntoTheExtension();
    void keepsWhatHasLostItsItem();
    void refuses_data();
    void refuses();
    void refusesDeepFolders();

    void readsAFolder();
    void opensAFolderByItsRootFile();
    void writesOnlyWhatChanged();
    void renamesFiles();
    void namesNeverLeaveTheFolder();
    void movesAndDeletesFiles();
    void keepsForeignChangesOfDeletedFiles();
    void deletesNothingUntilItsNewPlaceIsWritten();
    void leavesForeignFilesAlone();
    void deletingAFolderKeepsWhatIsNotShown();
    void deletingKeepsOtherKindsInOneFile();
    void leavesYamlOfOthersAlone();
    void namesTheMalformedFile();
    void followsNoLinks();
    void validatesAgainstTheSchema();

private:
    [[nodiscard]] QString path(const char* name = "") const
    {
        return m_folder->filePath(QString::fromUtf8(name));
    }
    [[nodiscard]] std::unique_ptr<Workspace> open() const
    {
        auto loaded = Workspace::load(m_folder->path());
        if (!loaded)
            qWarning("%s", qPrintable(loaded.error().detail));
        return loaded ? std::move(*loaded) : nullptr;
    }
    /// A folder workspace with two requests, a folder with one, and a server between them.
    void makeFolder() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCollectionFiles::makeFolder() const
{
    put(path("opencollection.yml"), "opencollection: 1.0.0\n"
                                    "info:\n"
                                    "  name: Files\n"
                                    "extensions:\n"
                                    "  other: {a: 1}\n"
                                    "  wireloupe:\n"
                                    "    items:\n"
                                    "      - name: server\n"
                                    "        type: tcp-server\n"
                                    "        place: 1\n"
                                    "        address: tcp://127.0.0.1:7000\n");
    put(path("zebra.yml"), "# first\n" + request("Zebra", "1"));
    put(path("apple.yml"), request("Apple", "3"));
    put(path("users/folder.yml"), "info:\n  name: Users\n  type: folder\n  seq: 2\n");
    put(path("users/list.yml"), request("List"));
    put(path("environments/local.yml"), "name: Local\n");
    put(path("README.md"), "hello\n");
}

void TestCollectionFiles::keepsWhatItDoesNotKnow()
{
    const QByteArray text = "# a comment\n"
                            "opencollection: 1.0.0\n"
                            "info:\n"
                            "  name: X\n"
                            "  authors:\n"
                            "    - name: A\n"
                            "config:\n"
                            "  environments:\n"
                            "    - name: Local\n"
                            "      variables:\n"
                            "        - {name: host, value: a}\n"
                            "items:\n"
                            "  # a folder\n"
                            "  - info:\n"
                            "      name: F\n"
                            "      type: folder\n"
                            "      tags: [x]\n"
                            "    request:\n"
                            "      headers: []\n"
                            "    items:\n"
                            "      - info:\n"
                            "          name: R\n"
                            "          type: http\n"
                            "        http:\n"
                            "          url: http://a/ # where\n"
                            "        examples:\n"
                            "          - name: e\n"
                            "    docs: words\n"
                            "\n"
                            "  - info: {name: Empty, type: folder}\n"
                            "    items: []\n"
                            "future: {a: [1, 2]}\n"
                            "extensions:\n"
                            "  bruno:\n"
                            "    ignore: [node_modules]\n"
                            "  wireloupe:\n"
                            "    future: 1\n"
                            "    requests:\n"
                            "      - item: [F, R]\n"
                            "        idleTimeoutMs: 5\n"
                            "        future: yes\n"
                            "# the end\n";
    QStringList warnings;
    const auto result = rewritten(text, &warnings);
    QVERIFY2(result, qPrintable(result ? QString() : result.error().detail));
    QCOMPARE(*result, text);
    QCOMPARE(warnings, QStringList());
}

void TestCollectionFiles::keepsItemsOfOtherKindsInPlace()
{
    put(path("w.yml"), "opencollection: 1.0.0\n"
                       "items:\n"
                       "  - info: {name: a, type: http}\n"
                       "    http: {url: 'http://a/'}\n"
                       "  - info: {name: g, type: grpc}\n"
                       "    grpc: {url: 'http://g/'}\n"
                       "  - type: script\n"
                       "    script: x\n"
                       "  - info: {name: b, type: http}\n"
                       "    http: {url: 'http://b/'}\n"
                       "extensions:\n"
                       "  wireloupe:\n"
                       "    items:\n"
                       "      - {name: ws, type: websocket, place: 4, address: 'ws://a/'}\n");
    auto w = Workspace::load(path("w.yml"));
    QVERIFY(w);
    QCOMPARE(namesOf(**w, (*w)->topLevel()), QStringLiteral("a b"));
    QCOMPARE((*w)->warnings().size(), 3);
    QVERIFY((*w)->move(find(**w, "b"), {}, 0));
    QVERIFY((*w)->addItem({}, QStringLiteral("s"), ServerItem(), 1));
    QCOMPARE(namesOf(**w, (*w)->topLevel()), QStringLiteral("b s a"));
    (*w)->flush();
    const QByteArray text = contentOf(path("w.yml"));
    for (const char* kept : {"grpc: {url: 'http://g/'}", "type: script", "type: websocket", "'ws://a/'"})
        QVERIFY2(text.contains(kept), kept);
    const auto again = Workspace::load(path("w.yml"));
    QCOMPARE(namesOf(**again, (*again)->topLevel()), QStringLiteral("b s a"));
}

void TestCollectionFiles::tellsEqualNamesApart()
{
    auto w = std::move(*Workspace::create(path("w.yml"), QStringLiteral("W")));
    HttpRequest request;
    for (int i = 0; i < 3; ++i) {
        const ItemId folder = *w->addFolder({}, QStringLiteral("same"));
        for (int j = 0; j < 3; ++j) {
            request.settings.idleTimeout = std::chrono::milliseconds(100 * i + j);
            QVERIFY(w->addItem(folder, QStringLiteral("same"), request, -1));
            ServerItem server;
            server.server.backlog = 100 * i + j + 1;
            QVERIFY(w->addItem(folder, QStringLiteral("same"), server, -1));
        }
    }
    w->flush();
    const auto again = std::move(*Workspace::load(path("w.yml")));
    QCOMPARE(again->topLevel().size(), 3);
    for (int i = 0; i < 3; ++i) {
        const QList<ItemId> items = again->node(again->topLevel().at(i))->children;
        QCOMPARE(items.size(), 6);
        for (int j = 0; j < 3; ++j) {
            const auto& http = std::get<HttpRequest>(again->node(items.at(2 * j))->content);
            const auto& server = std::get<ServerItem>(again->node(items.at(2 * j + 1))->content);
            QCOMPARE(http.settings.idleTimeout.count(), 100 * i + j);
            QCOMPARE(server.server.backlog, 100 * i + j + 1);
        }
    }
}

void TestCollectionFiles::followsRenamesIntoTheExtension()
{
    auto w = std::move(*Workspace::create(path("w.yml"), QStringLiteral("W")));
    const ItemId folder = *w->addFolder({}, QStringLiteral("F"));
    HttpRequest request;
    request.headers = {{QStringLiteral("K"), QStringLiteral("v"), true, true, QString()}};
    const ItemId id = *w->addItem(folder, QStringLiteral("R"), request, -1);
    QVERIFY(w->addItem(folder, QStringLiteral("S"), ServerItem(), -1));
    QVERIFY(w->rename(folder, QStringLiteral("G: #1")));
    QVERIFY(w->rename(id, QStringLiteral("{R}")));
    w->flush();
    const auto again = std::move(*Workspace::load(path("w.yml")));
    QCOMPARE(again->warnings(), QStringList());
    QCOMPARE(namesOf(*again, again->topLevel()), QStringLiteral("G: #1[{R} S]"));
    QVERIFY(std::get<HttpRequest>(again->node(find(*again, "{R}"))->content).headers.first().secret);
}

void TestCollectionFiles::keepsWhatHasLostItsItem()
{
    put(path("w.yml"), "opencollection: 1.0.0\n"
                       "items: []\n"
                       "extensions:\n"
                       "  wireloupe:\n"
                       "    items:\n"
                       "      - {name: s, type: tcp-server, folder: [Gone], place: 7}\n"
                       "    requests:\n"
                       "      - item: [Gone, R]\n"
                       "        idleTimeoutMs: 5\n");
    auto w = Workspace::load(path("w.yml"));
    QVERIFY(w);
    QCOMPARE((*w)->warnings().size(), 2);
    QCOMPARE(namesOf(**w, (*w)->topLevel()), QStringLiteral("s"));
    QVERIFY((*w)->addFolder({}, QStringLiteral("new")));
    (*w)->flush();
    QVERIFY(contentOf(path("w.yml")).contains("item: [Gone, R]\n        idleTimeoutMs: 5\n"));
}

void TestCollectionFiles::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* name, const QByteArray& text, const char* place) {
        QTest::newRow(name) << text << QString::fromLatin1(place);
    };
    row("empty", "", "line 1, column 1: ");
    row("a list", "- a\n", "line 1, column 1: ");
    row("a word", "hello\n", "line 1, column 1: ");
    row("another file", "services:\n  web: {}\n", "line 1, column 1: not an OpenCollection file");
    row("version 2", "opencollection: 2.0.0\n", "line 1, column 17: version 2.0.0");
    row("version 10", "opencollection: 10.0.0\n", "line 1, column 17: version 10.0.0");
    row("info is a text", "opencollection: 1.0.0\ninfo: x\n", "line 2, column 7: ");
    row("items is a map", "opencollection: 1.0.0\nitems: {a: b}\n", "line 2, column 8: ");
    row("items is a number", "opencollection: 1.0.0\nitems: 5\n", "line 2, column 8: ");
    row("an item is a text", "opencollection: 1.0.0\nitems:\n  - hello\n", "line 3, column 5: ");
    row("an item is null", "opencollection: 1.0.0\nitems:\n  -\n", "line ");
    row("info of an item", "opencollection: 1.0.0\nitems:\n  - info: [a]\n", "line 3, column 11: ");
    row("name is a list", "opencollection: 1.0.0\nitems:\n  - info: {name: [a], type: http}\n",
        "line 3, column 18: ");
    row("extensions", "opencollection: 1.0.0\nextensions: 5\n", "line 2, column 13: ");
    row("our extension", "opencollection: 1.0.0\nextensions: {wireloupe: [a]}\n", "line 2, column 25: ");
    row("our items", "opencollection: 1.0.0\nextensions: {wireloupe: {items: a}}\n", "line 2, column 33: ");
    row("our item", "opencollection: 1.0.0\nextensions: {wireloupe: {items: [a]}}\n", "line 2, column 34: ");
    row("place", "opencollection: 1.0.0\nextensions: {wireloupe: {items: [{type: udp, place: x}]}}\n",
        "line 2, column 53: ");
    row("not YAML", "opencollection: 1.0.0\nitems: [\n", "line 3, column 1: ");
}

void TestCollectionFiles::refuses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, place);
    QVERIFY2(errorOf(text).startsWith(place), qPrintable(errorOf(text)));
    put(path("w.yml"), text);
    const auto loaded = Workspace::load(path("w.yml"));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::FileMalformed);
    QCOMPARE(contentOf(path("w.yml")), text);
    QCOMPARE(filesBelow(path()), QStringList{QStringLiteral("w.yml")});
}

void TestCollectionFiles::refusesDeepFolders()
{
    QByteArray text = "opencollection: 1.0.0\nitems: ";
    for (int i = 0; i < 70; ++i)
        text += "[{info: {type: folder}, items: ";
    text += "[]" + QByteArray("}]").repeated(70);
    QVERIFY2(errorOf(text).contains(QLatin1String("nested more than 64 deep")), qPrintable(errorOf(text)));
    QCOMPARE(Workspace::load(path("none.yml")).error().code, ErrorCode::FileNotFound);
    QCOMPARE(Workspace::load(path()).error().code, ErrorCode::FileNotFound);
}

void TestCollectionFiles::readsAFolder()
{
    makeFolder();
    const auto w = open();
    QVERIFY(w);
    QCOMPARE(w->name(), QStringLiteral("Files"));
    QCOMPARE(w->warnings(), QStringList());
    QCOMPARE(namesOf(*w, w->topLevel()), QStringLiteral("Zebra server Users[List] Apple"));
}

void TestCollectionFiles::opensAFolderByItsRootFile()
{
    makeFolder();
    const auto w = Workspace::load(path("opencollection.yml"));
    QVERIFY(w);
    QCOMPARE((*w)->topLevel().size(), 4);
    // A bundled file of that name is a workspace of its own.
    put(path("opencollection.yml"), "opencollection: 1.0.0\nbundled: true\n");
    const auto single = Workspace::load(path("opencollection.yml"));
    QVERIFY(single);
    QCOMPARE((*single)->topLevel().size(), 0);
}

void TestCollectionFiles::writesOnlyWhatChanged()
{
    makeFolder();
    const auto w = open();
    QHash<QString, QByteArray> before;
    for (const QString& file : filesBelow(path()))
        before.insert(file, contentOf(m_folder->filePath(file)));
    const ItemId zebra = find(*w, "Zebra");
    auto content = std::get<HttpRequest>(w->node(zebra)->content);
    content.method = QStringLiteral("PUT");
    QVERIFY(w->setContent(zebra, content));
    w->flush();
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        QByteArray expected = it.value();
        if (it.key() == QLatin1String("zebra.yml"))
            expected.replace("GET", "PUT");
        // A request without a place gets one when the workspace is written.
        if (it.key() == QLatin1String("users/list.yml"))
            expected.replace("type: http\n", "type: http\n  seq: 1\n");
        QCOMPARE(contentOf(m_folder->filePath(it.key())), expected);
    }
    QVERIFY(w->undo());
    w->flush();
    QCOMPARE(contentOf(path("zebra.yml")), before.value(QStringLiteral("zebra.yml")));
}

void TestCollectionFiles::renamesFiles()
{
    makeFolder();
    const auto w = open();
    QVERIFY(w->rename(find(*w, "Zebra"), QStringLiteral("GET /a/b?c")));
    QVERIFY(w->rename(find(*w, "Users"), QStringLiteral("People")));
    w->flush();
    QCOMPARE(filesBelow(path()),
             QStringList({QStringLiteral("GET -a-b_c.yml"), QStringLiteral("People/folder.yml"),
                          QStringLiteral("People/list.yml"), QStringLiteral("README.md"),
                          QStringLiteral("apple.yml"), QStringLiteral("environments/local.yml"),
                          QStringLiteral("opencollection.yml")}));
    QVERIFY(contentOf(path("GET -a-b_c.yml")).startsWith("# first\n"));
    QCOMPARE(namesOf(*open(), open()->topLevel()), QStringLiteral("GET /a/b?c server People[List] Apple"));
    QVERIFY(w->undo() && w->undo());
    w->flush();
    QVERIFY(QFile::exists(path("zebra.yml")) && QFile::exists(path("users/list.yml")));
    QVERIFY(!QFile::exists(path("People")));
}

void TestCollectionFiles::namesNeverLeaveTheFolder()
{
    QFile naughty(qEnvironmentVariable("WIRELOUPE_TEST_DATA") + QStringLiteral("/naughty-strings.json"));
    if (!naughty.open(QIODevice::ReadOnly))
        QSKIP("WIRELOUPE_TEST_DATA does not name the folder with naughty-strings.json");
    QStringList names{QStringLiteral("../../escape"),
                      QStringLiteral(".."),
                      QStringLiteral("."),
                      QStringLiteral("/etc/passwd"),
                      QStringLiteral("opencollection"),
                      QStringLiteral("FOLDER"),
                      QStringLiteral("environments"),
                      QStringLiteral("README"),
                      QStringLiteral("con"),
                      QStringLiteral("a\\..\\..\\b"),
                      QStringLiteral(".hidden"),
                      QString(500, u'é'),
                      QStringLiteral("same"),
                      QStringLiteral("SAME"),
                      QStringLiteral("same"),
                      QStringLiteral("x.yml"),
                      QStringLiteral("x"),
                      QStringLiteral("nul\0byte")};
    for (const QJsonValue& value : QJsonDocument::fromJson(naughty.readAll()).array())
        names.append(value.toString());
    makeFolder();
    QTemporaryDir outside;
    const auto w = open();
    const ItemId folder = *w->addFolder({}, QStringLiteral("../up"));
    qsizetype added = 0;
    for (const QString& name : names) {
        const auto id =
            added % 5 == 0 ? w->addFolder(folder, name) : w->addItem(folder, name, HttpRequest(), -1);
        QCOMPARE(id.has_value(), !name.trimmed().isEmpty());
        added += id.has_value();
    }
    const QList<ItemId> items = w->node(folder)->children;
    QCOMPARE(items.size(), added);
    w->flush();
    const auto again = open();
    QVERIFY(again);
    const QList<ItemId> read = again->node(find(*again, "../up"))->children;
    QCOMPARE(read.size(), added);
    for (qsizetype i = 0; i < added; ++i)
        QCOMPARE(again->node(read.at(i))->name, w->node(items.at(i))->name);
    QCOMPARE(contentOf(path("README.md")), QByteArray("hello\n"));
    for (const QString& file : filesBelow(path()))
        QVERIFY2(QFileInfo(m_folder->filePath(file))
                     .canonicalFilePath()
                     .startsWith(QFileInfo(path()).canonicalFilePath() + u'/'),
                 qPrintable(file));
    QVERIFY(w->remove(folder));
    w->flush();
    QCOMPARE(filesBelow(path("-up")).join(u' '), QString());
    QVERIFY(!QFile::exists(path("-up")));
    QCOMPARE(filesBelow(path()).size(), 7);
}

void TestCollectionFiles::movesAndDeletesFiles()
{
    makeFolder();
    const auto w = open();
    QVERIFY(w->addItem({}, QStringLiteral("List"), HttpRequest(), -1));
    QVERIFY(w->move(find(*w, "Apple"), find(*w, "Users"), 0));
    w->flush();
    QVERIFY(QFile::exists(path("users/apple.yml")) && !QFile::exists(path("apple.yml")));
    QVERIFY(w->move(w->topLevel().last(), find(*w, "Users"), -1)); // List beside list.yml
    w->flush();
    QVERIFY(QFile::exists(path("users/List 2.yml")));
    QCOMPARE(namesOf(*open(), open()->topLevel()), QStringLiteral("Zebra server Users[Apple List List]"));
    QVERIFY(w->remove(find(*w, "Users")));
    w->flush();
    QVERIFY(!QFile::exists(path("users")));
    QVERIFY(w->undo());
    w->flush();
    QCOMPARE(namesOf(*open(), open()->topLevel()), QStringLiteral("Zebra server Users[Apple List List]"));
    QVERIFY(w->duplicate(find(*w, "Users")));
    w->flush();
    QVERIFY(QFile::exists(path("Users copy/list.yml")));
}

void TestCollectionFiles::keepsForeignChangesOfDeletedFiles()
{
    makeFolder();
    const auto w = open();
    QSignalSpy kept(w.get(), &Workspace::otherVersionKept);
    put(path("users/list.yml"), "theirs");
    QVERIFY(w->remove(find(*w, "Users")));
    w->flush();
    QCOMPARE(kept.size(), 1);
    QCOMPARE(contentOf(path("users/list.yml.other")), QByteArray("theirs"));
    QCOMPARE(filesBelow(path("users")), QStringList{QStringLiteral("list.yml.other")});
}

void TestCollectionFiles::deletesNothingUntilItsNewPlaceIsWritten()
{
    makeFolder();
    const auto writer = std::make_shared<FileWriter>();
    const auto w = std::move(*Workspace::load(path(), writer));
    QSignalSpy failed(w.get(), &Workspace::saveFailed);
    SlowDisk disk;
    disk.holdUp(*writer, QStringLiteral("other file"));
    QVERIFY(w->rename(find(*w, "Users"), QStringLiteral("People")));
    QVERIFY(QFile::exists(path("users/list.yml")) && !QFile::exists(path("People")));
    put(path("People"), "a file that has taken the folder's name meanwhile");
    disk.release();
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(QFile::exists(path("users/list.yml")));
    QVERIFY(QFile::remove(path("People")));
    w->saveAgain();
    QTRY_VERIFY(w->isSaved());
    QVERIFY(QFile::exists(path("People/list.yml")) && !QFile::exists(path("users")));
}

void TestCollectionFiles::leavesForeignFilesAlone()
{
    makeFolder();
    put(path("users/picture.png"), "png");
    put(path("taken"), "a file without suffix");
    put(path("images/a.png"), "png");
    const auto w = open();
    QVERIFY(w->addFolder({}, QStringLiteral("taken")));
    QVERIFY(w->addFolder({}, QStringLiteral("Images")));
    w->flush();
    QVERIFY(QFile::exists(path("taken 2/folder.yml")) && QFile::exists(path("Images 2/folder.yml")));
    QVERIFY(w->remove(find(*w, "Users")));
    w->flush();
    QCOMPARE(contentOf(path("users/picture.png")), QByteArray("png"));
    QCOMPARE(contentOf(path("taken")), QByteArray("a file without suffix"));
    QCOMPARE(contentOf(path("environments/local.yml")), QByteArray("name: Local\n"));
}

void TestCollectionFiles::deletingAFolderKeepsWhatIsNotShown()
{
    makeFolder();
    const QByteArray other = "info:\n  name: Q\n  type: grpc\n";
    put(path("users/Query.yml"), other);
    put(path("users/deep/compose.yml"), "services: {}\n");
    {
        const auto w = open();
        QVERIFY(w->remove(find(*w, "Users")));
        QVERIFY(w->addFolder({}, QStringLiteral("Users")));
        w->flush();
        QCOMPARE(contentOf(path("users/Query.yml")), other);
        QCOMPARE(contentOf(path("users/deep/compose.yml")), QByteArray("services: {}\n"));
        QVERIFY(!QFile::exists(path("users/folder.yml")) && !QFile::exists(path("users/list.yml")));
        QVERIFY(w->undo() && w->undo());
        w->flush();
        QCOMPARE(contentOf(path("users/Query.yml")), other);
        QVERIFY(QFile::exists(path("users/list.yml")));
        QVERIFY(w->redo());
        w->flush();
    }
    const auto again = open();
    QVERIFY(find(*again, "Users") == ItemId() && find(*again, "users") == ItemId());
    QCOMPARE(contentOf(path("users/Query.yml")), other);
}

void TestCollectionFiles::deletingKeepsOtherKindsInOneFile()
{
    const QByteArray text = "opencollection: 1.0.0\n"
                            "items:\n"
                            "  - info: {name: F, type: folder}\n"
                            "    items:\n"
                            "      - info: {name: Q, type: grpc}\n"
                            "      - info: {name: R, type: http}\n"
                            "        http: {url: 'http://a'}\n"
                            "bundled: true\n";
    put(path("one.yml"), text);
    auto loaded = Workspace::load(path("one.yml"));
    QVERIFY(loaded);
    QVERIFY((*loaded)->remove(find(**loaded, "F")));
    (*loaded)->flush();
    QCOMPARE(contentOf(path("one.yml")), QByteArray("opencollection: 1.0.0\n"
                                                    "items:\n"
                                                    "  - info: {name: Q, type: grpc}\n"
                                                    "bundled: true\n"));
}

void TestCollectionFiles::leavesYamlOfOthersAlone()
{
    makeFolder();
    const QByteArray two = "a: 1\n---\nb: 2\n";
    const QByteArray list = "- a\n- b\n";
    put(path("users/two.yml"), two);
    put(path("list.yml"), list);
    put(path("empty.yml"), "");
    put(path("kube/deep/pod.yml"), two);
    put(path("kube/values.yml"), "image: x\n");
    const auto w = open();
    QVERIFY(w);
    QVERIFY2(w->warnings().join(u'\n').contains(QLatin1String("list.yml: not an item")),
             qPrintable(w->warnings().join(u'\n')));
    QVERIFY(find(*w, "kube") == ItemId());
    QVERIFY(w->addFolder({}, QStringLiteral("New")));
    QVERIFY(w->rename(find(*w, "Zebra"), QStringLiteral("Z")));
    w->flush();
    QCOMPARE(contentOf(path("users/two.yml")), two);
    QCOMPARE(contentOf(path("list.yml")), list);
    QCOMPARE(contentOf(path("kube/deep/pod.yml")), two);
    QCOMPARE(contentOf(path("kube/values.yml")), QByteArray("image: x\n"));
    QVERIFY(QFile::exists(path("empty.yml")));
    QVERIFY(!QFile::exists(path("kube/folder.yml")) && !QFile::exists(path("kube/deep/folder.yml")));
}

void TestCollectionFiles::namesTheMalformedFile()
{
    makeFolder();
    put(path("users/bad.yml"), "info:\n  name: [x\n");
    auto loaded = Workspace::load(path());
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::FileMalformed);
    QVERIFY2(loaded.error().detail.startsWith(QLatin1String("users/bad.yml: line 3, column ")),
             qPrintable(loaded.error().detail));
    put(path("users/bad.yml"), "info: {type: http}\nhttp: 5\n");
    loaded = Workspace::load(path());
    QVERIFY2(loaded.error().detail.startsWith(QLatin1String("users/bad.yml: line 2, column 7: ")),
             qPrintable(loaded.error().detail));
    QVERIFY(QFile::remove(path("users/bad.yml")));
    QVERIFY(open());
}

void TestCollectionFiles::followsNoLinks()
{
    makeFolder();
    QTemporaryDir outside;
    put(outside.filePath(QStringLiteral("secret.yml")), request("Secret"));
    QVERIFY(QFile::link(outside.filePath(QStringLiteral("secret.yml")), path("link.yml")));
    QVERIFY(QFile::link(outside.path(), path("folderlink")));
    QVERIFY(QFile::link(path(), path("users/loop")));
    const auto w = open();
    QVERIFY(w);
    QCOMPARE(w->warnings().size(), 3);
    QCOMPARE(namesOf(*w, w->topLevel()), QStringLiteral("Zebra server Users[List] Apple"));
    // A name that a link has taken is not written through it.
    QVERIFY(w->addItem({}, QStringLiteral("link"), HttpRequest(), -1));
    QVERIFY(w->addFolder({}, QStringLiteral("folderlink")));
    w->flush();
    QVERIFY(QFile::exists(path("link 2.yml")) && QFile::exists(path("folderlink 2/folder.yml")));
    QCOMPARE(contentOf(outside.filePath(QStringLiteral("secret.yml"))), request("Secret"));
    QCOMPARE(filesBelow(outside.path()), QStringList{QStringLiteral("secret.yml")});
}

void TestCollectionFiles::validatesAgainstTheSchema()
{
    const QString schema =
        qEnvironmentVariable("WIRELOUPE_TEST_DATA") + QStringLiteral("/opencollection.schema.json");
    if (!QFile::exists(schema))
        QSKIP("WIRELOUPE_TEST_DATA does not name the folder with opencollection.schema.json");
    auto w = std::move(*Workspace::create(path("w.yml"), QStringLiteral("W")));
    const ItemId folder = *w->addFolder({}, QStringLiteral("F"));
    HttpRequest all;
    all.url = QStringLiteral("http://a/");
    all.query = {{QStringLiteral("a"), QStringLiteral("b"), false, true, QStringLiteral("c")}};
    all.headers = all.query;
    all.settings.encodeUrl = false;
    all.settings.followRedirects = false;
    all.settings.maxRedirects = 1;
    all.settings.totalTimeout = std::chrono::milliseconds(1);
    all.settings.idleTimeout = std::chrono::milliseconds(1);
    all.settings.tls.caFile = QStringLiteral("/ca");
    for (const auto kind :
         {HttpBody::Kind::None, HttpBody::Kind::Text, HttpBody::Kind::Json, HttpBody::Kind::Xml,
          HttpBody::Kind::Form, HttpBody::Kind::Multipart, HttpBody::Kind::File}) {
        all.body.kind = kind;
        all.body.fields = all.query;
        all.body.contentType = QStringLiteral("text/x");
        all.body.parts = {
            {QStringLiteral("a"), QStringLiteral("b"), {}, QStringLiteral("c/d"), false, QStringLiteral("e")},
            {QStringLiteral("a"), {}, {QStringLiteral("f"), QStringLiteral("g")}, {}, true, {}},
            {QStringLiteral("a"), {}, {QStringLiteral("f")}, {}, true, {}}};
        QVERIFY(w->addItem(folder, QStringLiteral("R"), all, -1));
    }
    QVERIFY(w->addItem(folder, QStringLiteral("new"), HttpRequest(), 0));
    QVERIFY(w->addItem(folder, QStringLiteral("true"), ServerItem(), 0));
    QVERIFY(w->addItem({}, QStringLiteral("12"), UdpItem(), 0));
    QVERIFY(w->duplicate(folder));
    w->flush();

    // The single file lies among the files of the other workspace: it is kept there as it is.
    const QByteArray single = contentOf(path("w.yml"));
    makeFolder();
    put(path("compose.yml"), "services: # of another program\n    web:   {}\n");
    const auto f = open();
    QVERIFY(f);
    QVERIFY(f->addItem({}, QStringLiteral("R"), all, -1));
    QVERIFY(f->addFolder({}, QStringLiteral("G")));
    f->flush();

    QCOMPARE(contentOf(path("w.yml")), single);
    QCOMPARE(contentOf(path("compose.yml")), QByteArray("services: # of another program\n    web:   {}\n"));
    QCOMPARE(f->warnings().size(), 2);

    QProcess python;
    python.setProcessChannelMode(QProcess::MergedChannels);
    QStringList arguments{qEnvironmentVariable("WIRELOUPE_SOURCE") +
                              QStringLiteral("/tests/workspace/validate.py"),
                          schema, path("w.yml")};
    for (const char* file : {"opencollection.yml", "R.yml", "G/folder.yml", "zebra.yml", "users/list.yml"})
        arguments.append(path(file));
    const QString system = QStringLiteral("/usr/bin/python3");
    python.start(QFile::exists(system) ? system : QStringLiteral("python3"), arguments);
    if (!python.waitForFinished() || python.exitCode() == 77)
        QSKIP("python3 with python3-yaml and python3-jsonschema is not installed");
    QVERIFY2(python.exitCode() == 0, python.readAll().constData());
}

QTEST_GUILESS_MAIN(TestCollectionFiles)
#include "tst_collectionfiles.moc"
