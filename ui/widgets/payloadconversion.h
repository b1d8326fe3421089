// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"

#include <QByteArrayView>
#include <QString>

/// What the payload editor decides when one page has to show what was typed in another. Pure functions.
namespace wl::payloadconversion {

/// Bytes as the text of a payload, with the switches that this text needs.
struct Text
{
    QString text;
    bool escapes = true;
    bool templates = true;
};

/// Text that gives exactly these bytes again. The switches stay as they are in `wanted` where that is
/// possible; bytes that cannot be typed otherwise turn escapes on.
[[nodiscard]] Text textFromBytes(QByteArrayView bytes, const PayloadSpec& wanted);

/// The text with everything escaped that a text editor cannot hold as it is (carriage returns, Unicode's line
/// and paragraph separators, zero characters); line feeds stay.
[[nodiscard]] QString withEscapedSpecials(const QString& text);

/// Whether the text has such characters.
[[nodiscard]] bool hasSpecials(QStringView text);

} // namespace wl::payloadconversion
