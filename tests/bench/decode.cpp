// SPDX-License-Identifier: MIT
// How many HTTP messages a second one thread decodes, with only the status wished for and with everything,
// one message a piece and pipelined in pieces of 64 KiB.
//   bench_decode [--messages N] [--rounds N]
// prints one JSON object.
#include "decode/conversationdecoder.h"
#include "options.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace {

using namespace wl;
using Clock = std::chrono::steady_clock;

const QByteArray request =
    "GET /posts/17?page=2 HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: curl/7.88.1\r\n"
    "Accept: */*\r\n\r\n";

QByteArray response(int status)
{
    return "HTTP/1.1 " + QByteArray::number(status) +
           " Some\r\nServer: bench\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Type: "
           "application/json\r\n"
           "Content-Length: 16\r\n\r\n{\"id\":17,\"a\":[]}";
}

const std::vector<QByteArray>& responses()
{
    static const std::vector<QByteArray> all = {response(200), response(404), response(201), response(500)};
    return all;
}

struct Outcome
{
    double perSecond = 0;
    qint64 failed = 0; ///< responses of 400 and more, so that nobody leaves the work out
};

Outcome run(const DecodeWishes& wishes, qint64 messages, qint64 perPiece)
{
    Outcome outcome;
    qint64 seen = 0;
    ConversationFacts facts;
    facts.peerPort = 8080;
    const auto decoder = ConversationDecoder::create(facts, wishes, [&](DecodedMessage&& message) {
        ++seen;
        for (const DecodedField& field : message.fields) {
            if (field.name != nullptr && QByteArrayView(field.name) == "http.status")
                outcome.failed += std::get<qint64>(field.value) >= 400 ? 1 : 0;
        }
    });
    std::vector<QByteArray> answers;
    QByteArray asks;
    for (qint64 i = 0; i < perPiece; ++i)
        asks += request;
    for (size_t first = 0; first < responses().size(); ++first) {
        QByteArray piece;
        for (size_t i = 0; i < size_t(perPiece); ++i)
            piece += responses()[(first + i) % responses().size()];
        answers.push_back(piece);
    }
    const auto begin = Clock::now();
    for (size_t i = 0; seen < messages; ++i) {
        decoder->feed(Direction::Sent, asks);
        decoder->feed(Direction::Received, answers[i % answers.size()]);
    }
    const std::chrono::duration<double> seconds = Clock::now() - begin;
    outcome.perSecond = double(seen) / seconds.count();
    return outcome;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Options options(argc, argv, {{"messages", "1000000"}, {"rounds", "3"}},
                                 "bench_decode [--messages N] [--rounds N]\n");
    const qint64 messages = options.number("messages");
    DecodeWishes status;
    status.fields = {"http.status"};
    DecodeWishes all;
    all.tree = true;
    all.info = true;
    all.contentBytes = 64 * 1024;
    std::vector<double> statusRate;
    std::vector<double> pipelinedRate;
    std::vector<double> allRate;
    qint64 failed = 0;
    for (long round = 0; round < options.number("rounds"); ++round) {
        const Outcome single = run(status, messages, 1);
        failed = single.failed;
        statusRate.push_back(single.perSecond);
        pipelinedRate.push_back(run(status, messages, 400).perSecond);
        allRate.push_back(run(all, messages / 10, 1).perSecond);
    }
    std::printf("{\"bench\":\"decode\",\"messages\":%lld,\"failed\":%lld,\"status_per_s\":%.0f,"
                "\"pipelined_per_s\":%.0f,\"all_per_s\":%.0f}\n",
                static_cast<long long>(messages), static_cast<long long>(failed), median(statusRate),
                median(pipelinedRate), median(allRate));
    return 0;
}
