// SPDX-License-Identifier: MIT
#include "http/managerpool.h"

#include "http/bodydevice.h"
#include "http/httpcompose.h"
#include "tests/support/rawpeer.h"
#include "tests/support/recordingsink.h"
#include "tests/support/scriptedpeer.h"

#include <QtTest>

using namespace wl;
using namespace wl::test;
using wltest::ScriptedPeer;

namespace {

class Observer final : public TapObserver
{
public:
    void tapBody(const TapRecord&, QByteArrayView) override {}
    void tapChanged(const TapRecord& record) override { last = record; }
    TapRecord last;
};

/// An upload by one manager through a tap, and its permit.
struct Upload
{
    Upload(quint16 port, qsizetype bytes)
    {
        HttpRequest typed;
        typed.method = QStringLiteral("PUT");
        typed.url = QStringLiteral("http://127.0.0.1:%1/").arg(port);
        typed.body.kind = HttpBody::Kind::Text;
        typed.body.text = QString(bytes, u'x');
        request = *composeRequest(typed);
        ticket.number = 1;
        ticket.manager = slot.name();
        ticket.host = QStringLiteral("127.0.0.1");
        ticket.port = port;
        ticket.method = "PUT";
        ticket.requestBodyBytes = bytes;
        ticket.observer = observer;
        ticket.flow = std::make_shared<TapFlow>();
        QObject::connect(&slot, &ManagerSlot::freed, &slot, [this] { ++frees; });
    }
    void send()
    {
        slot.setTaken();
        slot.send(request, *tap.admit(ticket), std::make_unique<BodyDevice>(request.body));
    }

    RecordingSink sink;
    WireTap tap{sink};
    ManagerSlot slot{"m0", nullptr};
    ComposedRequest request;
    TapTicket ticket;
    std::shared_ptr<Observer> observer = std::make_shared<Observer>();
    int frees = 0;
};

constexpr qsizetype uploadBytes = 16 * 1024 * 1024;

} // namespace

/// A manager hears the end of its exchange by itself, also with megabytes still to be sent: nobody calls
/// tick() here, which would replace one that does not.
class TestManagerSlot : public QObject
{
    Q_OBJECT
private slots:
    void endOfARefusedUpload();
    void endOfACanceledUpload();
    void endOfAnUploadWithAVoidPermit();
    void endOfAnUploadThatIsAnsweredEarly();
};

void TestManagerSlot::endOfARefusedUpload()
{
    RawListener gone;
    const quint16 port = gone.port();
    gone.close();
    Upload upload(port, uploadBytes);
    upload.send();
    QTRY_COMPARE(upload.observer->last.error.code, ErrorCode::ConnectionRefused);
    upload.slot.letGo();
    QTRY_VERIFY(upload.slot.isFree());
    QCOMPARE(upload.frees, 1);
}

void TestManagerSlot::endOfACanceledUpload()
{
    RawListener listener; // which takes what its buffers hold
    Upload upload(listener.port(), uploadBytes);
    upload.send();
    QTRY_VERIFY(upload.observer->last.requestBodyBytes > 0);
    upload.tap.cancel(upload.ticket.number);
    QCOMPARE(upload.observer->last.error.code, ErrorCode::Canceled);
    upload.slot.letGo();
    QTRY_VERIFY(upload.slot.isFree());
    QVERIFY(upload.observer->last.requestBodyBytes < uploadBytes);
}

void TestManagerSlot::endOfAnUploadWithAVoidPermit()
{
    RawListener listener;
    Upload upload(listener.port(), uploadBytes);
    upload.send();
    upload.tap.cancel(upload.ticket.number);
    upload.slot.letGo();
    QTRY_VERIFY(upload.slot.isFree());
    QVERIFY(!listener.accept());
    QCOMPARE(upload.sink.count(), 0);
    QCOMPARE(upload.observer->last.phase, TapPhase::Resolving); // it heard nothing
}

void TestManagerSlot::endOfAnUploadThatIsAnsweredEarly()
{
    RawListener listener;
    Upload upload(listener.port(), uploadBytes);
    upload.send();
    RawPeer server = listener.waitForPeer();
    server.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
    QTRY_COMPARE(upload.observer->last.head.status, 413);
    upload.slot.letGo();
    QTRY_VERIFY(upload.slot.isFree());
    // And the slot carries the next one.
    RawListener other;
    upload.ticket.port = other.port();
    upload.ticket.number = 2;
    upload.send();
    RawPeer next = other.waitForPeer();
    QTRY_VERIFY(next.pump().received().startsWith("PUT / HTTP/1.1\r\n"));
    upload.tap.cancel(2);
    upload.slot.letGo();
    QTRY_VERIFY(upload.slot.isFree());
    QCOMPARE(upload.frees, 2);
}

QTEST_GUILESS_MAIN(TestManagerSlot)
#include "tst_managerslot.moc"
