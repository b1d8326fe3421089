// SPDX-License-Identifier: MIT
#include "capture/notecomments.h"
#include "capture/recordnotes.h"

#include <QTest>

#include <thread>

using namespace wl;

class TestRecordNotes : public QObject
{
    Q_OBJECT
private slots:
    void setAndTakeBack()
    {
        RecordNotes notes;
        QCOMPARE(notes.count(), quint64(0));
        QVERIFY(notes.note(RecordId(5)).isEmpty());
        const RecordNote note{QStringLiteral("look"), true};
        const RecordNote before = notes.set(RecordId(5), note);
        QVERIFY(before.isEmpty());
        QCOMPARE(notes.note(RecordId(5)), note);
        QVERIFY(notes.isMarked(RecordId(5)));
        QVERIFY(!notes.isMarked(RecordId(4)));
        QCOMPARE(notes.count(), quint64(1));
        QCOMPARE(notes.set(RecordId(5), before), note);
        QCOMPARE(notes.count(), quint64(0));
    }

    void eachChangeIsSeen()
    {
        RecordNotes notes;
        const quint64 first = notes.revision();
        notes.set(RecordId(1), {QStringLiteral("a"), false});
        const quint64 second = notes.revision();
        QVERIFY(second > first);
        notes.set(RecordId(1), {QStringLiteral("a"), false});
        notes.set(RecordId(2), {});
        QCOMPARE(notes.revision(), second);
        notes.clear();
        QVERIFY(notes.revision() > second);
        QCOMPARE(notes.count(), quint64(0));
    }

    void inRisingOrder()
    {
        RecordNotes notes;
        for (const quint64 id : {7, 2, 9, 4}) {
            notes.set(RecordId(id), {QStringLiteral("x"), id > 5});
        }
        const std::vector<RecordId> all = {RecordId(2), RecordId(4), RecordId(7), RecordId(9)};
        const std::vector<RecordId> marked = {RecordId(7), RecordId(9)};
        QVERIFY(notes.records() == all);
        QVERIFY(notes.marked() == marked);
    }

    void manyThreads()
    {
        RecordNotes notes;
        std::atomic<bool> isDone{false};
        std::atomic<quint64> seen{0};
        std::thread reader([&] {
            while (!isDone) {
                for (quint64 id = 0; id < 100; ++id) {
                    seen += notes.note(RecordId(id)).comment == QStringLiteral("text") ? 1 : 0;
                }
                seen += notes.marked().size();
            }
        });
        for (quint64 round = 0; round < 20'000; ++round) {
            notes.set(RecordId(round % 100), {round % 3 == 0 ? QString() : QStringLiteral("text"), true});
        }
        isDone = true;
        reader.join();
        QCOMPARE(notes.count(), quint64(100));
    }

    void comments_data()
    {
        QTest::addColumn<QByteArrayList>("comments");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isMarked");
        QTest::newRow("none") << QByteArrayList{} << QString() << false;
        QTest::newRow("one") << QByteArrayList{"a"} << QStringLiteral("a") << false;
        QTest::newRow("several are lines")
            << QByteArrayList{"a", "b\nc"} << QStringLiteral("a\nb\nc") << false;
        QTest::newRow("a mark") << QByteArrayList{"[marked]"} << QString() << true;
        QTest::newRow("mark and comment") << QByteArrayList{"a", "[marked]"} << QStringLiteral("a") << true;
        QTest::newRow("not a mark") << QByteArrayList{"[marked] a"} << QStringLiteral("[marked] a") << false;
        QTest::newRow("empty") << QByteArrayList{"", "a"} << QStringLiteral("a") << false;
        QTest::newRow("not UTF-8") << QByteArrayList{"a\xFF"} << QStringLiteral("a\uFFFD") << false;
        QTest::newRow("too many") << QByteArrayList(3, QByteArray(65'535, 'x')) << QString(65'535, u'x')
                                  << false;
    }
    void comments()
    {
        QFETCH(QByteArrayList, comments);
        RecordNote note;
        for (const QByteArray& comment : comments) {
            addComment(note, comment);
        }
        QTEST(note.comment, "text");
        QTEST(note.isMarked, "isMarked");
    }

    void options()
    {
        QCOMPARE(commentOptions({}), QByteArray());
        QCOMPARE(commentOptions({QStringLiteral("abc"), false}), QByteArray("\1\0\3\0abc\0", 8));
        QCOMPARE(commentOptions({QStringLiteral("abcd"), true}),
                 QByteArray("\1\0\10\0[marked]", 12) + QByteArray("\1\0\4\0abcd", 8));
        // Cut before the character that does not fit.
        const QByteArray cut = commentOptions({QString(40'000, u'\u00E4'), false});
        QCOMPARE(cut.size(), 4 + 65'536);
        QCOMPARE(cut.mid(2, 2), QByteArray("\xFE\xFF"));
    }
};

QTEST_GUILESS_MAIN(TestRecordNotes)
#include "tst_recordnotes.moc"
