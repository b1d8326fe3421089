// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <stop_token>

namespace wl {

/// What a body's text is written in.
enum class BodyLanguage : quint8 { Plain, Json, Xml, GraphQl };

/// What is to be said of a text that is typed as a body. A plain value.
struct BodyCheck
{
    qint64 bytes = 0;         ///< in UTF-8
    QString problem;          ///< "line 3, column 7: a comma or ] is expected"; empty where there is none
    qsizetype at = -1;        ///< of the problem, in UTF-16 units; −1 = none
    bool hasSpecials = false; ///< characters that an editor cannot hold as they are (CR, …)
    bool isValid = false;     ///< it was checked (JSON, XML; a text that is not blank) and found good

    /// Blocks, linear in the text. Canceled, it says nothing useful.
    [[nodiscard]] static BodyCheck of(const QString& text, BodyLanguage language,
                                      const std::stop_token& stop);
    /// The text of JSON (indented or without blanks) or XML (indented) with other whitespace, every token as
    /// it stands; the same text where it is neither. Blocks.
    [[nodiscard]] static QString formatted(const QString& text, BodyLanguage language, bool indented);
};

} // namespace wl
