// SPDX-License-Identifier: MIT
#include "payload/exactpayload.h"

#include "payload/hex.h"
#include "payload/textencoding.h"

#include <algorithm>

namespace wl {

namespace {

/// Characters that a text document replaces, splits lines at or does not show.
bool changesInAnEditor(QChar c)
{
    const char16_t unit = c.unicode();
    if (unit == u'\n' || unit == u'\t')
        return false;
    return c.category() == QChar::Other_Control || unit == 0x00A0 || unit == 0x2028 || unit == 0x2029 ||
           unit == 0xFDD0 || unit == 0xFDD1 || unit == 0xFFFC || unit == 0xFEFF;
}

} // namespace

PayloadSpec exactPayload(QByteArrayView bytes)
{
    PayloadSpec spec;
    spec.escapes = false;
    spec.templates = false;
    const std::optional<QString> text = TextEncoding().decode(bytes);
    if (text && std::none_of(text->begin(), text->end(), &changesInAnEditor)) {
        spec.text = *text;
        return spec;
    }
    spec.form = PayloadSpec::Form::Hex;
    spec.text = formatHex(bytes);
    return spec;
}

} // namespace wl
