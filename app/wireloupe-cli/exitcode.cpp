// SPDX-License-Identifier: MIT
#include "exitcode.h"

namespace wl::cli {

ExitCode exitCodeOf(const Error& error)
{
    switch (error.code) {
    case ErrorCode::None: return Done;
    case ErrorCode::BadAddress:
    case ErrorCode::BadPayload:
    case ErrorCode::BadOption:
    case ErrorCode::BadSyntax:
    case ErrorCode::UnsupportedScheme:
    case ErrorCode::DatagramTooLarge: return WrongUsage;
    case ErrorCode::TooLarge:
    case ErrorCode::FileNotFound:
    case ErrorCode::FileNotReadable:
    case ErrorCode::FileNotWritable:
    case ErrorCode::DiskFull:
    case ErrorCode::FileMalformed:
    case ErrorCode::FileFailed: return FileFailed;
    case ErrorCode::Canceled: return Interrupted;
    default: return NetworkFailed;
    }
}

} // namespace wl::cli
