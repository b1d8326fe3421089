// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <chrono>
#include <optional>

namespace wl {

/// How a stream is cut into messages. A plain value.
struct FrameRule
{
    enum class Kind : quint8 {
        None,         ///< what one push brings is one message
        Delimiter,    ///< up to `delimiter`
        FixedLength,  ///< `length` bytes each
        LengthPrefix, ///< a number of `prefixBytes` bytes says how many follow
        IdleGap,      ///< a pause of at least `idleGap` ends a message
    };

    Kind kind = Kind::None;
    QByteArray delimiter = QByteArrayLiteral("\n");
    bool keepDelimiter = false; ///< as the end of the message
    int length = 0;
    int prefixBytes = 4; ///< 1, 2 or 4
    bool bigEndian = true;
    bool includesItself = false; ///< the number counts its own bytes too
    bool keepPrefix = false;     ///< as the start of the message
    std::chrono::milliseconds idleGap{100};
    qint64 maxMessageBytes = limits::sendQueueBytes;

    bool operator==(const FrameRule&) const = default;
};

/// Cuts one direction of a stream into messages, whatever the pieces that it comes in. What it keeps is never
/// more than one message and `maxMessageBytes`. Not shared between threads.
class Framer
{
public:
    /// Errors: BadOption (an empty delimiter, a length of 0, a prefix of 3 bytes, …).
    [[nodiscard]] static Result<Framer> make(const FrameRule& rule);

    /// Takes what came and gives the messages that it completes. `at` is when it came (IdleGap; else unused).
    /// After an error nothing more comes until reset().
    [[nodiscard]] QList<QByteArray> push(QByteArrayView bytes, Timestamp at = {});
    /// The end of the stream, or (IdleGap) of the pause: what is there of a message, nothing where there is
    /// nothing.
    [[nodiscard]] std::optional<QByteArray> flush();
    /// Forgets what is there, and the error.
    void reset();

    /// TooLarge: a message is longer than maxMessageBytes. BadFraming: a length that counts itself and is
    /// smaller than that.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// Bytes of a message that is not yet complete.
    [[nodiscard]] qsizetype pendingBytes() const { return m_pending.size(); }

private:
    explicit Framer(const FrameRule& rule)
        : m_rule(rule)
    {
    }

    void cutDelimited(QList<QByteArray>& out);
    void cutFixed(QList<QByteArray>& out);
    void cutPrefixed(QList<QByteArray>& out);
    void cutIdle(QByteArrayView bytes, Timestamp at, QList<QByteArray>& out);
    [[nodiscard]] std::optional<qint64> prefixedSize(QByteArrayView from);
    void fail(ErrorCode code, const QString& detail);

    FrameRule m_rule;
    QByteArray m_pending;
    qsizetype m_searched = 0; ///< of m_pending, where no delimiter starts
    Timestamp m_last;
    std::optional<Error> m_error;
};

} // namespace wl
