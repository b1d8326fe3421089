// SPDX-License-Identifier: MIT
#include "workspace/workspace.h"

#include "base/filewriter.h"
#include "support/slowdisk.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace wl;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not readable");
}

void writeTo(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

ServerItem serverAt(quint16 port)
{
    ServerItem item;
    item.server.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), port, {}};
    item.responder.kind = ResponderSpec::Kind::Echo;
    return item;
}

HttpRequest requestTo(const QString& url)
{
    HttpRequest request;
    request.url = url;
    return request;
}

/// The names of the tree, folders with what is in them: "a [b c] d".
QString namesOf(const Workspace& workspace, const QList<ItemId>& ids)
{
    QStringList names;
    for (const ItemId id : ids) {
        const Workspace::Node& node = *workspace.node(id);
        names.append(node.isFolder
                         ? node.name + QStringLiteral(" [") + namesOf(workspace, node.children) + u']'
                         : node.name);
    }
    return names.join(u' ');
}

QString namesOf(const Workspace& workspace)
{
    return namesOf(workspace, workspace.topLevel());
}

/// Comes back when the writer has done all that was asked before; its signals have not come yet.
void waitFor(FileWriter& writer)
{
    QSemaphore done;
    writer.run(QStringLiteral("mark"), [&done]() -> Result<void> {
        done.release();
        return {};
    });
    done.acquire();
}

} // namespace

class TestWorkspace : public QObject
{
    Q_OBJECT
private slots:
    void inheritsAuth();
    void init();
    void createsAndLoads();
    void doesNotCreateOverAFile();
    void mixesKindsInAnyOrder();
    void savesEachChangeAtOnce();
    void writesNothingForNoChange();
    void undoesAndRedoes();
    void duplicatesAFolder();
    void deletesAFolderAndBringsItBack();
    void movesWithinAndBetweenFolders();
    void refusesWhatCannotBe();
    void refusesDeepFolders();
    void neverStoresUnverified();
    void findsServers_data();
    void findsServers();
    void reportsAFailedSaveAndTriesAgain();
    void triesAgainWhenClosed_data();
    void triesAgainWhenClosed();
    void noEditWaitsForTheDisk();
    void closingLosesNothing();
    void aHangingSaveIsTriedAgain();
    void keepsWhatAnotherProgramWrote();
    void seesWhatAnotherProgramWroteWhileItWaited();
    void staysALink();
    void namesRoundTrip();

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(QStringLiteral("w.yml")); }
    [[nodiscard]] std::unique_ptr<Workspace> reload() const
    {
        m_workspace->flush();
        auto loaded = Workspace::load(path());
        return loaded ? std::move(*loaded) : nullptr;
    }

    void takeFolderAway();
    void bringFolderBack();
    /// The workspace's file, once all is written.
    [[nodiscard]] QByteArray written() const
    {
        m_workspace->flush();
        return contentOf(path());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Workspace> m_workspace;
};

void TestWorkspace::init()
{
    m_workspace.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    auto made = Workspace::create(path(), QStringLiteral("Mine"));
    QVERIFY(made);
    m_workspace = std::move(*made);
}

void TestWorkspace::createsAndLoads()
{
    QCOMPARE(m_workspace->name(), QStringLiteral("Mine"));
    QVERIFY(m_workspace->topLevel().isEmpty());
    const auto again = reload();
    QVERIFY(again);
    QCOMPARE(again->name(), QStringLiteral("Mine"));
    QCOMPARE(written(), QByteArray("opencollection: 1.0.0\ninfo:\n  name: Mine\nitems: []\nbundled: true\n"));
}

void TestWorkspace::doesNotCreateOverAFile()
{
    const QByteArray before = written();
    const auto made = Workspace::create(path(), QStringLiteral("Other"));
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::FileNotWritable);
    QCOMPARE(written(), before);
}

