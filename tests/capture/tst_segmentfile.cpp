// SPDX-License-Identifier: MIT
#include "capture/blockreader.h"
#include "capture/pcapng.h"
#include "capture/segmentfile.h"
#include "tests/capture/capturekit.h"

#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

QByteArray block(quint32 type, const QByteArray& body)
{
    QByteArray bytes(body.size() + 12, '\0');
    pcapng::put<quint32>(bytes.data(), type);
    pcapng::put<quint32>(bytes.data() + 4, static_cast<quint32>(bytes.size()));
    bytes.replace(8, body.size(), body);
    pcapng::put<quint32>(bytes.data() + bytes.size() - 4, static_cast<quint32>(bytes.size()));
    return bytes;
}

QByteArray section()
{
    return block(pcapng::sectionHeader, QByteArray::fromHex("4d3c2b1a01000000ffffffffffffffff"));
}

// Types of the blocks of a file, and the error that ended it.
QByteArray blocksOf(const QString& path)
{
    const QByteArray content = contentOf(path);
    BlockReader reader(
        [&](qint64 offset, char* to, qsizetype bytes) -> Result<qsizetype> {
            std::memcpy(to, content.constData() + offset, static_cast<size_t>(bytes));
            return bytes;
        },
        content.size());
    QByteArray types;
    for (;;) {
        const auto next = reader.next();
        if (!next || !*next) {
            return types.trimmed() + (next ? QByteArray() : ": " + next.error().detail.toUtf8());
        }
        types += (*next)->type == pcapng::sectionHeader ? QByteArray("S ")
                                                        : QByteArray::number((*next)->type) + ' ';
    }
}

qsizetype append(SegmentFile& file, const QByteArray& blocks)
{
    return file.append(blocks.constData(), blocks.size()).bytes;
}

} // namespace

class TestSegmentFile : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_scratch = std::make_unique<QTemporaryDir>();
        m_path = m_scratch->filePath(QStringLiteral("old"));
        auto made = SegmentFile::create(m_path, true, {0, 1'000, 0});
        QVERIFY(made);
        m_file = *made;
    }

    void appendsAndReads()
    {
        QCOMPARE(append(*m_file, section()), section().size());
        QCOMPARE(append(*m_file, block(6, "abcd") + block(7, "efgh")), qsizetype(32));
        QByteArray bytes(4, '\0');
        QVERIFY(m_file->read(1'000 + 28 + 16 + 8, bytes.data(), 4));
        QCOMPARE(bytes, QByteArray("efgh"));
        QCOMPARE(m_file->diskBytes(), qint64(60));
        QVERIFY(!m_file->read(1'000 + 60, bytes.data(), 4)); // not there yet
        QVERIFY(!SegmentFile::create(m_path, true, {}));
    }

    // Old blocks stay hidden after each step, and what the new ones give is exact.
    void writesOverAnOldFile()
    {
        append(*m_file, section());
        for (int i = 0; i < 100; ++i) {
            append(*m_file, block(9, QByteArray(40, 'o')));
        }
        m_file->seal();
        const qint64 oldSize = m_file->diskBytes();
        const QString path = m_scratch->filePath(QStringLiteral("new"));
        auto made = SegmentFile::reuse(*m_file, path, {1, 50'000, 0});
        QVERIFY(made);
        SegmentFile& file = **made;
        QVERIFY(!QFile::exists(m_path));
        QCOMPARE(blocksOf(path), QByteArray("S"));
        QByteArray expected = "S S";
        QCOMPARE(append(file, section()), section().size());
        QCOMPARE(blocksOf(path), expected);
        quint64 position = 50'000 + 28;
        for (int i = 0; i < 150; ++i) { // on beyond the old end, in steps that do not fit the old blocks
            const QByteArray bytes = block(6, QByteArray(4 * (i % 9 + 1), static_cast<char>('a' + i % 26)));
            QCOMPARE(append(file, bytes), bytes.size());
            expected += " 6";
            QCOMPARE(blocksOf(path), expected);
            char first = 0;
            QVERIFY(file.read(position + 8, &first, 1));
            QCOMPARE(first, static_cast<char>('a' + i % 26));
            position += static_cast<quint64>(bytes.size());
        }
        QVERIFY(file.diskBytes() > 0 && QFile(path).size() == file.diskBytes());
        file.seal();
        QVERIFY(QFile(path).size() < oldSize + 2'000);
        QCOMPARE(blocksOf(path), expected);
    }

    void sealingCutsTheOldContentOff()
    {
        append(*m_file, section() + block(9, QByteArray(4'000, 'o')));
        m_file->seal();
        const QString path = m_scratch->filePath(QStringLiteral("new"));
        auto made = SegmentFile::reuse(*m_file, path, {1, 50'000, 0});
        append(**made, section());
        QCOMPARE((*made)->diskBytes(), qint64(28 + 4'012));
        (*made)->seal();
        QCOMPARE(QFile(path).size(), qint64(28 + 28));
        QCOMPARE((*made)->diskBytes(), qint64(28 + 28));
    }

    // Who still holds the old segment is told that it is gone, and never gets the new one's bytes.
    void readsOfADroppedSegmentFail()
    {
        append(*m_file, section() + block(6, "abcd"));
        auto made = SegmentFile::reuse(*m_file, m_scratch->filePath(QStringLiteral("new")), {1, 50'000, 0});
        QVERIFY(made);
        char byte = 0;
        const auto read = m_file->read(1'000, &byte, 1);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::FileNotFound);
    }

    // Somebody deleted the old file: the caller is told so that it can make a new one.
    void theOldFileIsGone()
    {
        append(*m_file, section());
        QVERIFY(QFile::remove(m_path));
        const auto made =
            SegmentFile::reuse(*m_file, m_scratch->filePath(QStringLiteral("new")), {1, 50'000, 0});
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::FileNotFound);
    }

    void removing()
    {
        append(*m_file, section());
        m_file->remove();
        QVERIFY(!QFile::exists(m_path));
        char byte = 0;
        QVERIFY(!m_file->read(1'000, &byte, 1));
    }

private:
    std::unique_ptr<QTemporaryDir> m_scratch;
    QString m_path;
    std::shared_ptr<SegmentFile> m_file;
};

QTEST_GUILESS_MAIN(TestSegmentFile)
#include "tst_segmentfile.moc"
