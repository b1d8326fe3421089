// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QSslCertificate>
#include <QSslKey>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

namespace wl::test {

/// What a certificate for a test shall say.
struct CertificateTerms
{
    QByteArray commonName = "localhost";
    QByteArray altNames = "DNS:localhost,IP:127.0.0.1,IP:::1"; ///< empty = none
    int startDays = -1;                                        ///< valid from, in days from now
    int endDays = 30;
    bool isAuthority = false;
    /// Further extensions in the TLS library's own words, such as {NID_ext_key_usage, "clientAuth"};
    /// NID_basic_constraints replaces what isAuthority says.
    QList<std::pair<int, QByteArray>> extensions = {};
    int rsaBits = 0; ///< 0 = a key on the curve P-256
};

/// A certificate with its key, made on the spot.
class Certificate
{
public:
    /// Signed by `issuer`, by itself where that is null.
    explicit Certificate(const CertificateTerms& terms, const Certificate* issuer = nullptr)
        : m_key(terms.rsaBits > 0 ? EVP_RSA_gen(unsigned(terms.rsaBits)) : EVP_EC_gen("P-256"),
                &EVP_PKEY_free)
        , m_certificate(X509_new(), &X509_free)
    {
        X509* x = m_certificate.get();
        X509_set_version(x, 2);
        static long serial = 1000;
        ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
        X509_gmtime_adj(X509_getm_notBefore(x), terms.startDays * 86'400L);
        X509_gmtime_adj(X509_getm_notAfter(x), terms.endDays * 86'400L);
        X509_set_pubkey(x, m_key.get());
        X509_NAME* name = X509_get_subject_name(x);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(terms.commonName.constData()), -1,
                                   -1, 0);
        X509* signer = issuer ? issuer->m_certificate.get() : x;
        X509_set_issuer_name(x, X509_get_subject_name(signer));
        const bool isOther =
            std::any_of(terms.extensions.begin(), terms.extensions.end(),
                        [](const auto& extension) { return extension.first == NID_basic_constraints; });
        if (!isOther)
            extend(signer, NID_basic_constraints, terms.isAuthority ? "critical,CA:TRUE" : "CA:FALSE");
        if (!terms.altNames.isEmpty())
            extend(signer, NID_subject_alt_name, terms.altNames.constData());
        for (const auto& [nid, value] : terms.extensions)
            extend(signer, nid, value.constData());
        X509_sign(x, issuer ? issuer->m_key.get() : m_key.get(), EVP_sha256());
    }

    [[nodiscard]] QByteArray pem() const
    {
        return text([this](BIO* bio) { PEM_write_bio_X509(bio, m_certificate.get()); });
    }
    /// With a password, encrypted.
    [[nodiscard]] QByteArray keyPem(const QByteArray& password = {}) const
    {
        return text([&](BIO* bio) {
            const auto* word = reinterpret_cast<const unsigned char*>(password.constData());
            PEM_write_bio_PrivateKey(bio, m_key.get(), password.isEmpty() ? nullptr : EVP_aes_256_cbc(),
                                     password.isEmpty() ? nullptr : word, int(password.size()), nullptr,
                                     nullptr);
        });
    }
    /// Certificate and key as a PKCS#12 file.
    [[nodiscard]] QByteArray pkcs12(const QByteArray& password) const
    {
        return text([&](BIO* bio) {
            PKCS12* file = PKCS12_create(password.constData(), "test", m_key.get(), m_certificate.get(),
                                         nullptr, 0, 0, 0, 0, 0);
            i2d_PKCS12_bio(bio, file);
            PKCS12_free(file);
        });
    }
    [[nodiscard]] QSslCertificate certificate() const { return QSslCertificate(pem(), QSsl::Pem); }
    [[nodiscard]] QSslKey key() const
    {
        const bool isRsa = EVP_PKEY_get_base_id(m_key.get()) == EVP_PKEY_RSA;
        return QSslKey(keyPem(), isRsa ? QSsl::Rsa : QSsl::Ec, QSsl::Pem, QSsl::PrivateKey);
    }

private:
    void extend(X509* signer, int nid, const char* value)
    {
        X509V3_CTX context;
        X509V3_set_ctx(&context, signer, m_certificate.get(), nullptr, nullptr, 0);
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
        X509_add_ext(m_certificate.get(), extension, -1);
        X509_EXTENSION_free(extension);
    }
    template <typename Write>
    [[nodiscard]] static QByteArray text(Write write)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), &BIO_free);
        write(bio.get());
        char* bytes = nullptr;
        const long size = BIO_get_mem_data(bio.get(), &bytes);
        return QByteArray(bytes, size);
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> m_key;
    std::unique_ptr<X509, decltype(&X509_free)> m_certificate;
};

} // namespace wl::test
