// SPDX-License-Identifier: MIT
#pragma once

class QMainWindow;
class QWidget;

namespace wl::helpdialogs {

/// Non-modal, gone when closed. The shortcut list is read from the actions of the window's menus.
void showShortcuts(QMainWindow& window);
void showAbout(QWidget& window);

} // namespace wl::helpdialogs
