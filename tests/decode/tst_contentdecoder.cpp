// SPDX-License-Identifier: MIT
#include "support/deflated.h"

#include "decode/contentdecoder.h"

#include "base/limits.h"

#include <QRandomGenerator>
#include <QtTest>

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

using namespace wl;
using namespace wl::test;

namespace {

QByteArray brotli(const QByteArray& bytes)
{
    size_t size = BrotliEncoderMaxCompressedSize(size_t(bytes.size())) + 16;
    QByteArray out(qsizetype(size), '\0');
    BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, size_t(bytes.size()),
                          reinterpret_cast<const uint8_t*>(bytes.data()), &size,
                          reinterpret_cast<uint8_t*>(out.data()));
    out.truncate(qsizetype(size));
    return out;
}

QByteArray zstd(const QByteArray& bytes, int level = 3)
{
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(bytes.size()))), '\0');
    out.truncate(
        qsizetype(ZSTD_compress(out.data(), size_t(out.size()), bytes.data(), size_t(bytes.size()), level)));
    return out;
}

struct Outcome
{
    QByteArray bytes;
    QString error;
    qint64 trailing = 0;
};

Outcome decode(const QList<QByteArray>& codings, const QByteArray& encoded, qsizetype step)
{
    Outcome outcome;
    Result<ContentDecoder> decoder = ContentDecoder::create(codings);
    if (!decoder) {
        outcome.error = decoder.error().detail;
        return outcome;
    }
    Result<void> result;
    for (qsizetype at = 0; at < encoded.size() && result; at += step) {
        result = decoder->feed(QByteArrayView(encoded).sliced(at, std::min(step, encoded.size() - at)),
                               [&](QByteArrayView piece) { outcome.bytes.append(piece); });
    }
    if (result)
        result = decoder->finish();
    if (!result) {
        Q_ASSERT(result.error().code == ErrorCode::DecodeFailed);
        outcome.error = result.error().detail;
    }
    outcome.trailing = decoder->trailingBytes();
    return outcome;
}

} // namespace

class TestContentDecoder : public QObject
{
    Q_OBJECT
private slots:
    void decodes_data();
    void decodes();
    void refuses_data();
    void refuses();
    void unknownCodings();
    void bombs_data();
    void bombs();
    void slowBomb();
    void stopsAtTheSizeLimit();
    void nothingAfterAnError();
    void largeWindow();
    void everyCutIsNoticed_data();
    void everyCutIsNoticed();
    void damageNeverCrashes();
};

void TestContentDecoder::decodes_data()
{
    QTest::addColumn<QList<QByteArray>>("codings");
    QTest::addColumn<QByteArray>("encoded");
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<int>("trailing");

    QByteArray text;
    for (int i = 0; i < 3000; ++i)
        text += "line " + QByteArray::number(i * 7919) + "\n";
    const auto row = [](const char* name, const QList<QByteArray>& codings, const QByteArray& encoded,
                        const QByteArray& plain,
                        int trailing = 0) { QTest::newRow(name) << codings << encoded << plain << trailing; };
    row("none", {}, "abc", "abc");
    row("identity", {"identity"}, "abc", "abc");
    row("gzip", {"gzip"}, gzipped(text), text);
    row("x-gzip", {"x-gzip"}, gzipped(text), text);
    row("capitals", {"GZip"}, gzipped(text), text);
    row("gzip of nothing", {"gzip"}, gzipped({}), {});
    row("gzip in members", {"gzip"}, gzipped("one") + gzipped("two") + gzipped({}) + gzipped("three"),
        "onetwothree");
    row("gzip with padding", {"gzip"}, gzipped("one") + QByteArray(10, '\0'), "one", 10);
    row("gzip, something behind", {"gzip"}, gzipped("one") + "rest\x1f", "one", 5);
    row("deflate, zlib", {"deflate"}, deflated(text, MAX_WBITS), text);
    row("deflate, raw", {"deflate"}, deflated(text, -MAX_WBITS), text);
    row("deflate, raw and short", {"deflate"}, deflated("a", -MAX_WBITS), "a");
    row("deflate, something behind", {"deflate"}, deflated("one", MAX_WBITS) + "xy", "one", 2);
    row("br", {"br"}, brotli(text), text);
    row("br of nothing", {"br"}, brotli({}), {});
    row("br, something behind", {"br"}, brotli("one") + "xyz", "one", 3);
    row("zstd", {"zstd"}, zstd(text), text);
    row("zstd in frames", {"zstd"}, zstd("one") + zstd("two"), "onetwo");
    row("two layers", {"gzip", "br"}, brotli(gzipped(text)), text);
    row("three layers", {"deflate", "zstd", "gzip"}, gzipped(zstd(deflated(text, MAX_WBITS))), text);
    row("five layers", {"gzip", "gzip", "gzip", "gzip", "gzip"},
        gzipped(gzipped(gzipped(gzipped(gzipped("x"))))), "x");
    row("layers with identity", {"identity", "gzip", "identity"}, gzipped("x"), "x");
    for (const char* coding : {"gzip", "deflate", "br", "zstd"})
        row(qPrintable(QStringLiteral("an empty body as ") + QLatin1String(coding)), {coding}, {}, {});
}

