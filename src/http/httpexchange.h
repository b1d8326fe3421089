// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/socketaddress.h"
#include "net/wiretaprecord.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <mutex>
#include <optional>

namespace wl {

/// One header field as it was on the wire.
using WireField = Http1Field;

/// One request and its response on the wire: the first of an exchange, or one that a redirect led to.
struct HttpHop
{
    QByteArray method;
    QString url;            ///< absolute
    QByteArray requestHead; ///< bytes as they were sent, including the empty line
    qint64 requestBodyBytes = 0;
    int status = 0;     ///< 0 = no status line came
    QByteArray version; ///< "HTTP/1.1"
    QByteArray reason;
    QList<WireField> fields;   ///< in wire order, duplicates and all
    QByteArray responseHead;   ///< bytes as they came, 1xx heads included
    QList<TapAnswer> interim;  ///< 1xx answers that came before
    QList<WireField> trailers; ///< fields behind the body
    QList<TapAnswer> further;  ///< answers to further requests of a raw one
    QStringList warnings;      ///< malformed lines, two lengths, … with their place
    qint64 wireBodyBytes = 0;  ///< as transferred, after the transfer coding was removed
    HttpTimings timings;
    SocketAddress peer; ///< the proxy's where there is one
    QString proxy;      ///< "http://host:port" that was used, without credentials; empty = none
    std::optional<TlsFacts> tls;
    ConnectionId connection; ///< in the capture
};

class BodyStore;

/// A body as a file that goes away with its last owner. One that came whole at once and is small is held in
/// memory, and becomes a file when somebody asks for its path. Any thread.
class BodyFile
{
public:
    explicit BodyFile(QString path, std::shared_ptr<BodyStore> store = nullptr);
    BodyFile(QByteArray content, std::shared_ptr<BodyStore> store);
    ~BodyFile();
    BodyFile(const BodyFile&) = delete;
    BodyFile& operator=(const BodyFile&) = delete;

    /// The file's path; empty where a body in memory cannot be written.
    [[nodiscard]] QString path() const;
    /// The content where it is in memory, else null.
    [[nodiscard]] const QByteArray& bytes() const { return m_content; }

private:
    mutable std::mutex m_mutex;
    mutable QString m_path;
    QByteArray m_content;
    std::shared_ptr<BodyStore> m_store;
};

/// The state of an exchange, sent by value as it goes on: cheap to copy, bodies are files.
struct HttpExchange
{
    enum class Phase : quint8 {
        Queued, ///< as many others as can go on at once are under way
        Resolving,
        Connecting,
        Handshaking,
        Sending,
        Waiting,
        Receiving,
        Done,
        Failed,
        Canceled
    };

    ExchangeId id;
    Phase phase = Phase::Queued;
    QList<HttpHop> hops;            ///< the last one is the final response
    Error error;                    ///< of Phase::Failed; what came before stays in `hops` and `body`
    std::shared_ptr<BodyFile> body; ///< the last hop's body as transferred (content codings still on);
                                    ///< null where no byte of one came
    std::shared_ptr<BodyFile>
        decoded;          ///< without content codings; the same file as `body` where there are none
    qint64 bodyBytes = 0; ///< of `body` so far
    qint64 decodedBytes = 0;
    qint64 expectedBytes = -1;        ///< from Content-Length, −1 = not known
    std::optional<Error> decodeError; ///< the raw body stays

    [[nodiscard]] bool isFinished() const { return phase >= Phase::Done; }
    /// The body as it is shown and saved: without content codings, or as transferred where they cannot be
    /// taken off; null where no byte of one came.
    [[nodiscard]] const std::shared_ptr<BodyFile>& content() const { return decoded ? decoded : body; }
    /// Its bytes so far.
    [[nodiscard]] qint64 contentBytes() const { return decoded ? decodedBytes : bodyBytes; }
};

} // namespace wl

Q_DECLARE_METATYPE(wl::HttpExchange)