void TestWorkspace::mixesKindsInAnyOrder()
{
    Workspace& w = *m_workspace;
    const ItemId folder = *w.addFolder({}, QStringLiteral("F"));
    QVERIFY(w.addItem(folder, QStringLiteral("http1"), requestTo(QStringLiteral("http://a/")), -1));
    QVERIFY(w.addItem(folder, QStringLiteral("server"), serverAt(7000), 0));
    QVERIFY(w.addItem(folder, QStringLiteral("client"), ClientItem{}, 1));
    QVERIFY(w.addItem(folder, QStringLiteral("http2"), requestTo(QStringLiteral("http://b/")), 1));
    QVERIFY(w.addItem({}, QStringLiteral("udp"), UdpItem{}, 0));
    const QString names = QStringLiteral("udp F [server http2 client http1]");
    QCOMPARE(namesOf(w), names);
    const auto again = reload();
    QVERIFY(again);
    QCOMPARE(namesOf(*again), names);
    QCOMPARE(again->warnings(), QStringList{});
}

void TestWorkspace::savesEachChangeAtOnce()
{
    Workspace& w = *m_workspace;
    const ItemId id = *w.addItem({}, QStringLiteral("a"), serverAt(7000), -1);
    QCOMPARE(namesOf(*reload()), QStringLiteral("a"));
    QVERIFY(w.rename(id, QStringLiteral("b")));
    QCOMPARE(namesOf(*reload()), QStringLiteral("b"));
    QCOMPARE(std::get<ServerItem>(w.node(id)->content).server.label, QStringLiteral("b"));
    QSignalSpy changed(&w, &Workspace::contentChanged);
    QSignalSpy structure(&w, &Workspace::structureChanged);
    QVERIFY(w.setContent(id, serverAt(7001)));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(structure.size(), 0);
    const auto again = reload();
    QVERIFY(again->node(again->topLevel().first())->content == w.node(id)->content);
    QVERIFY(w.remove(id));
    QCOMPARE(namesOf(*reload()), QString());
}

void TestWorkspace::writesNothingForNoChange()
{
    Workspace& w = *m_workspace;
    const ItemId id = *w.addItem({}, QStringLiteral("a"), serverAt(7000), -1);
    QSignalSpy changed(&w, &Workspace::contentChanged);
    w.flush();
    QVERIFY(QFile::remove(path()));
    QVERIFY(w.setContent(id, serverAt(7000)));
    QVERIFY(w.rename(id, QStringLiteral("a")));
    w.flush();
    QVERIFY(!QFile::exists(path()));
    QCOMPARE(changed.size(), 0);
    QCOMPARE(w.undoText(), QStringLiteral("Add a"));
}

void TestWorkspace::undoesAndRedoes()
{
    Workspace& w = *m_workspace;
    const QByteArray empty = written();
    QVERIFY(!w.canUndo());
    const ItemId id = *w.addItem({}, QStringLiteral("a"), serverAt(7000), -1);
    const QByteArray one = written();
    QVERIFY(w.setContent(id, serverAt(7001)));
    QVERIFY(w.rename(id, QStringLiteral("b")));
    const QByteArray three = written();
    QCOMPARE(w.undoText(), QStringLiteral("Rename a"));
    QVERIFY(w.undo() && w.undo());
    QCOMPARE(written(), one);
    QVERIFY(w.undo());
    QCOMPARE(written(), empty);
    QVERIFY(!w.canUndo() && w.canRedo());
    QCOMPARE(w.redoText(), QStringLiteral("Add a"));
    QVERIFY(w.undo());
    QVERIFY(w.redo() && w.redo() && w.redo());
    QCOMPARE(written(), three);
    QVERIFY(!w.canRedo());
    QCOMPARE(w.node(id)->name, QStringLiteral("b"));
    QVERIFY(w.undo());
    const ItemId other = *w.addFolder({}, QStringLiteral("f"));
    QVERIFY(!w.canRedo());
    QVERIFY(other != id);
}

void TestWorkspace::duplicatesAFolder()
{
    Workspace& w = *m_workspace;
    const ItemId folder = *w.addFolder({}, QStringLiteral("F"));
    QVERIFY(w.addItem(folder, QStringLiteral("a"), requestTo(QStringLiteral("http://a/")), -1));
    QVERIFY(w.addItem(folder, QStringLiteral("b"), serverAt(1), -1));
    QVERIFY(w.addItem({}, QStringLiteral("z"), serverAt(2), -1));
    const ItemId copy = *w.duplicate(folder);
    QCOMPARE(namesOf(w), QStringLiteral("F [a b] F copy [a b] z"));
    QVERIFY(w.duplicate(folder));
    QCOMPARE(namesOf(w), QStringLiteral("F [a b] F copy 2 [a b] F copy [a b] z"));
    QVERIFY(w.node(copy)->children.first() != w.node(folder)->children.first());
    QCOMPARE(namesOf(*reload()), namesOf(w));
}

