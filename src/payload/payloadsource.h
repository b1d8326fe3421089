// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "payload/payloadspec.h"

#include <QByteArray>

#include <memory>

namespace wl {

/// A payload that was checked and compiled once and can be rendered many times: each render() advances
/// {{counter}}, takes a new {{timestamp}}, {{uuid}} and {{random}}. Not shared between threads.
class PayloadSource
{
public:
    PayloadSource();
    PayloadSource(PayloadSource&&) noexcept;
    PayloadSource& operator=(PayloadSource&&) noexcept;
    ~PayloadSource();

    /// Errors: BadPayload with a detail that names the place ("character 12: \\x needs two hex digits"),
    /// FileNotFound, FileNotReadable for Form::File.
    [[nodiscard]] static Result<PayloadSource> compile(const PayloadSpec& spec);

    /// Exactly these bytes, each time.
    [[nodiscard]] static PayloadSource ofBytes(const QByteArray& bytes);

    /// Goes on as if so many messages had come before: {{counter}} stands there.
    void setMessagesBefore(quint64 messages);

    /// The bytes of one message. For Form::File the whole file (the caller streams by filePath() instead
    /// where the file is large).
    [[nodiscard]] Result<QByteArray> render();
    /// The bytes that the next render() would give, without advancing anything ({{uuid}} and {{random}} will
    /// differ).
    [[nodiscard]] Result<QByteArray> preview() const;

    [[nodiscard]] bool isFile() const;
    [[nodiscard]] QString filePath() const;
    /// Whether two renders can differ.
    [[nodiscard]] bool isDynamic() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
