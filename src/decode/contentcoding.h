// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace wl {

/// One content coding's decoder, for ContentDecoder.
class ContentCoding
{
public:
    /// False stops the decoder.
    using Sink = std::function<bool(QByteArrayView)>;

    virtual ~ContentCoding() = default;

    [[nodiscard]] virtual QString name() const = 0;
    /// Decodes; the reason where it fails ("incorrect data check"). consumed() then names the place.
    virtual std::optional<QString> feed(QByteArrayView bytes, const Sink& sink) = 0;
    /// Whether the input may end here: nothing came, or its last frame is whole.
    [[nodiscard]] virtual bool isAtEnd() const = 0;

    [[nodiscard]] qint64 consumed() const { return m_consumed; }
    [[nodiscard]] qint64 trailing() const { return m_trailing; }

    /// Null for a coding that is not known. Names in lower case.
    [[nodiscard]] static std::unique_ptr<ContentCoding> make(QByteArrayView name);

    static constexpr qsizetype outputBytes = 64 * 1024;

protected:
    qint64 m_consumed = 0; ///< bytes of input taken
    qint64 m_trailing = 0; ///< bytes of input behind the end, left out
};

[[nodiscard]] std::unique_ptr<ContentCoding> makeZlibCoding(QByteArrayView name);
[[nodiscard]] std::unique_ptr<ContentCoding> makeBrotliCoding();
[[nodiscard]] std::unique_ptr<ContentCoding> makeZstdCoding();

} // namespace wl