void TestWorkspace::deletesAFolderAndBringsItBack()
{
    Workspace& w = *m_workspace;
    const ItemId folder = *w.addFolder({}, QStringLiteral("F"));
    const ItemId inner = *w.addFolder(folder, QStringLiteral("G"));
    HttpRequest request = requestTo(QStringLiteral("http://a/"));
    request.settings.connectTimeout = std::chrono::milliseconds(5);
    const ItemId leaf = *w.addItem(inner, QStringLiteral("a"), request, -1);
    QVERIFY(w.addItem(inner, QStringLiteral("s"), serverAt(3), 0));
    const QByteArray before = written();
    QVERIFY(w.remove(folder));
    QCOMPARE(namesOf(w), QString());
    QVERIFY(!w.node(leaf) && !w.node(inner));
    QVERIFY(!written().contains("connectTimeoutMs"));
    QVERIFY(w.undo());
    QCOMPARE(namesOf(w), QStringLiteral("F [G [s a]]"));
    QVERIFY(w.node(leaf)->content == ItemContent(request));
    QCOMPARE(written(), before);
}

void TestWorkspace::movesWithinAndBetweenFolders()
{
    Workspace& w = *m_workspace;
    const ItemId a = *w.addItem({}, QStringLiteral("a"), serverAt(1), -1);
    const ItemId b = *w.addItem({}, QStringLiteral("b"), requestTo(QStringLiteral("http://b/")), -1);
    const ItemId c = *w.addItem({}, QStringLiteral("c"), serverAt(2), -1);
    const ItemId f = *w.addFolder({}, QStringLiteral("F"));
    QVERIFY(w.move(a, {}, 1));
    QCOMPARE(namesOf(w), QStringLiteral("b a c F []"));
    QVERIFY(w.move(c, {}, 0));
    QCOMPARE(namesOf(w), QStringLiteral("c b a F []"));
    QVERIFY(w.move(b, f, -1));
    QVERIFY(w.move(a, f, 0));
    QVERIFY(w.move(f, {}, 0));
    QCOMPARE(namesOf(w), QStringLiteral("F [a b] c"));
    QCOMPARE(namesOf(*reload()), namesOf(w));
    QCOMPARE(w.node(a)->parent, f);
}

void TestWorkspace::refusesWhatCannotBe()
{
    Workspace& w = *m_workspace;
    const ItemId f = *w.addFolder({}, QStringLiteral("F"));
    const ItemId g = *w.addFolder(f, QStringLiteral("G"));
    const ItemId a = *w.addItem(g, QStringLiteral("a"), serverAt(1), -1);
    const QByteArray before = written();
    const ItemId none(12345);
    QCOMPARE(w.move(f, g, 0).error().code, ErrorCode::BadOption);
    QCOMPARE(w.move(f, f, 0).error().code, ErrorCode::BadOption);
    QCOMPARE(w.move(f, a, 0).error().code, ErrorCode::BadOption);
    QCOMPARE(w.move(none, {}, 0).error().code, ErrorCode::BadOption);
    QCOMPARE(w.remove(none).error().code, ErrorCode::BadOption);
    QCOMPARE(w.remove({}).error().code, ErrorCode::BadOption);
    QCOMPARE(w.duplicate(none).error().code, ErrorCode::BadOption);
    QCOMPARE(w.rename(a, QStringLiteral(" \t")).error().code, ErrorCode::BadOption);
    QCOMPARE(w.rename(none, QStringLiteral("x")).error().code, ErrorCode::BadOption);
    QCOMPARE(w.setContent(f, serverAt(1)).error().code, ErrorCode::BadOption);
    QCOMPARE(w.setContent(none, serverAt(1)).error().code, ErrorCode::BadOption);
    QCOMPARE(w.setContent(a, requestTo({})).error().code, ErrorCode::BadOption);
    QCOMPARE(w.addItem(a, QStringLiteral("x"), serverAt(1), -1).error().code, ErrorCode::BadOption);
    QCOMPARE(w.addItem(none, QStringLiteral("x"), serverAt(1), -1).error().code, ErrorCode::BadOption);
    QCOMPARE(w.addFolder({}, QString()).error().code, ErrorCode::BadOption);
    QVERIFY(!w.node(none) && !w.node({}));
    QCOMPARE(written(), before);
    QCOMPARE(w.undoText(), QStringLiteral("Add a"));
}

