// SPDX-License-Identifier: MIT
#include "net/connecttries.h"

#include <algorithm>

namespace wl {

namespace {

int weight(ErrorCode code)
{
    switch (code) {
    case ErrorCode::None: return 0;
    case ErrorCode::NetworkUnreachable:
    case ErrorCode::AddressNotAvailable: return 1;
    case ErrorCode::HostUnreachable: return 2;
    case ErrorCode::ConnectTimeout: return 3;
    default: return 4;
    }
}

} // namespace

std::chrono::milliseconds tryTimeout(std::chrono::milliseconds left, qsizetype addressesLeft)
{
    const std::chrono::milliseconds share = left / std::max<qsizetype>(addressesLeft, 1);
    return std::max(share, std::chrono::milliseconds(1));
}

const Error& moreTelling(const Error& earlier, const Error& later)
{
    return weight(later.code) >= weight(earlier.code) ? later : earlier;
}

} // namespace wl
