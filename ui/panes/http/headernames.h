// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

/// What is offered while header fields are typed. Pure functions over a table in the source.
namespace wl::headernames {

/// Names of request fields that people type, sorted.
[[nodiscard]] QStringList common();
/// Usual values of a field, its name in any case; empty where there are none.
[[nodiscard]] QStringList valuesOf(const QString& name);

} // namespace wl::headernames