void TestWorkspace::refusesDeepFolders()
{
    Workspace& w = *m_workspace;
    ItemId at;
    int depth = 0;
    for (;; ++depth) {
        const auto folder = w.addFolder(at, QStringLiteral("f"));
        if (!folder)
            break;
        at = *folder;
    }
    QCOMPARE(depth, 64);
    QVERIFY(reload());
    const ItemId two = *w.addFolder({}, QStringLiteral("two"));
    QVERIFY(w.addFolder(two, QStringLiteral("below")));
    const ItemId parent = w.node(at)->parent;
    QCOMPARE(w.move(two, parent, 0).error().code, ErrorCode::BadOption);
    QCOMPARE(w.duplicate(two).has_value(), true);
}

void TestWorkspace::neverStoresUnverified()
{
    Workspace& w = *m_workspace;
    HttpRequest request = requestTo(QStringLiteral("https://a/"));
    request.settings.tls.verify = false;
    const ItemId id = *w.addItem({}, QStringLiteral("a"), request, -1);
    ClientItem client;
    client.client.address = {Scheme::Tls, QStringLiteral("a"), 443, {}};
    client.client.tls.verify = false;
    const ItemId other = *w.addItem({}, QStringLiteral("b"), client, -1);
    QVERIFY(std::get<HttpRequest>(w.node(id)->content).settings.tls.verify);
    QVERIFY(std::get<ClientItem>(w.node(other)->content).client.tls.verify);
    QVERIFY(!written().contains("erify"));
}

void TestWorkspace::findsServers_data()
{
    QTest::addColumn<QString>("listener");
    QTest::addColumn<QString>("host");
    QTest::addColumn<quint16>("port");
    QTest::addColumn<bool>("found");
    const auto row = [](const char* listener, const char* host, quint16 port, bool found) {
        QTest::addRow("%s of %s:%d", listener, host, port)
            << QString::fromLatin1(listener) << QString::fromLatin1(host) << port << found;
    };
    row("127.0.0.1", "127.0.0.1", 80, true);
    row("127.0.0.1", "localhost", 80, true);
    row("127.0.0.1", "LOCALHOST", 80, true);
    row("127.0.0.1", "api.localhost", 80, true);
    row("127.0.0.1", "localhost", 81, false);
    row("127.0.0.1", "localhost", 0, false);
    row("127.0.0.1", "127.0.0.2", 80, false);
    row("127.0.0.1", "::1", 80, false);
    row("127.0.0.1", "example.com", 80, false);
    row("127.0.0.1", "localhost.example.com", 80, false);
    row("127.0.0.1", "", 80, false);
    row("::1", "localhost", 80, true);
    row("::1", "127.0.0.1", 80, false);
    row("", "127.0.0.1", 80, true);
    row("", "::1", 80, true);
    row("", "10.0.0.1", 80, false);
    row("*", "::1", 80, true);
    row("*", "localhost", 80, true);
    row("::", "::1", 80, true);
    row("::", "127.0.0.1", 80, false);
    row("0.0.0.0", "127.0.0.2", 80, true);
    row("localhost", "127.0.0.1", 80, true);
    row("10.0.0.7", "10.0.0.7", 80, true);
    row("Host.local", "host.LOCAL", 80, true);
}

