// SPDX-License-Identifier: MIT
#pragma once

#include "cli/answerserver.h"
#include "cli/cliprocess.h"

#include <memory>

namespace wl::test {

/// A test of `http` against a server that answers by path.
class HttpCliTest : public QObject
{
protected:
    void startServer()
    {
        m_server = std::make_unique<AnswerServer>();
        m_server->answers["/"] = AnswerServer::ok("hello\x1b\n", "Content-Type: text/plain\r\n");
        m_server->answers["/empty"] = AnswerServer::ok({});
    }
    [[nodiscard]] QStringList get(const QString& path) const
    {
        return {QStringLiteral("http"), QStringLiteral("GET"), m_server->url(path)};
    }

    std::unique_ptr<AnswerServer> m_server;
};

} // namespace wl::test
