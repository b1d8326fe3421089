// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <functional>
#include <stop_token>

namespace wl {

struct MarkupFormatOutcome
{
    bool isCanceled = false;
    bool isStopped = false; ///< the sink wanted no more
    bool isBalanced = true; ///< every tag that opens closes in order (XML; HTML leaves some open by right)
};

/// Writes XML or HTML with other whitespace between its tags, each piece copied as it stands. Whitespace is
/// only changed where there was nothing else: an element that has text of its own (and in HTML, that has
/// elements which stand in a line of text) keeps its content byte for byte. The sink gets pieces of some 64
/// kB and says whether it wants more. Memory: one bit an element, and the names that are open.
MarkupFormatOutcome formatMarkup(QByteArrayView text, bool isHtml,
                                 const std::function<bool(QByteArrayView)>& sink, std::stop_token stop = {});

} // namespace wl