void TestWorkspace::findsServers()
{
    QFETCH(const QString, listener);
    QFETCH(const QString, host);
    QFETCH(const quint16, port);
    QFETCH(const bool, found);
    Workspace& w = *m_workspace;
    const ItemId folder = *w.addFolder({}, QStringLiteral("F"));
    QVERIFY(w.addItem({}, QStringLiteral("client"), ClientItem{}, 0));
    ServerItem server;
    server.server.address = {Scheme::Tcp, listener, 80, {}};
    UdpItem udp;
    udp.udp.address = {Scheme::Udp, listener, 80, {}};
    const ItemId serverId = *w.addItem(folder, QStringLiteral("s"), server, -1);
    const ItemId udpId = *w.addItem(folder, QStringLiteral("u"), udp, -1);
    QVERIFY(w.addItem({}, QStringLiteral("later"), server, -1));
    QCOMPARE(w.serverFor(host, port, false), found ? serverId : ItemId());
    QCOMPARE(w.serverFor(host, port, true), found ? udpId : ItemId());
}

void TestWorkspace::takeFolderAway()
{
    m_workspace->flush();
    QVERIFY(QDir().rename(m_folder->path(), m_folder->path() + QStringLiteral(".away")));
    writeTo(m_folder->path(), "a file where the folder was");
}

void TestWorkspace::bringFolderBack()
{
    QVERIFY(QFile::remove(m_folder->path()));
    QVERIFY(QDir().rename(m_folder->path() + QStringLiteral(".away"), m_folder->path()));
}

void TestWorkspace::reportsAFailedSaveAndTriesAgain()
{
    Workspace& w = *m_workspace;
    QSignalSpy failed(&w, &Workspace::saveFailed);
    QSignalSpy saved(&w, &Workspace::saved);
    takeFolderAway();
    QVERIFY(w.addFolder({}, QStringLiteral("one"))); // the edit itself has not failed
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(saved.size(), 0);
    QVERIFY(!w.isSaved());
    QCOMPARE(namesOf(w), QStringLiteral("one []"));
    w.saveAgain();
    w.flush();
    QCOMPARE(failed.size(), 2);
    bringFolderBack();
    QVERIFY(w.addFolder({}, QStringLiteral("two")));
    QTRY_COMPARE(saved.size(), 1);
    QVERIFY(w.isSaved());
    QCOMPARE(failed.size(), 2);
    QCOMPARE(namesOf(*reload()), QStringLiteral("one [] two []"));
    w.saveAgain(); // nothing has failed
    QVERIFY(w.isSaved());
}

void TestWorkspace::triesAgainWhenClosed_data()
{
    QTest::addColumn<bool>("isTold");
    QTest::newRow("after the failure was told") << true;
    QTest::newRow("before it was told") << false;
}

void TestWorkspace::triesAgainWhenClosed()
{
    QFETCH(const bool, isTold);
    const auto writer = std::make_shared<FileWriter>();
    m_workspace = std::move(*Workspace::load(path(), writer));
    takeFolderAway();
    QVERIFY(m_workspace->addFolder({}, QStringLiteral("one")));
    if (isTold)
        m_workspace->flush();
    else
        waitFor(*writer); // the failure is there, its signal is not
    bringFolderBack();
    m_workspace.reset();
    const auto again = Workspace::load(path(), writer); // waits for it
    QVERIFY(again);
    QCOMPARE(namesOf(**again), QStringLiteral("one []"));
}

void TestWorkspace::noEditWaitsForTheDisk()
{
    const auto writer = std::make_shared<FileWriter>();
    m_workspace = std::move(*Workspace::load(path(), writer));
    const QByteArray before = written();
    Workspace& w = *m_workspace;
    QSignalSpy saved(&w, &Workspace::saved);
    SlowDisk disk;
    disk.holdUp(*writer, QStringLiteral("other file"));
    const ItemId id = *w.addItem({}, QStringLiteral("a"), serverAt(1), -1);
    for (quint16 port = 2; port <= 300; ++port)
        QVERIFY(w.setContent(id, serverAt(port)));
    QVERIFY(w.rename(id, QStringLiteral("b")) && w.undo());
    QVERIFY(!w.isSaved());
    QCOMPARE(contentOf(path()), before); // all of it came back before the disk did
    disk.release();
    QTRY_VERIFY(w.isSaved());
    QCOMPARE(saved.size(), 1);
    const auto again = reload();
    QVERIFY(again->node(again->topLevel().first())->content == w.node(id)->content);
}

