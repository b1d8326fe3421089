// SPDX-License-Identifier: MIT
#pragma once

#include "session/commandline.h"
#include "ui/panes/pane.h"

namespace wl {

/// Makes the pane for a content, and the contents of new panes. UI thread.
namespace panefactory {

/// The pane of this content's kind, with the content in its form.
[[nodiscard]] Pane* make(const ItemContent& content, const PaneContext& context, QWidget* parent);

[[nodiscard]] ItemContent newServer(const Settings& settings);
[[nodiscard]] ItemContent newClient(const Settings& settings);
[[nodiscard]] ItemContent newUdp();
[[nodiscard]] ItemContent newRequest(const Settings& settings);
/// What was opened by its address; the settings count where it says nothing itself.
[[nodiscard]] ItemContent contentOf(const Opened& opened, const Settings& settings);

/// The same without the name under which it is stored.
[[nodiscard]] ItemContent withoutLabel(const ItemContent& content);

/// "Server", "Client", "UDP", "Request".
[[nodiscard]] QString kindName(const ItemContent& content);
/// Name of the kind's icon.
[[nodiscard]] QString iconName(const ItemContent& content);

} // namespace panefactory
} // namespace wl
