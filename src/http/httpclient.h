// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "http/httpexchange.h"
#include "http/httprequest.h"

#include <QObject>

namespace wl {

class CookieStore;
class NetworkThread;
class OAuth2Tokens;

/// A line of the "will be sent" view: the bytes of the head, and what the engine cannot send as typed.
struct HttpPreview
{
    QByteArray head; ///< of a raw request its first bytes, unless they are a file's
    qint64 bodyBytes = 0;
    QStringList notes;                ///< "two fields named X: only the last is sent"
    QList<HttpField> automaticFields; ///< fields that the engine adds (shown grey, can be overridden)
};

/// Sends HTTP requests by the Qt engine through the wire tap. Lives on the thread that made it (UI or main);
/// connections, tap and managers live on the network thread, bodies go to the disk on a thread of their own;
/// signals arrive on this thread.
class HttpClient : public QObject
{
    Q_OBJECT
public:
    /// `network` and `sink` outlive this object. Give it a network thread of its own: it is kept on one core
    /// together with the managers' hidden threads, and reads files that are sent. Nothing listens before the
    /// first request.
    HttpClient(NetworkThread& network, TrafficSink& sink, QObject* parent = nullptr);
    ~HttpClient() override;

    /// Checks and starts; `endpoint` and `label` mark the records. Errors, before anything is sent:
    /// BadAddress, UnsupportedScheme, BadOption (method, header field with CR, LF or NUL), file errors of the
    /// body.
    Result<ExchangeId> start(const HttpRequest& request, EndpointId endpoint, const QString& label);
    /// Ends it at once: the socket is closed. Nothing happens for a finished one.
    void cancel(ExchangeId id);

    /// The jar of exchanges that start from now on whose settings use cookies; null (as before the first
    /// call) = none.
    void setCookies(std::shared_ptr<CookieStore> cookies);
    [[nodiscard]] const std::shared_ptr<CookieStore>& cookies() const;

    /// The access tokens of this run; asked for through this client.
    [[nodiscard]] OAuth2Tokens& tokens();

    /// What would be sent, without sending, with the jar's cookies where one is given. The same errors as
    /// start().
    [[nodiscard]] static Result<HttpPreview> preview(const HttpRequest& request,
                                                     CookieStore* cookies = nullptr);

signals:
    /// Something changed; at most 20 times a second per exchange, and once at the end (isFinished()).
    void updated(const wl::HttpExchange& exchange);
    /// setCookies() gave another jar.
    void cookiesReplaced();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
