// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "http/oauth2token.h"

#include <QCoreApplication>
#include <QUrl>

/// The messages of OAuth 2.0 as plain data: what is asked, and what the answers mean. Pure.
namespace wl {

/// The secrets of one authorization: they tie its answers to our question.
struct OAuth2Proof
{
    QByteArray state;    ///< RFC 6749 §10.12
    QByteArray verifier; ///< of PKCE, RFC 7636 §4.1

    /// From the system's random numbers.
    [[nodiscard]] static OAuth2Proof make();
    /// The S256 challenge (RFC 7636 §4.2).
    [[nodiscard]] QByteArray challenge() const;
};

/// Where the person's browser is sent (RFC 6749 §4.1.1 with PKCE). Errors in words: the URL is none.
[[nodiscard]] OAuth2Result<QUrl> authorizationUrl(const OAuth2Spec& spec, const QString& redirectUri,
                                                  const OAuth2Proof& proof);
/// The code that the browser brought back as a request target (RFC 6749 §4.1.2), or what the server said
/// instead; another state than the proof's is refused.
[[nodiscard]] OAuth2Result<QString> authorizationCode(const QByteArray& target, const OAuth2Proof& proof);

// What is sent to the token endpoint; `settings` are the request's that the token is for. No redirect is
// followed, no cookie is sent, the certificate is verified.
[[nodiscard]] HttpRequest codeRequest(const OAuth2Spec& spec, const HttpSettings& settings,
                                      const QString& code, const QString& redirectUri,
                                      const OAuth2Proof& proof);
[[nodiscard]] HttpRequest clientCredentialsRequest(const OAuth2Spec& spec, const HttpSettings& settings);
[[nodiscard]] HttpRequest refreshRequest(const OAuth2Spec& spec, const HttpSettings& settings,
                                         const QString& refreshToken);

/// The largest answer of a token endpoint that is read, in bytes.
constexpr qint64 oauth2AnswerBytes = 1024 * 1024;
/// Reads the answer of the token endpoint: a token (RFC 6749 §5.1), or why there is none (§5.2) in words.
[[nodiscard]] OAuth2Result<OAuth2Token> tokenOf(int status, QByteArrayView body, Timestamp time);

/// The words.
class OAuth2Words
{
    Q_DECLARE_TR_FUNCTIONS(OAuth2Words)
public:
    /// "the code or the refresh token is not valid any more (invalid_grant): …"
    [[nodiscard]] static QString refusal(const QString& error, const QString& description);
    /// "access granted: you can close this page".
    [[nodiscard]] static QString page(bool isGood);
    [[nodiscard]] static QString notThere(const QString& what);
};

} // namespace wl
