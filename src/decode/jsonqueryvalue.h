// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonquery.h"

#include <QHash>

#include <stop_token>

namespace wl::jsonquery {

/// What an operand of a comparison or an argument is: nothing, a value of the text, or one that was made.
struct Operand
{
    enum class Kind : quint8 { Nothing, Null, True, False, Number, String, Container };

    [[nodiscard]] static Operand ofNumber(qint64 number);

    Kind kind = Kind::Nothing;
    QByteArray text; ///< of a string without escapes, of a number as it stands
    JsonNode node;   ///< of a container
};

/// Counts the values that a run looks at, and ends it where these are too many or a stop was asked for.
class Steps
{
public:
    Steps(qint64 most, std::stop_token stop, JsonQueryResult& result)
        : m_left(most)
        , m_stop(std::move(stop))
        , m_result(result)
    {
    }

    /// One more; false where the run has ended.
    bool take()
    {
        if (m_haveEnded)
            return false;
        if (--m_left < 0)
            m_haveEnded = m_result.gaveUp = true;
        else if (m_left % stopCheckSteps == 0 && m_stop.stop_requested())
            m_haveEnded = m_result.isCanceled = true;
        return !m_haveEnded;
    }
    [[nodiscard]] bool haveEnded() const { return m_haveEnded; }

private:
    static constexpr qint64 stopCheckSteps = 4096;

    qint64 m_left;
    std::stop_token m_stop;
    JsonQueryResult& m_result; ///< is told why
    bool m_haveEnded = false;
};

/// The values of a text, and how they compare (RFC 9535 §2.3.5.2.2). What it looks at for that counts as
/// steps; where these have ended the answer is of no use.
class Values
{
public:
    Values(const JsonNodes& nodes, Steps& steps)
        : m_nodes(nodes)
        , m_steps(steps)
    {
    }

    [[nodiscard]] Operand ofNode(const JsonNode& node) const;
    [[nodiscard]] bool isEqual(const Operand& a, const Operand& b);
    [[nodiscard]] static bool isLess(const Operand& a, const Operand& b);

private:
    [[nodiscard]] bool isEqual(const JsonNode& a, const JsonNode& b, int depth);
    [[nodiscard]] bool areArraysEqual(const JsonNode& a, const JsonNode& b, int depth);
    [[nodiscard]] bool areObjectsEqual(const JsonNode& a, const JsonNode& b, int depth);
    /// By name; of members of the same name the last.
    [[nodiscard]] QHash<QString, JsonNode> members(const JsonNode& object);

    const JsonNodes& m_nodes;
    Steps& m_steps;
};

} // namespace wl::jsonquery