void TestContentDecoder::decodes()
{
    QFETCH(QList<QByteArray>, codings);
    QFETCH(QByteArray, encoded);
    QFETCH(QByteArray, plain);
    QFETCH(int, trailing);
    for (const qsizetype step :
         {std::max<qsizetype>(encoded.size(), 1), qsizetype(1), qsizetype(3), qsizetype(1000)}) {
        const Outcome outcome = decode(codings, encoded, step);
        QCOMPARE(outcome.error, QString());
        QCOMPARE(outcome.bytes, plain);
        QCOMPARE(outcome.trailing, trailing);
    }
}

void TestContentDecoder::refuses_data()
{
    QTest::addColumn<QList<QByteArray>>("codings");
    QTest::addColumn<QByteArray>("encoded");
    QTest::addColumn<QString>("error"); // its beginning

    QByteArray badSum = gzipped("hello");
    badSum[badSum.size() - 5] = char(badSum[badSum.size() - 5] ^ 1);
    const auto row = [](const char* name, const QList<QByteArray>& codings, const QByteArray& encoded,
                        const char* error) {
        QTest::newRow(name) << codings << encoded << QString::fromUtf8(error);
    };
    row("gzip: not gzip", {"gzip"}, "hello world", "gzip: incorrect header check, at byte");
    row("gzip: wrong sum", {"gzip"}, badSum, "gzip: incorrect data check, at byte");
    row("gzip: cut", {"gzip"}, gzipped("hello world").chopped(3),
        "gzip: the data ends too early, after byte");
    row("gzip: second member cut", {"gzip"}, gzipped("one") + gzipped("two").first(12),
        "gzip: the data ends too early");
    row("gzip: header only", {"gzip"}, gzipped("x").first(5), "gzip: the data ends too early");
    row("deflate: garbage", {"deflate"}, "\xff\xff\xff\xff", "deflate: ");
    row("deflate: one byte", {"deflate"}, "x", "deflate: the data ends too early");
    row("br: garbage", {"br"}, "\xff\xff\xff\xff\xff\xff", "br: ");
    row("br: cut", {"br"}, brotli("hello world").chopped(2), "br: the data ends too early");
    row("zstd: garbage", {"zstd"}, "hello world", "zstd: Unknown frame descriptor, at byte");
    row("zstd: cut", {"zstd"}, zstd("hello world").chopped(2), "zstd: the data ends too early");
    row("zstd: garbage behind", {"zstd"}, zstd("hello") + "garbage", "zstd: Unknown frame descriptor");
    row("inner layer", {"gzip", "br"}, brotli("hello world, this is no gzip"),
        "gzip: incorrect header check, at byte 2");
    row("inner layer cut", {"gzip", "br"}, brotli(gzipped("hello").chopped(1)),
        "gzip: the data ends too early");
}

void TestContentDecoder::refuses()
{
    QFETCH(QList<QByteArray>, codings);
    QFETCH(QByteArray, encoded);
    QFETCH(QString, error);
    const Outcome whole = decode(codings, encoded, encoded.size());
    QVERIFY2(whole.error.startsWith(error), qPrintable(whole.error));
    const Outcome single = decode(codings, encoded, 1);
    QVERIFY2(single.error.startsWith(error), qPrintable(single.error));
    QVERIFY(whole.bytes.startsWith(single.bytes) || single.bytes.startsWith(whole.bytes));
}

void TestContentDecoder::unknownCodings()
{
    QVERIFY(decode({"rot13"}, "x", 1).error.contains(QStringLiteral("unknown content coding rot13")));
    QVERIFY(decode({"gzip", "compress"}, "x", 1).error.contains(QStringLiteral("compress")));
    QVERIFY(decode({QByteArray(1000, 'x')}, "x", 1).error.size() < 100);
    const QList<QByteArray> six(6, "gzip");
    QVERIFY(decode(six, "x", 1).error.contains(QStringLiteral("more than 5")));
}

void TestContentDecoder::bombs_data()
{
    QTest::addColumn<QList<QByteArray>>("codings");
    QTest::addColumn<QByteArray>("encoded");
    const QByteArray zeros(32 * 1024 * 1024, '\0');
    QTest::newRow("br") << QList<QByteArray>{"br"} << brotli(zeros);
    QTest::newRow("zstd") << QList<QByteArray>{"zstd"} << zstd(zeros);
    QTest::newRow("gzip twice") << QList<QByteArray>{"gzip", "gzip"} << gzipped(gzipped(zeros));
    QTest::newRow("inner bomb that shrinks again")
        << QList<QByteArray>{"zstd", "gzip", "gzip"}
        << gzipped(gzipped(zstd(QByteArray(32 * 1024 * 1024, 'x'))));
}

