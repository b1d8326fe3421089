// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace wl {

/// How a payload was typed: what the payload editor edits and workspaces store. Bytes are made by
/// PayloadSource.
struct PayloadSpec
{
    enum class Form : quint8 { Text, Hex, File };

    Form form = Form::Text;
    QString text;                               ///< the text, the hex digits, or the file's path
    QString encoding = QStringLiteral("UTF-8"); ///< of Form::Text
    bool escapes = true;                        ///< \n \r \t \0 \\ \xNN \u{N} in Form::Text
    bool templates = true;                      ///< {{counter}} … in Form::Text

    bool operator==(const PayloadSpec&) const = default;
};

} // namespace wl
