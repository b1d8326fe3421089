// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturefile.h"
#include "query/queryrun.h"

#include <QProcess>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

namespace wl::test {

/// A tshark that prints the numbers of the frames that a display filter lets through.
class SharkFrames
{
public:
    SharkFrames(const QString& file, const QString& filter)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TZ"), QStringLiteral("UTC"));
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral("tshark"),
                        {QStringLiteral("-n"), QStringLiteral("-r"), file, QStringLiteral("-Y"), filter,
                         QStringLiteral("-T"), QStringLiteral("fields"), QStringLiteral("-e"),
                         QStringLiteral("frame.number")});
    }
    /// Waits for the end.
    [[nodiscard]] std::vector<quint32> numbers()
    {
        std::vector<quint32> numbers;
        m_process.waitForFinished(60'000);
        for (const QByteArray& line : m_process.readAllStandardOutput().split('\n')) {
            if (!line.isEmpty())
                numbers.push_back(line.toUInt());
        }
        return numbers;
    }
    [[nodiscard]] bool isUnderstood() const { return m_process.exitCode() == 0; }
    [[nodiscard]] QByteArray complaint() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
};

/// A capture whose records and frames with bytes correspond, in their order. (Without bytes they do not: a
/// turning point is up to four packets.)
struct SharkCapture
{
    QString path;
    bool isOurs = false;
    std::unique_ptr<CaptureFile> file;
    std::vector<quint32> records;
    std::vector<quint32> frames;

    /// Null where it cannot be read, or has not as many of the one as of the other.
    [[nodiscard]] static std::unique_ptr<SharkCapture> open(const QString& path, bool isOurs)
    {
        auto opened = CaptureFile::open(path);
        if (!opened || (*opened)->finish().error)
            return nullptr;
        auto capture = std::make_unique<SharkCapture>();
        capture->path = path;
        capture->isOurs = isOurs;
        capture->file = std::move(*opened);
        capture->records = recordsMatching(*Query::parse(u"payload"), *capture->file);
        capture->frames = SharkFrames(path, QStringLiteral("tcp.len > 0 or udp.length > 8")).numbers();
        const bool isSame = !capture->records.empty() && capture->records.size() == capture->frames.size();
        return isSame ? std::move(capture) : nullptr;
    }
};

/// Which of `all` are in `some`, as places in `all`.
inline std::vector<size_t> placesOf(const std::vector<quint32>& all, const std::vector<quint32>& some)
{
    std::vector<size_t> result;
    for (size_t i = 0; i < all.size(); ++i) {
        if (std::binary_search(some.begin(), some.end(), all[i]))
            result.push_back(i);
    }
    return result;
}

/// Asks both for their rows in all captures, and compares them. Returns how many there were in all; nothing,
/// after telling why, where they differ.
inline std::optional<size_t> compareRows(const std::vector<std::unique_ptr<SharkCapture>>& captures,
                                         const QString& ours, const QString& theirs, bool onlyOurs = false)
{
    const auto query = Query::parse(ours);
    if (!query) {
        qWarning("%s", qPrintable(query.error().text));
        return std::nullopt;
    }
    std::vector<std::unique_ptr<SharkFrames>> running;
    for (const auto& capture : captures)
        running.push_back(std::make_unique<SharkFrames>(capture->path, theirs));
    size_t matching = 0;
    for (size_t i = 0; i < captures.size(); ++i) {
        const SharkCapture& capture = *captures[i];
        const std::vector<quint32> frames = running[i]->numbers();
        if (!running[i]->isUnderstood()) {
            qWarning("%s", running[i]->complaint().constData());
            return std::nullopt;
        }
        if (onlyOurs && !capture.isOurs)
            continue;
        const auto expected = placesOf(capture.frames, frames);
        const auto found = placesOf(capture.records, recordsMatching(*query, *capture.file));
        if (found != expected) {
            const auto both = std::mismatch(found.begin(), found.end(), expected.begin(), expected.end());
            const auto first = std::min(both.first == found.end() ? SIZE_MAX : *both.first,
                                        both.second == expected.end() ? SIZE_MAX : *both.second);
            qWarning("%s: %zu of ours, %zu of theirs, the first that differs is frame %u",
                     qPrintable(capture.path), found.size(), expected.size(), capture.frames[first]);
            return std::nullopt;
        }
        matching += found.size();
    }
    return matching;
}

} // namespace wl::test
