// SPDX-License-Identifier: MIT
#pragma once

class QTabWidget;

namespace wl {

/// Brings a page to the front and the focus to what is first in it by keyboard; to the tabs where nothing is.
void showPageWithFocus(QTabWidget& tabs, int page);

} // namespace wl
