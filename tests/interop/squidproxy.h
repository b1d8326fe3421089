// SPDX-License-Identifier: MIT
#pragma once

#include "support/localport.h"
#include "support/program.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

#include <memory>

namespace wltest {

/// squid on a free port of this machine that asks for a login, beside any other squid. Its files are in a
/// folder that everybody may read: it gives up the rights that it has.
class SquidProxy
{
public:
    enum class Login : quint8 { Basic, Digest };

    [[nodiscard]] static bool isThere() { return QFile::exists(QStringLiteral("/usr/sbin/squid")); }

    SquidProxy(const QString& folder, Login login, const QString& user, const QString& password)
        : m_folder(folder)
        , m_port(wl::test::freePort())
    {
        const QByteArray name = login == Login::Basic ? QByteArray("basic") : QByteArray("digest");
        const QString users = m_folder + u'/' + QString::fromLatin1(name) + QStringLiteral(".users");
        write(users, login == Login::Basic ? basicLine(user, password) : digestLine(user, password));
        const QByteArray helper =
            login == Login::Basic ? QByteArray("basic_ncsa_auth") : QByteArray("digest_file_auth -c");
        const QByteArray program =
            "auth_param " + name + " program /usr/lib/squid/" + helper + ' ' + users.toUtf8();
        const QString configuration = m_folder + u'/' + QString::fromLatin1(name) + QStringLiteral(".conf");
        write(configuration,
              "http_port 127.0.0.1:" + QByteArray::number(m_port) +
                  "\npid_filename none\naccess_log none\ncache_log /dev/null\ncache_store_log none\n"
                  "cache deny all\ncoredump_dir " +
                  m_folder.toUtf8() + "\nshutdown_lifetime 0 seconds\nvisible_hostname interop\n" + program +
                  "\nauth_param " + name +
                  " realm interop\nacl login proxy_auth REQUIRED\n"
                  "acl forbidden dstdomain .forbidden.example\nhttp_access deny forbidden\n"
                  "http_access allow login\nhttp_access deny all\n");
        // Squids of one name would share their memory.
        const QString own = QStringLiteral("interop%1").arg(m_port);
        m_squid = std::make_unique<wl::test::Program>(
            QStringLiteral("/usr/sbin/squid"), QStringList{QStringLiteral("-n"), own, QStringLiteral("-N"),
                                                           QStringLiteral("-f"), configuration});
    }

    ~SquidProxy()
    {
        m_squid->process().terminate(); // so that it gives its shared memory back
        m_squid->process().waitForFinished();
    }
    SquidProxy(const SquidProxy&) = delete;
    SquidProxy& operator=(const SquidProxy&) = delete;

    /// Whether it answers; waits until it does.
    [[nodiscard]] bool isUp() const
    {
        return QTest::qWaitFor([this] { return wl::test::answers(m_port); }, 20'000);
    }
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    static void write(const QString& path, const QByteArray& content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
        QVERIFY(file.setPermissions(QFile::Permissions(0x6644)));
    }
    static QByteArray basicLine(const QString& user, const QString& password)
    {
        wl::test::Program hash(QStringLiteral("openssl"),
                               {QStringLiteral("passwd"), QStringLiteral("-apr1"), password});
        return user.toUtf8() + ':' + hash.line() + '\n';
    }
    static QByteArray digestLine(const QString& user, const QString& password)
    {
        const QByteArray who = user.toUtf8() + ":interop:";
        return who + QCryptographicHash::hash(who + password.toUtf8(), QCryptographicHash::Md5).toHex() +
               '\n';
    }

    QString m_folder;
    quint16 m_port;
    std::unique_ptr<wl::test::Program> m_squid;
};

} // namespace wltest
