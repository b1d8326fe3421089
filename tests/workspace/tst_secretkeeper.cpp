// SPDX-License-Identifier: MIT
#include "workspace/secretkeeper.h"

#include "support/memorysecrets.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

namespace {

HttpRequest requestWith(const QString& password)
{
    HttpRequest request;
    request.url = QStringLiteral("http://127.0.0.1/");
    request.auth.kind = HttpAuth::Kind::Basic;
    request.auth.user = QStringLiteral("me");
    request.auth.password = password;
    return request;
}

QString passwordOf(const Workspace& workspace, ItemId id)
{
    return std::get<HttpRequest>(workspace.node(id)->content).auth.password;
}

} // namespace

class TestSecretKeeper : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<MemorySecrets>();
        m_path = m_folder->filePath(QStringLiteral("a.yml"));
        m_workspace = *Workspace::create(m_path, QStringLiteral("A"));
        new SecretKeeper(*m_workspace, *m_store);
    }

    void comesBackWithTheFile()
    {
        add(requestWith(QStringLiteral("open sesame")));
        QVERIFY(!fileText().contains("sesame"));
        reload();
        QCOMPARE(passwordOf(*m_workspace, first()), QString());
        QSignalSpy filled(m_workspace.get(), &Workspace::secretsFilled);
        m_store->answer();
        QCOMPARE(filled.count(), 1);
        QCOMPARE(passwordOf(*m_workspace, first()), QStringLiteral("open sesame"));
        QVERIFY(!m_workspace->canUndo());
        QVERIFY(m_workspace->isSaved());
    }

    void everyKindOfSecret()
    {
        HttpRequest request = requestWith(QStringLiteral("p"));
        request.auth.token = QStringLiteral("t");
        request.auth.keyValue = QStringLiteral("k");
        request.auth.oauth2.clientSecret = QStringLiteral("c");
        request.auth.aws.secretAccessKey = QStringLiteral("a");
        request.auth.aws.sessionToken = QStringLiteral("s");
        request.settings.proxy.password = QStringLiteral("x");
        request.settings.tls.keyPassword = QStringLiteral("y");
        add(request);
        ClientItem client;
        client.client.tls.keyPassword = QString::fromUtf8("Schlüssel \"\\\n");
        add(client);
        const ItemSecrets ofRequest = secretsOf(m_workspace->node(m_workspace->topLevel().at(0))->content);
        reload();
        m_store->answer();
        const QList<ItemId> items = m_workspace->topLevel();
        QCOMPARE(secretsOf(m_workspace->node(items.at(0))->content), ofRequest);
        const auto& again = std::get<ClientItem>(m_workspace->node(items.at(1))->content);
        QCOMPARE(again.client.tls.keyPassword, client.client.tls.keyPassword);
    }

    void nothingIsAskedWithoutSecrets()
    {
        add(requestWith({}));
        add(requestWith(QStringLiteral("{{password}}")));
        add(ServerItem());
        QCOMPARE(m_store->asked, QStringList());
        QVERIFY(!fileText().contains("secrets"));
    }

    void changesAreKept()
    {
        const ItemId id = add(requestWith(QStringLiteral("one")));
        QVERIFY(m_workspace->setContent(id, requestWith(QStringLiteral("two"))));
        QVERIFY(m_workspace->setContent(id, requestWith(QStringLiteral("three")))); // before an answer
        m_store->answer();
        QCOMPARE(m_store->kept.size(), 1);
        QVERIFY(m_store->kept.first().contains("three"));
        QVERIFY(m_workspace->setContent(id, requestWith({})));
        m_store->answer();
        QCOMPARE(m_store->kept.size(), 0);
        QVERIFY(m_workspace->undo());
        m_store->answer();
        QVERIFY(m_store->kept.first().contains("three"));
    }

    void lastChangeBeforeTheEndIsKept()
    {
        const ItemId id = add(requestWith(QStringLiteral("one")));
        QVERIFY(m_workspace->setContent(id, requestWith(QStringLiteral("tw"))));
        QVERIFY(m_workspace->setContent(id, requestWith(QStringLiteral("two"))));
        m_workspace.reset();
        m_store->answer();
        QVERIFY(m_store->kept.first().contains("two"));
    }

    void whatWasTypedBeforeTheAnswerStays()
    {
        HttpRequest request = requestWith(QStringLiteral("old"));
        request.settings.proxy.password = QStringLiteral("of the proxy");
        add(request);
        reload();
        QVERIFY(m_workspace->setContent(first(), requestWith(QStringLiteral("new"))));
        m_store->answer();
        const ItemSecrets now = m_workspace->secrets(first());
        QCOMPARE(now.password, QStringLiteral("new"));
        QCOMPARE(now.proxyPassword, QStringLiteral("of the proxy"));
        QCOMPARE(decodeSecrets(m_store->kept.first()), now);
        QVERIFY(m_workspace->undo()); // the step's state before has what was brought, too
        QCOMPARE(m_workspace->secrets(first()).password, QStringLiteral("old"));
    }

    void copiesHaveTheirOwn()
    {
        const ItemId id = add(requestWith(QStringLiteral("one")));
        const ItemId copy = *m_workspace->duplicate(id);
        QVERIFY(m_workspace->secretsKey(id) != m_workspace->secretsKey(copy));
        QVERIFY(m_workspace->setContent(copy, requestWith(QStringLiteral("two"))));
        reload();
        m_store->answer();
        QCOMPARE(passwordOf(*m_workspace, m_workspace->topLevel().at(0)), QStringLiteral("one"));
        QCOMPARE(passwordOf(*m_workspace, m_workspace->topLevel().at(1)), QStringLiteral("two"));
    }

    void deletedOnesGoWithTheWorkspace()
    {
        const ItemId kept = add(requestWith(QStringLiteral("one")));
        const ItemId deleted = add(requestWith(QStringLiteral("two")));
        QVERIFY(m_workspace->remove(deleted));
        m_store->answer();
        QCOMPARE(m_store->kept.size(), 2); // it can be brought back
        QVERIFY(m_workspace->undo());
        QCOMPARE(passwordOf(*m_workspace, deleted), QStringLiteral("two"));
        QVERIFY(m_workspace->redo());
        const QString key = m_workspace->secretsKey(kept);
        m_workspace.reset();
        m_store->answer();
        QCOMPARE(m_store->kept.keys(), QStringList{key});
    }

    /// A name that undo takes back is in no file: what is under it goes too.
    void undoneOnesGoToo()
    {
        const ItemId id = add(requestWith({}));
        QVERIFY(m_workspace->setContent(id, requestWith(QStringLiteral("one"))));
        m_store->answer();
        QCOMPARE(m_store->kept.size(), 1);
        QVERIFY(m_workspace->undo());
        m_workspace.reset();
        m_store->answer();
        QCOMPARE(m_store->kept.size(), 0);
    }

    /// A file that somebody sends must not get what was typed into one of ours.
    void anotherFileGetsNothing()
    {
        add(requestWith(QStringLiteral("open sesame")));
        m_workspace->flush();
        const QString copy = m_folder->filePath(QStringLiteral("b.yml"));
        QVERIFY(QFile::copy(m_path, copy));
        const auto other = *Workspace::load(copy);
        new SecretKeeper(*other, *m_store);
        m_store->answer();
        QCOMPARE(passwordOf(*other, other->topLevel().first()), QString());
        QCOMPARE(m_store->kept.size(), 1);
    }

    void brokenKeyRingLosesNothing()
    {
        const ItemId id = add(requestWith(QStringLiteral("one")));
        m_store->isBroken = true;
        QVERIFY(m_workspace->setContent(id, requestWith(QStringLiteral("two"))));
        m_store->answer();
        QCOMPARE(m_store->problem(), QStringLiteral("it is locked"));
        QCOMPARE(passwordOf(*m_workspace, id), QStringLiteral("two"));
        m_store->isBroken = false;
        QVERIFY(m_workspace->setContent(id, requestWith(QStringLiteral("three"))));
        m_store->answer();
        QCOMPARE(m_store->problem(), QString());
        QVERIFY(m_store->kept.first().contains("three"));
    }

    /// A key ring that stays closed at the start is not emptied by edits of other parts.
    void unreadSecretsAreNotRemoved()
    {
        add(requestWith(QStringLiteral("one")));
        m_store->isBroken = true;
        reload();
        m_store->answer();
        HttpRequest edited = requestWith({});
        edited.url = QStringLiteral("http://127.0.0.1/other");
        QVERIFY(m_workspace->setContent(first(), edited));
        m_store->answer();
        QVERIFY(m_store->kept.first().contains("one"));
        m_store->isBroken = false;
        edited.url = QStringLiteral("http://127.0.0.1/third");
        QVERIFY(m_workspace->setContent(first(), edited));
        m_store->answer();
        QCOMPARE(passwordOf(*m_workspace, first()), QStringLiteral("one"));
    }

    void foreignTextsInTheKeyRing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("\xff\x00{", 3);
        QTest::newRow("a list") << QByteArray("[1]");
        QTest::newRow("other members") << QByteArray(R"({"password":7,"other":{}})");
    }

    void foreignTextsInTheKeyRing()
    {
        QFETCH(const QByteArray, text);
        add(requestWith(QStringLiteral("one")));
        m_workspace->flush();
        m_store->kept.first() = text;
        reload();
        m_store->answer();
        QCOMPARE(passwordOf(*m_workspace, first()), QString());
        QVERIFY(m_workspace->setContent(first(), requestWith(QStringLiteral("two"))));
        m_store->answer();
        QVERIFY(m_store->kept.first().contains("two"));
    }

    /// A secret that stands in the file of somebody else stays there and goes nowhere.
    void secretsOfTheFileStayThere()
    {
        QFile file(m_path);
        m_workspace.reset();
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "opencollection: 1.0.0\ninfo:\n  name: A\nitems:\n  - info:\n      name: a\n      type: http\n"
            "    http:\n      method: GET\n      url: http://127.0.0.1/\n      auth:\n        type: basic\n"
            "        username: me\n        password: theirs\nbundled: true\n");
        file.close();
        m_workspace = *Workspace::load(m_path);
        new SecretKeeper(*m_workspace, *m_store);
        HttpRequest request = std::get<HttpRequest>(m_workspace->node(first())->content);
        QCOMPARE(request.auth.password, QStringLiteral("theirs"));
        request.url += QStringLiteral("other");
        QVERIFY(m_workspace->setContent(first(), request));
        QCOMPARE(m_store->asked, QStringList());
        QVERIFY(fileText().contains("theirs"));
    }

private:
    ItemId add(const ItemContent& content)
    {
        const ItemId id = *m_workspace->addItem({}, QStringLiteral("item"), content);
        m_store->answer();
        return id;
    }

    void reload()
    {
        m_workspace.reset(); // waits for the disk
        m_store->asked.clear();
        m_workspace = *Workspace::load(m_path);
        new SecretKeeper(*m_workspace, *m_store);
    }

    [[nodiscard]] ItemId first() const { return m_workspace->topLevel().first(); }

    QByteArray fileText()
    {
        m_workspace->flush();
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MemorySecrets> m_store;
    std::unique_ptr<Workspace> m_workspace;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestSecretKeeper)
#include "tst_secretkeeper.moc"
