// SPDX-License-Identifier: MIT
#include "respond/jsonapiroutes.h"

#include "respond/jsonapigzip.h"
#include "respond/jsonapiposts.h"

#include <cmath>

namespace wl::jsonapi {
namespace {

/// A request taken apart.
struct Request
{
    const Http1Head& head;
    const QByteArray& body;
    QByteArrayList path; ///< decoded segments, without empty ones at the ends
    QList<Pair> query;

    [[nodiscard]] bool is(const char* method) const
    {
        return head.method == method || (head.method == "HEAD" && qstrcmp(method, "GET") == 0);
    }
    [[nodiscard]] QByteArray argument() const { return path.value(1); }
};

[[nodiscard]] Request parsed(const Http1Head& head, const QByteArray& body)
{
    QByteArrayView target(head.target);
    // RFC 9112 §3.2.2: a server takes the absolute form too.
    if (target.startsWith("http://")) {
        const qsizetype slash = target.sliced(7).indexOf('/');
        target = slash < 0 ? QByteArrayView("/") : target.sliced(7 + slash);
    }
    const qsizetype mark = target.indexOf('?');
    Request request{head, body, {}, {}};
    const QByteArray path = (mark < 0 ? target : target.first(mark)).toByteArray();
    for (const QByteArray& segment : path.split('/'))
        request.path.append(QByteArray::fromPercentEncoding(segment));
    request.path.removeFirst();
    if (!request.path.isEmpty() && request.path.last().isEmpty())
        request.path.removeLast();
    if (mark >= 0)
        request.query = formPairs(target.sliced(mark + 1));
    return request;
}

[[nodiscard]] Answer json(const QByteArray& text, int status = 200)
{
    Answer answer;
    answer.status = status;
    answer.body = text + '\n';
    return answer;
}

[[nodiscard]] Answer notAllowed(const Request& request, const QByteArray& allowed)
{
    Answer answer;
    if (request.head.method == "OPTIONS")
        answer.status = 204;
    else
        answer = errorAnswer(405, request.head.method + " is not allowed here; " + allowed + " are");
    answer.fields.append(Http1Field{"Allow", allowed + ", OPTIONS"});
    return answer;
}

[[nodiscard]] Answer notFound()
{
    return errorAnswer(404, "there is nothing here; / lists the routes");
}

[[nodiscard]] QList<Pair> fieldPairs(const Http1Head& head)
{
    QList<Pair> pairs;
    for (const Http1Field& field : head.fields)
        pairs.append({field.name, field.value});
    return pairs;
}

/// The members that a request body holds: of a JSON object, or the fields of a form.
[[nodiscard]] std::optional<QList<Member>> bodyMembers(const Request& request)
{
    if (!request.head.value("Content-Type").toLower().startsWith("application/x-www-form-urlencoded"))
        return membersOf(request.body);
    QList<Member> members;
    for (const Pair& pair : formPairs(request.body)) {
        const QByteArray key = quoted(pair.name);
        setMember(members, key.mid(1, key.size() - 2), quoted(pair.value));
    }
    return members;
}

[[nodiscard]] Answer badBody()
{
    return errorAnswer(400, "the body must be a JSON object or a form");
}

[[nodiscard]] Answer createPost(const Request& request)
{
    auto members = bodyMembers(request);
    if (!members)
        return badBody();
    const QByteArray id = QByteArray::number(postCount + 1);
    if (!hasMember(*members, "id"))
        setMember(*members, "id", id);
    Answer answer = json(objectText(*members), 201);
    answer.fields.append(Http1Field{"Location", "/posts/" + id});
    return answer;
}

[[nodiscard]] Answer allPosts(const Request& request)
{
    if (request.is("POST"))
        return createPost(request);
    if (!request.is("GET"))
        return notAllowed(request, "GET, HEAD, POST");
    for (const Pair& pair : request.query) {
        if (pair.name == "userId") {
            const int user = pair.value.toInt();
            return json(user > 0 ? posts(user) : QByteArray("[]"));
        }
    }
    return json(posts(0));
}

[[nodiscard]] Answer onePost(const Request& request)
{
    bool isNumber = false;
    const int id = request.argument().toInt(&isNumber);
    if (!isNumber || id < 1 || id > postCount)
        return errorAnswer(404, "there are posts 1 to " + QByteArray::number(postCount));
    if (request.is("GET"))
        return json(objectText(post(id)));
    if (request.is("DELETE")) {
        Answer answer;
        answer.status = 204;
        return answer;
    }
    if (!request.is("PUT") && !request.is("PATCH"))
        return notAllowed(request, "GET, HEAD, PUT, PATCH, DELETE");
    const auto members = bodyMembers(request);
    if (!members)
        return badBody();
    QList<Member> result = request.is("PATCH") ? post(id) : QList<Member>();
    for (const Member& member : *members)
        setMember(result, member.key, member.value);
    setMember(result, "id", QByteArray::number(id));
    return json(objectText(result));
}

[[nodiscard]] Answer status(const Request& request)
{
    bool isNumber = false;
    const int code = request.argument().toInt(&isNumber);
    if (!isNumber || code < 200 || code > 599)
        return errorAnswer(400, "a status from 200 to 599");
    Answer answer = json("{\"status\": " + QByteArray::number(code) + '}', code);
    if (code == 401) // RFC 9110 §15.5.2
        answer.fields.append(Http1Field{"WWW-Authenticate", "Basic realm=\"wireloupe\""});
    return answer;
}

[[nodiscard]] Answer delayed(const Request& request)
{
    bool isNumber = false;
    const double seconds = request.argument().toDouble(&isNumber);
    if (!isNumber || !std::isfinite(seconds) || seconds < 0)
        return errorAnswer(400, "a number of seconds, at most 10");
    const double taken = qMin(seconds, double(maxDelay.count()) / 1000);
    Answer answer = json("{\"delay\": " + QByteArray::number(taken) + '}');
    answer.delay = std::chrono::milliseconds(std::llround(taken * 1000));
    return answer;
}

[[nodiscard]] Answer bytes(const Request& request)
{
    bool isNumber = false;
    const qint64 count = request.argument().toLongLong(&isNumber);
    if (!isNumber || count < 0 || count > maxStreamBytes)
        return errorAnswer(400, "a number of bytes, at most " + QByteArray::number(maxStreamBytes));
    Answer answer;
    answer.contentType = "application/octet-stream";
    answer.streamBytes = count;
    return answer;
}

[[nodiscard]] Answer redirect(const Request& request)
{
    bool isNumber = false;
    const int left = request.argument().toInt(&isNumber);
    if (!isNumber || left < 0 || left > 1000)
        return errorAnswer(400, "a number of redirects, at most 1000");
    if (left == 0)
        return json("{\"redirects\": \"done\"}");
    Answer answer = json("{\"redirects\": " + QByteArray::number(left) + '}', 302);
    answer.fields.append(Http1Field{"Location", "/redirect/" + QByteArray::number(left - 1)});
    return answer;
}

[[nodiscard]] Answer gzip(const Request& request)
{
    Answer answer = json("{\n\"gzip\": true,\n\"fields\": " + pairsText(fieldPairs(request.head)) + "\n}");
    answer.body = gzipped(answer.body);
    answer.fields.append(Http1Field{"Content-Encoding", "gzip"});
    answer.fields.append(Http1Field{"Vary", "Accept-Encoding"});
    return answer;
}

[[nodiscard]] Answer echo(const Request& request)
{
    QList<Member> members{{"method", quoted(request.head.method)},
                          {"target", quoted(request.head.target)},
                          {"version", quoted(request.head.version)},
                          {"query", pairsText(request.query)},
                          {"fields", pairsText(fieldPairs(request.head))},
                          {"bodyBytes", QByteArray::number(request.body.size())}};
    if (request.body.isValidUtf8())
        members.append({"body", quoted(request.body)});
    else
        members.append({"bodyBase64", quoted(request.body.toBase64())});
    return json(objectText(members));
}

[[nodiscard]] Answer index()
{
    const QList<Pair> routes{{"/posts", "100 posts; POST adds one (nothing is stored)"},
                             {"/posts?userId=3", "the posts of one user"},
                             {"/posts/1", "one post; PUT, PATCH and DELETE answer as if they changed it"},
                             {"/status/404", "an answer with this status"},
                             {"/delay/2", "an answer after so many seconds, at most 10"},
                             {"/bytes/1000000", "so many bytes, at most 1 GiB"},
                             {"/headers", "the header fields of the request"},
                             {"/gzip", "a compressed answer"},
                             {"/redirect/3", "so many redirects"},
                             {"/echo", "the request, with any method, as JSON"}};
    QByteArrayList lines;
    for (const Pair& route : routes)
        lines.append("  {\"route\": " + quoted(route.name) + ", \"what\": " + quoted(route.value) + '}');
    return json("[\n" + lines.join(",\n") + "\n]");
}

} // namespace

Answer answer(const Http1Head& head, const QByteArray& body)
{
    const Request request = parsed(head, body);
    const QByteArray first = request.path.value(0);
    if (first == "echo" && request.path.size() == 1)
        return echo(request);
    if (first == "posts" && request.path.size() <= 2)
        return request.path.size() == 1 ? allPosts(request) : onePost(request);
    struct Route
    {
        const char* name;
        qsizetype segments;
        Answer (*answer)(const Request&);
    };
    static constexpr Route routes[] = {
        {"status", 2, status},
        {"delay", 2, delayed},
        {"bytes", 2, bytes},
        {"gzip", 1, gzip},
        {"redirect", 2, redirect},
        {"headers", 1, [](const Request& r) { return json(pairsText(fieldPairs(r.head))); }},
    };
    for (const Route& route : routes) {
        if (first == route.name && request.path.size() == route.segments)
            return request.is("GET") || route.answer == status ? route.answer(request)
                                                               : notAllowed(request, "GET, HEAD");
    }
    if (request.path.isEmpty() || head.target == "*")
        return request.is("GET") ? index() : notAllowed(request, "GET, HEAD");
    return notFound();
}

} // namespace wl::jsonapi
