// SPDX-License-Identifier: MIT
#pragma once

#include "decode/contentdecoder.h"

#include <QString>

#include <optional>

namespace wl {

/// Keeps the beginning of a body without its content codings: at most as many bytes as were asked for, beyond
/// which nothing is decoded any more. Plain object, any one thread.
class BodyContent
{
public:
    /// Begins a body with these codings (as Content-Encoding names them) and drops what was there.
    void start(const QList<QByteArray>& codings, qint64 maxBytes);
    void feed(QByteArrayView bytes);
    /// The body ended in order.
    void finish();

    [[nodiscard]] QByteArray take() { return std::exchange(m_content, {}); }
    /// Nothing was left out, and the codings were right.
    [[nodiscard]] bool isWhole() const { return m_isWhole; }
    /// The bytes are as they were on the wire.
    [[nodiscard]] bool isIdentity() const { return m_isIdentity; }
    /// What is wrong with a coding, its place inside of it included.
    [[nodiscard]] const std::optional<QString>& problem() const { return m_problem; }

private:
    void keep(QByteArrayView piece);
    void fail(const Error& error);

    QByteArray m_content;
    std::optional<ContentDecoder> m_decoder;
    qint64 m_maxBytes = 0;
    bool m_isWhole = true;
    bool m_isIdentity = true;
    std::optional<QString> m_problem;
};

} // namespace wl
