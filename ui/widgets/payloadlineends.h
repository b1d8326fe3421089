// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

namespace wl {

/// What a line break in the text editor stands for in the payload.
enum class LineEnds : quint8 {
    HeadCrLf, ///< CR LF up to and with the first empty line behind a full one, LF in what follows
    CrLf,
    Lf,
};

/// Between a payload's text, with the line ends that are sent, and the text in an editor. Pure functions.
namespace payloadlineends {

/// Line breaks of the editor's text become line ends. With `escapes` a typed \r before one is its CR.
[[nodiscard]] QString toPayload(const QString& shown, LineEnds ends, bool escapes);
/// The CR of each line end that toPayload() would add is left out.
[[nodiscard]] QString toShown(const QString& payload, LineEnds ends);
/// Where a place of the payload's text is in the shown text.
[[nodiscard]] qsizetype shownPlace(const QString& payload, LineEnds ends, qsizetype at);
/// The choice under which an editor can show the text and gives it again; nothing for line ends that are
/// mixed otherwise.
[[nodiscard]] std::optional<LineEnds> endsOf(const QString& payload, bool escapes);

} // namespace payloadlineends

} // namespace wl