void TestContentDecoder::bombs()
{
    QFETCH(QList<QByteArray>, codings);
    QFETCH(QByteArray, encoded);
    const Outcome outcome = decode(codings, encoded, encoded.size());
    QVERIFY2(outcome.error.contains(QStringLiteral("bomb")), qPrintable(outcome.error));
    QVERIFY(outcome.bytes.size() <= limits::contentRatioFrom + 64 * 1024);
}

/// One that stays below the ratio of the others would fill the disk: it ends at a gibibyte.
void TestContentDecoder::slowBomb()
{
    QByteArray noise(40'000, '\0');
    QRandomGenerator random(7);
    random.fillRange(reinterpret_cast<quint32*>(noise.data()), noise.size() / 4);
    const QByteArray member = gzipped(QByteArray(10'000'000, '\0') + noise);
    QVERIFY(10'000'000 / member.size() < limits::contentRatio / 4);
    Result<ContentDecoder> decoder = ContentDecoder::create({"gzip"});
    Result<void> fed;
    qint64 given = 0;
    for (int i = 0; i < 200 && fed; ++i)
        fed = decoder->feed(member, [&](QByteArrayView piece) { given += piece.size(); });
    QVERIFY(!fed);
    QVERIFY2(fed.error().detail.contains(QStringLiteral("more than 100 times")),
             qPrintable(fed.error().detail));
    QVERIFY(given > 1'000'000'000 && given <= ContentDecoder::largeBytes + 1024 * 1024);
}

void TestContentDecoder::stopsAtTheSizeLimit()
{
    const QByteArray text(200'000, 't');
    for (const qint64 limit : {qint64(199'999), qint64(200'000)}) {
        Result<ContentDecoder> decoder = ContentDecoder::create({"gzip", "br"}, limit);
        qsizetype given = 0;
        const Result<void> fed =
            decoder->feed(brotli(gzipped(text)), [&](QByteArrayView piece) { given += piece.size(); });
        QCOMPARE(fed.has_value(), limit == text.size());
        QVERIFY(given <= limit);
        if (!fed)
            QCOMPARE(fed.error().detail, QStringLiteral("gzip: more than 199999 bytes decoded"));
    }
}

void TestContentDecoder::nothingAfterAnError()
{
    Result<ContentDecoder> decoder = ContentDecoder::create({"gzip"});
    int pieces = 0;
    const auto count = [&](QByteArrayView) { ++pieces; };
    const Result<void> first = decoder->feed("garbage!!", count);
    const Result<void> second = decoder->feed(gzipped("fine"), count);
    QVERIFY(!first && !second && !decoder->finish());
    QCOMPARE(second.error(), first.error());
    QCOMPARE(pieces, 0);
}

void TestContentDecoder::largeWindow()
{
    // A frame that asks for a window of 128 MiB is refused before the memory is taken (RFC 9659).
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 27);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    QByteArray out(1024, '\0');
    ZSTD_outBuffer output{out.data(), size_t(out.size()), 0};
    ZSTD_inBuffer input{"hello", 5, 0};
    ZSTD_compressStream2(context, &output, &input, ZSTD_e_flush);
    ZSTD_freeCCtx(context);
    out.truncate(qsizetype(output.pos));
    const Outcome outcome = decode({"zstd"}, out, out.size());
    QVERIFY2(outcome.error.contains(QStringLiteral("memory")), qPrintable(outcome.error));
}

void TestContentDecoder::everyCutIsNoticed_data()
{
    QTest::addColumn<QByteArray>("coding");
    QTest::addColumn<QByteArray>("encoded");
    const QByteArray text = QByteArray("some text, some more text. ").repeated(5);
    QTest::newRow("gzip") << QByteArray("gzip") << gzipped(text);
    QTest::newRow("deflate") << QByteArray("deflate") << deflated(text, MAX_WBITS);
    QTest::newRow("br") << QByteArray("br") << brotli(text);
    QTest::newRow("zstd") << QByteArray("zstd") << zstd(text);
}

void TestContentDecoder::everyCutIsNoticed()
{
    QFETCH(QByteArray, coding);
    QFETCH(QByteArray, encoded);
    for (qsizetype size = 1; size < encoded.size(); ++size)
        QVERIFY2(!decode({coding}, encoded.first(size), size).error.isEmpty(),
                 qPrintable(QString::number(size)));
}

void TestContentDecoder::damageNeverCrashes()
{
    const QByteArray text = QByteArray("some text, some more text. ").repeated(50);
    for (const auto& [coding, encoded] :
         {std::pair(QByteArray("gzip"), gzipped(text)), std::pair(QByteArray("br"), brotli(text)),
          std::pair(QByteArray("zstd"), zstd(text))}) {
        for (qsizetype i = 0; i < encoded.size(); ++i) {
            for (const int bit : {0, 3, 7}) {
                QByteArray damaged = encoded;
                damaged[i] = char(damaged[i] ^ (1 << bit));
                const Outcome outcome = decode({coding}, damaged, 7);
                QVERIFY(outcome.bytes.size() <= limits::contentRatioFrom + 64 * 1024);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestContentDecoder)
#include "tst_contentdecoder.moc"
