// SPDX-License-Identifier: MIT
#pragma once

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <csignal>

namespace wl::test {

/// The program under test as a process of its own, with a clean environment.
class CliProcess : public QProcess
{
public:
    static QString program() { return qEnvironmentVariable("WIRELOUPE_CLI"); }

    CliProcess()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString& name : environment.keys()) {
            if (name.endsWith(QLatin1String("_proxy"), Qt::CaseInsensitive) ||
                name.startsWith(QLatin1String("WIRELOUPE_")))
                environment.remove(name);
        }
        // Nothing of the user's settings.
        environment.insert(QStringLiteral("WIRELOUPE_CONFIG"), QStringLiteral("/nonexistent/wireloupe.ini"));
        setProcessEnvironment(environment);
        setProgram(program());
    }
    ~CliProcess() override
    {
        if (state() != QProcess::NotRunning) {
            kill();
            waitForFinished();
        }
    }

    CliProcess& withVariable(const QString& name, const QString& value)
    {
        QProcessEnvironment environment = processEnvironment();
        environment.insert(name, value);
        setProcessEnvironment(environment);
        return *this;
    }

    void begin(const QStringList& arguments)
    {
        setArguments(arguments);
        start();
        QVERIFY2(waitForStarted(), qPrintable(program()));
    }

    /// Runs to the end; the exit code, -1 where it crashed or did not end.
    int run(const QStringList& arguments, const QByteArray& input = {})
    {
        setArguments(arguments);
        start();
        if (!waitForStarted())
            return -1;
        write(input);
        closeWriteChannel();
        return end();
    }
    int end()
    {
        const bool hasEnded = QTest::qWaitFor([this] { return state() == QProcess::NotRunning; }, 30'000);
        return hasEnded && exitStatus() == QProcess::NormalExit ? exitCode() : -1;
    }
    /// Nothing where it has ended already: process 0 would be ourselves.
    void signal(int number)
    {
        if (processId() > 0)
            ::kill(pid_t(processId()), number);
    }

    /// Everything that was printed so far.
    const QByteArray& out()
    {
        m_out += readAllStandardOutput();
        return m_out;
    }
    const QByteArray& words()
    {
        m_words += readAllStandardError();
        return m_words;
    }

    /// The port that a listener tells, in JSON or in words; 0 where it tells none.
    quint16 port()
    {
        quint16 found = 0;
        (void)QTest::qWaitFor(
            [&] {
                const QByteArray line = out().startsWith('{') ? out() : words();
                const auto at = out().startsWith('{') ? line.indexOf("\"port\":") + 7
                                                      : line.indexOf(':', line.indexOf("://") + 3) + 1;
                const auto end = line.indexOf('\n');
                if (at <= 7 || end < at)
                    return state() == QProcess::NotRunning;
                QByteArray digits;
                for (auto i = at; i < line.size() && line.at(i) >= '0' && line.at(i) <= '9'; ++i)
                    digits += line.at(i);
                found = quint16(digits.toUInt());
                return true;
            },
            30'000);
        return found;
    }

    /// The JSON events so far; a line that is not a JSON object is an event with only the key "broken".
    QList<QJsonObject> events()
    {
        QList<QJsonObject> list;
        const QByteArrayList lines = out().split('\n');
        for (const QByteArray& line : lines.first(lines.size() - 1)) {
            const auto document = QJsonDocument::fromJson(line);
            list.append(document.isObject()
                            ? document.object()
                            : QJsonObject{{QStringLiteral("broken"), QString::fromUtf8(line)}});
        }
        return list;
    }
    QList<QJsonObject> events(const QString& kind)
    {
        QList<QJsonObject> list;
        for (const QJsonObject& event : events()) {
            if (event.value(QLatin1String("event")).toString() == kind)
                list.append(event);
        }
        return list;
    }

private:
    QByteArray m_out;
    QByteArray m_words;
};

/// `words` as one shell line would have them; only for words without blanks.
inline QStringList split(const char* line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

} // namespace wl::test

#define VERIFY_PROGRAM()                                                                                     \
    do {                                                                                                     \
        if (!QFile::exists(wl::test::CliProcess::program()))                                                 \
            QSKIP("WIRELOUPE_CLI does not name the program");                                                \
    } while (false)
