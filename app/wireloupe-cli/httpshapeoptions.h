// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "optionparser.h"

namespace wl::cli {

/// Options of `http` that say what the request is made of besides its body: `--path`, `--as-typed`,
/// `--part`, `--graphql`, `--variables`, `--raw`.
void addShapeOptions(OptionParser& parser);
/// Errors: BadOption with words.
/// `notes`: what of the options cannot be sent as typed.
[[nodiscard]] Result<void> readShape(const OptionParser& parser, HttpRequest& request, QStringList& notes);
/// The values of `:name` segments. Where none is given they are sent as they stand. Needs the URL.
void readPathRows(const OptionParser& parser, HttpRequest& request);

} // namespace wl::cli