void TestWorkspace::closingLosesNothing()
{
    const auto writer = std::make_shared<FileWriter>();
    const QByteArray before = written();
    auto shared = std::move(*Workspace::load(path(), writer));
    SlowDisk disk;
    disk.holdUp(*writer, QStringLiteral("other file"));
    QVERIFY(shared->addFolder({}, QStringLiteral("one")));
    shared.reset(); // waits for nothing: the writer has it
    QCOMPARE(contentOf(path()), before);
    disk.release();
    writer->flush();
    auto own = std::move(*Workspace::load(path()));
    QCOMPARE(namesOf(*own), QStringLiteral("one []"));
    QVERIFY(own->addFolder({}, QStringLiteral("two")));
    own.reset(); // waits: its writer goes with it
    QCOMPARE(namesOf(**Workspace::load(path())), QStringLiteral("one [] two []"));
}

/// The save itself hangs: the file beside ours is a pipe that nobody reads.
void TestWorkspace::aHangingSaveIsTriedAgain()
{
    Workspace& w = *m_workspace;
    QSignalSpy failed(&w, &Workspace::saveFailed);
    const QByteArray before = written();
    const QByteArray beside = QFile::encodeName(path()) + ".new-" + QByteArray::number(::getpid());
    QCOMPARE(::mkfifo(beside.constData(), 0600), 0);
    QVERIFY(w.addFolder({}, QStringLiteral("one")));
    QVERIFY(w.addFolder({}, QStringLiteral("two")));
    QCOMPARE(contentOf(path()), before);
    const int reader = ::open(beside.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    QVERIFY(reader >= 0);
    w.flush();
    ::close(reader);
    QCOMPARE(failed.size(), 1); // a pipe cannot be synced
    w.saveAgain();
    QCOMPARE(namesOf(*reload()), QStringLiteral("one [] two []"));
}

void TestWorkspace::keepsWhatAnotherProgramWrote()
{
    Workspace& w = *m_workspace;
    QSignalSpy failed(&w, &Workspace::saveFailed);
    QSignalSpy kept(&w, &Workspace::otherVersionKept);
    writeTo(path(), "opencollection: 1.0.0\n# theirs\n");
    QVERIFY(w.addFolder({}, QStringLiteral("ours")));
    const QString other = path() + QStringLiteral(".other");
    QTRY_COMPARE(kept.size(), 1);
    QCOMPARE(kept.first().first().toString(), other);
    QCOMPARE(contentOf(other), QByteArray("opencollection: 1.0.0\n# theirs\n"));
    QCOMPARE(namesOf(*reload()), QStringLiteral("ours []"));
    QVERIFY(w.addFolder({}, QStringLiteral("more")));
    w.flush();
    writeTo(path(), "again");
    QVERIFY(w.undo());
    w.flush();
    QCOMPARE(contentOf(other + u'2'), QByteArray("again"));
    QCOMPARE(kept.size(), 2);
    QCOMPARE(failed.size(), 0);
}

void TestWorkspace::seesWhatAnotherProgramWroteWhileItWaited()
{
    const auto writer = std::make_shared<FileWriter>();
    m_workspace = std::move(*Workspace::load(path(), writer));
    QSignalSpy kept(m_workspace.get(), &Workspace::otherVersionKept);
    SlowDisk disk;
    disk.holdUp(*writer, QStringLiteral("other file"));
    QVERIFY(m_workspace->addFolder({}, QStringLiteral("ours")));
    writeTo(path(), "theirs, later than the edit");
    disk.release();
    QTRY_COMPARE(kept.size(), 1);
    QCOMPARE(contentOf(path() + QStringLiteral(".other")), QByteArray("theirs, later than the edit"));
    QCOMPARE(namesOf(*reload()), QStringLiteral("ours []"));
}

void TestWorkspace::staysALink()
{
    const QString link = m_folder->filePath(QStringLiteral("link.yml"));
    QVERIFY(QFile::link(path(), link));
    const auto linked = Workspace::load(link);
    QVERIFY(linked);
    QVERIFY((*linked)->addFolder({}, QStringLiteral("F")));
    (*linked)->flush();
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(namesOf(*reload()), QStringLiteral("F []"));
    // The place of its file was taken by a folder: nothing is written anywhere else.
    QSignalSpy failed(linked->get(), &Workspace::saveFailed);
    QVERIFY(QFile::remove(link) && QDir().mkdir(link));
    QVERIFY((*linked)->addFolder({}, QStringLiteral("G")));
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::FileNotWritable);
    QCOMPARE(namesOf(**linked, (*linked)->topLevel()), QStringLiteral("F [] G []"));
}

