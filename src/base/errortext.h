// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QCoreApplication>

namespace wl {

/// The words for an error, shared by ui and the terminal program: what was tried, why it failed, what to do.
/// `tried` is the beginning of the sentence ("Cannot listen on 127.0.0.1:80"). Plain text, translated.
class ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
public:
    /// "Cannot listen on 127.0.0.1:80: permission denied. Ports below 1024 need elevated rights; try 8080."
    [[nodiscard]] static QString sentence(const QString& tried, const Error& error);
    /// "permission denied"
    [[nodiscard]] static QString reason(const Error& error);
    /// "Ports below 1024 need elevated rights; try 8080."; empty where there is no advice.
    [[nodiscard]] static QString advice(const Error& error);
    /// The text of an event in words: where it begins with an error's name, also after "ICMP: ", the reason
    /// stands there instead ("name-not-found (host.invalid)" is "the name was not found (host.invalid)").
    [[nodiscard]] static QString ofEvent(const QString& text);
};

} // namespace wl
