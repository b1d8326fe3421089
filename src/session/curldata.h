// SPDX-License-Identifier: MIT
#pragma once

#include "session/curlarguments.h"
#include "session/shellcommand.h"

namespace wl {

/// What the options for data (-d and its relatives, --json, --url-query) come to, one after another. A plain
/// value.
class CurlData
{
public:
    /// `command` has what curl reads as its standard input; it outlives this object.
    explicit CurlData(const ShellCommand& command)
        : m_command(command)
    {
    }

    /// One option; those that are not about data are passed over.
    void take(const CurlArgument& argument);

    [[nodiscard]] bool exists() const { return m_exists; }
    [[nodiscard]] bool isJson() const { return m_isJson; }
    [[nodiscard]] const QString& text() const { return m_text; }
    /// The one file that the data is; empty = it is text.
    [[nodiscard]] const QString& file() const { return m_file; }
    /// Of --url-query, joined.
    [[nodiscard]] const QString& query() const { return m_query; }
    [[nodiscard]] const QStringList& notes() const { return m_notes; }

private:
    void takeData(const CurlArgument& argument);
    void takeEncoded(const CurlArgument& argument);
    void addFile(const CurlArgument& argument, const QString& path);
    void addText(const QString& text, bool isJoined);
    [[nodiscard]] std::optional<QString> encoded(const CurlArgument& argument);

    const ShellCommand& m_command;
    bool m_exists = false;
    bool m_hasText = false; ///< also an empty one
    bool m_isJson = false;
    QString m_text;
    QString m_file;
    QString m_query;
    QStringList m_notes;
};

} // namespace wl
