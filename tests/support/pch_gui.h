// SPDX-License-Identifier: MIT
// What nearly every test of the window includes; precompiled once.
#pragma once

#include "tests/support/pch_core.h"
#include "ui/widgets/pch.h"