void TestWorkspace::namesRoundTrip()
{
    QFile file(qEnvironmentVariable("WIRELOUPE_TEST_DATA") + QStringLiteral("/naughty-strings.json"));
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("WIRELOUPE_TEST_DATA does not name the folder with naughty-strings.json");
    Workspace& w = *m_workspace;
    const ItemId folder = *w.addFolder({}, QStringLiteral("F"));
    QStringList names;
    int n = 0;
    for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).array()) {
        const QString name = value.toString();
        const bool isEmpty = name.trimmed().isEmpty();
        const auto content = n++ % 2 ? ItemContent(serverAt(1)) : ItemContent(requestTo(name));
        const auto added = w.addItem(folder, name, content, -1);
        QCOMPARE(added.has_value(), !isEmpty);
        if (added)
            names.append(name);
    }
    QVERIFY(names.size() > 400);
    const auto again = reload();
    QVERIFY(again);
    const QList<ItemId> items = again->node(again->topLevel().first())->children;
    QCOMPARE(items.size(), names.size());
    const QList<ItemId> before = w.node(folder)->children;
    for (qsizetype i = 0; i < items.size(); ++i) {
        QCOMPARE(again->node(items.at(i))->name, names.at(i));
        QVERIFY(again->node(items.at(i))->content == w.node(before.at(i))->content);
    }
}

void TestWorkspace::inheritsAuth()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("w.yml"));
    const auto item = [](const char* name) {
        return QByteArray("      - info: {name: ") + name + ", type: http}\n        http: {auth: inherit}\n";
    };
    const QByteArray text = "opencollection: 1.0.0\n"
                            "bundled: true\n"
                            "info: {name: All}\n"
                            "items:\n"
                            "  - info: {name: Own, type: folder}\n"
                            "    request: {auth: {type: basic, username: boss, password: pw}}\n"
                            "    items:\n" +
                            item("a") +
                            "  - info: {name: Passes on, type: folder}\n"
                            "    request: {auth: inherit}\n"
                            "    items:\n" +
                            item("b") +
                            "  - info: {name: Nothing, type: folder}\n"
                            "    request: {auth: none}\n"
                            "    items:\n" +
                            item("c") +
                            "  - info: {name: Unknown, type: folder}\n"
                            "    request: {auth: {type: ntlm, username: x}}\n"
                            "    items:\n" +
                            item("d") +
                            "  - info: {name: Broken, type: folder}\n"
                            "    request: {auth: {type: basic, username: [x]}}\n"
                            "    items:\n" +
                            item("e") + "request: {auth: {type: bearer, token: T}}\n";
    writeTo(path, text);
    const auto workspace = Workspace::load(path);
    QVERIFY2(workspace.has_value(), workspace ? "" : qPrintable(workspace.error().detail));
    QStringList told;
    for (const ItemId id : (*workspace)->topLevel()) {
        const InheritedAuth auth = (*workspace)->inheritedAuth((*workspace)->node(id)->children.first());
        told.append(
            QStringLiteral("%1 %2 %3").arg(auth.from).arg(int(auth.auth.kind)).arg(auth.isCollection));
    }
    QCOMPARE(told,
             (QStringList{QStringLiteral("Own 2 0"), QStringLiteral("All 3 1"), QStringLiteral("Nothing 0 0"),
                          QStringLiteral("Unknown 0 0"), QStringLiteral("Broken 0 0")}));
    const ItemId first = (*workspace)->node((*workspace)->topLevel().first())->children.first();
    QCOMPARE((*workspace)->inheritedAuth(first).auth.password, QStringLiteral("pw"));
    // Nothing of a request is changed in the file by what others say about it.
    QVERIFY((*workspace)->rename(first, QStringLiteral("renamed")).has_value());
    (*workspace)->flush();
    QVERIFY(contentOf(path).contains("username: boss, password: pw"));
    QCOMPARE((*workspace)->inheritedAuth(ItemId()).from, QString());
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
