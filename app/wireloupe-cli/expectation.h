// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QRegularExpression>

#include <optional>

namespace wl::cli {

/// What `send` waits for: bytes, or a regular expression, anywhere in what was received, also across reads.
/// Used on the printer's thread only.
class Expectation
{
public:
    enum class Verdict : quint8 { Open, Met, GaveUp };

    /// The text that a regular expression is matched against: at most the last so many bytes.
    static constexpr qsizetype windowBytes = 1024LL * 1024;
    /// Steps of one match, so that no pattern can hang the program.
    static constexpr int matchLimit = 1'000'000;

    [[nodiscard]] static Expectation forBytes(QByteArray bytes);
    /// Errors: BadOption with the place in the pattern.
    [[nodiscard]] static Result<Expectation> forRegex(const QString& pattern);

    void feed(QByteArrayView bytes);
    /// Tries the regular expression on what came since; ask once per batch of reads.
    [[nodiscard]] Verdict verdict();

private:
    void tryRegex();
    void keepLast(qsizetype bytes);

    QByteArray m_bytes;
    std::optional<QRegularExpression> m_regex;
    QByteArray m_window;
    bool m_hasNew = false;
    Verdict m_verdict = Verdict::Open;
};

} // namespace wl::cli
