// SPDX-License-Identifier: MIT
#include "net/clientcertificate.h"

#include "base/filecommit.h"

#include <QDateTime>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <memory>

namespace wl {

namespace {

constexpr qint64 certificateFileBytes = 1024 * 1024;

template <auto release>
struct Release
{
    template <typename T>
    void operator()(T* object) const
    {
        release(object);
    }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Pkcs12 = std::unique_ptr<PKCS12, Release<PKCS12_free>>;

/// What is being read, for errors.
struct Source
{
    QByteArray bytes;
    QString path;
    QByteArray password;
    bool wasAsked = false; ///< the key is encrypted
};

Bio memory(const QByteArray& bytes)
{
    return Bio(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

QByteArray derOf(X509* certificate)
{
    QByteArray der(i2d_X509(certificate, nullptr), Qt::Uninitialized);
    auto* to = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(certificate, &to);
    return der;
}

X509Certificate x509Of(const QSslCertificate& certificate)
{
    const QByteArray der = certificate.toDer();
    const auto* from = reinterpret_cast<const unsigned char*>(der.constData());
    return X509Certificate(d2i_X509(nullptr, &from, long(der.size())));
}

int givePassword(char* buffer, int size, int, void* user)
{
    auto* source = static_cast<Source*>(user);
    source->wasAsked = true;
    const auto length = std::min<qsizetype>(source->password.size(), size);
    std::copy_n(source->password.constData(), length, buffer);
    return int(length);
}

tl::unexpected<Error> passwordProblem(const Source& source)
{
    return fail(ErrorCode::BadOption,
                source.password.isEmpty()
                    ? QStringLiteral("the private key in %1 needs its password").arg(source.path)
                    : QStringLiteral("the password does not open %1").arg(source.path));
}

Result<Key> readKey(Source& source)
{
    if (!source.bytes.contains("PRIVATE KEY-----"))
        return fail(ErrorCode::FileMalformed, source.path + QStringLiteral(": no private key is in it"));
    Key key(PEM_read_bio_PrivateKey(memory(source.bytes).get(), nullptr, &givePassword, &source));
    ERR_clear_error();
    if (key)
        return key;
    if (source.wasAsked)
        return passwordProblem(source);
    return fail(ErrorCode::FileMalformed, source.path + QStringLiteral(": its private key is damaged"));
}

/// The handle is taken over.
Result<ClientCertificate> assemble(const QList<QSslCertificate>& chain, Key key, const Source& source)
{
    if (X509_check_private_key(x509Of(chain.first()).get(), key.get()) != 1) {
        ERR_clear_error();
        return fail(ErrorCode::BadOption,
                    QStringLiteral("the private key in %1 is not the certificate's").arg(source.path));
    }
    return ClientCertificate{chain, QSslKey(Qt::HANDLE(key.release()), QSsl::PrivateKey)};
}

Result<ClientCertificate> readPem(Source& source, const TlsSpec& spec)
{
    const QList<QSslCertificate> chain = QSslCertificate::fromData(source.bytes, QSsl::Pem);
    if (chain.isEmpty())
        return fail(ErrorCode::FileMalformed, source.path + QStringLiteral(": no certificate is in it"));
    if (!spec.keyFile.isEmpty()) {
        const Result<QByteArray> bytes = readFile(spec.keyFile, certificateFileBytes);
        if (!bytes)
            return tl::make_unexpected(bytes.error());
        source.bytes = *bytes;
        source.path = spec.keyFile;
    }
    Result<Key> key = readKey(source);
    if (!key)
        return tl::make_unexpected(key.error());
    return assemble(chain, std::move(*key), source);
}

Result<ClientCertificate> readPkcs12(const Source& source)
{
    const Pkcs12 file(d2i_PKCS12_bio(memory(source.bytes).get(), nullptr));
    ERR_clear_error();
    if (!file) {
        return fail(ErrorCode::FileMalformed,
                    source.path + QStringLiteral(": neither a PEM nor a PKCS#12 certificate is in it"));
    }
    const bool isOpen = PKCS12_mac_present(file.get()) == 0 ||
                        PKCS12_verify_mac(file.get(), source.password.constData(), -1) == 1 ||
                        (source.password.isEmpty() && PKCS12_verify_mac(file.get(), nullptr, 0) == 1);
    if (!isOpen) {
        ERR_clear_error();
        return passwordProblem(source);
    }
    EVP_PKEY* keyHandle = nullptr;
    X509* ownHandle = nullptr;
    STACK_OF(X509)* others = nullptr;
    const int parsed = PKCS12_parse(file.get(), source.password.constData(), &keyHandle, &ownHandle, &others);
    ERR_clear_error();
    Key key(keyHandle);
    const X509Certificate own(ownHandle);
    QList<QSslCertificate> chain;
    if (own)
        chain.append(QSslCertificate(derOf(own.get()), QSsl::Der));
    for (int i = 0; i < sk_X509_num(others); ++i)
        chain.append(QSslCertificate(derOf(sk_X509_value(others, i)), QSsl::Der));
    sk_X509_pop_free(others, X509_free);
    if (parsed != 1) {
        return fail(ErrorCode::FileMalformed,
                    source.path + QStringLiteral(": encrypted in a way that is not supported here"));
    }
    if (!key || !own)
        return fail(ErrorCode::FileMalformed,
                    source.path + QStringLiteral(": it holds no certificate with its key"));
    return assemble(chain, std::move(key), source);
}

/// A server would refuse it, mostly without saying why.
Result<void> checkDates(const QSslCertificate& own, const QString& path)
{
    const QDateTime today = QDateTime::currentDateTimeUtc();
    const auto day = [](const QDateTime& time) {
        return time.toUTC().toString(QStringLiteral("yyyy-MM-dd"));
    };
    if (own.expiryDate() < today) {
        return fail(ErrorCode::CertificateExpired,
                    QStringLiteral("the client certificate %1, on %2").arg(path, day(own.expiryDate())));
    }
    if (own.effectiveDate() > today) {
        return fail(
            ErrorCode::CertificateNotYetValid,
            QStringLiteral("the client certificate %1, before %2").arg(path, day(own.effectiveDate())));
    }
    return {};
}

} // namespace

Result<ClientCertificate> readClientCertificate(const TlsSpec& spec)
{
    const Result<QByteArray> bytes = readFile(spec.certificateFile, certificateFileBytes);
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    Source source{*bytes, spec.certificateFile, spec.keyPassword.toUtf8(), false};
    Result<ClientCertificate> read =
        source.bytes.contains("-----BEGIN ") ? readPem(source, spec) : readPkcs12(source);
    if (read && spec.verify) {
        if (const Result<void> dates = checkDates(read->chain.first(), spec.certificateFile); !dates)
            return tl::make_unexpected(dates.error());
    }
    return read;
}

} // namespace wl
