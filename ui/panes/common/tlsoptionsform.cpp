// SPDX-License-Identifier: MIT
#include "ui/panes/common/tlsoptionsform.h"

#include "net/tlsversions.h"

#include "ui_tlsoptionsform.h"

#include <QFileDialog>
#include <QFileInfo>

namespace wl {

namespace {

QStringList protocols(const QString& text)
{
    QStringList result;
    for (const QString& part : text.split(u',')) {
        if (!part.trimmed().isEmpty())
            result.append(part.trimmed());
    }
    return result;
}

bool isMissing(const QString& path)
{
    return !path.isEmpty() && !QFileInfo(path).isFile();
}

} // namespace

TlsOptionsForm::TlsOptionsForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::TlsOptionsForm>())
{
    m_ui->setupUi(this);
    connectAll();
    setSpec({});
}

TlsOptionsForm::~TlsOptionsForm() = default;

void TlsOptionsForm::setForRequests()
{
    m_ui->verify->hide();
    m_ui->alpnLabel->hide();
    m_ui->alpn->hide();
    m_ui->serverName->setPlaceholderText(tr("the URL's host"));
    m_ui->grid->removeWidget(m_ui->serverName);
    m_ui->grid->addWidget(m_ui->serverName, 2, 1, 1, 3);
}

void TlsOptionsForm::setUpVersions(QComboBox& box, TlsVersion TlsSpec::*version)
{
    box.addItem(tr("default", "TLS version"), int(TlsVersion::Default));
    for (const TlsVersion one : {TlsVersion::Tls10, TlsVersion::Tls11, TlsVersion::Tls12, TlsVersion::Tls13})
        box.addItem(QStringLiteral("TLS ") + tlsVersionText(one), int(one));
    connect(&box, &QComboBox::currentIndexChanged, this, [this, &box, version] {
        change([&] { m_spec.*version = TlsVersion(box.currentData().toInt()); });
    });
}

void TlsOptionsForm::setUpText(QLineEdit& field, QString TlsSpec::*text, bool isTrimmed)
{
    connect(&field, &QLineEdit::textChanged, this, [this, text, isTrimmed](const QString& typed) {
        change([&] { m_spec.*text = isTrimmed ? typed.trimmed() : typed; });
    });
}

void TlsOptionsForm::connectAll()
{
    connect(m_ui->verify, &QCheckBox::toggled, this,
            [this](bool on) { change([&] { m_spec.verify = on; }); });
    connect(m_ui->alpn, &QLineEdit::textEdited, this,
            [this](const QString& text) { change([&] { m_spec.alpn = protocols(text); }); });
    setUpText(*m_ui->caFile, &TlsSpec::caFile, false);
    setUpText(*m_ui->serverName, &TlsSpec::serverName, true);
    setUpText(*m_ui->certificateFile, &TlsSpec::certificateFile, false);
    setUpText(*m_ui->keyFile, &TlsSpec::keyFile, false);
    setUpText(*m_ui->keyPassword, &TlsSpec::keyPassword, false);
    setUpVersions(*m_ui->minVersion, &TlsSpec::minVersion);
    setUpVersions(*m_ui->maxVersion, &TlsSpec::maxVersion);
    connect(m_ui->browse, &QPushButton::clicked, this, [this] {
        browse(*m_ui->caFile, tr("CA file"), tr("PEM certificates (*.pem *.crt *.cer);;All files (*)"));
    });
    connect(m_ui->browseCertificate, &QPushButton::clicked, this, [this] {
        browse(*m_ui->certificateFile, tr("Client certificate"),
               tr("Certificates (*.pem *.crt *.cer *.p12 *.pfx);;All files (*)"));
    });
    connect(m_ui->browseKey, &QPushButton::clicked, this, [this] {
        browse(*m_ui->keyFile, tr("Private key"), tr("PEM keys (*.pem *.key);;All files (*)"));
    });
}

void TlsOptionsForm::change(const std::function<void()>& assign)
{
    if (m_isLoading)
        return;
    assign();
    emit edited();
}

void TlsOptionsForm::setSpec(const TlsSpec& spec)
{
    m_isLoading = true;
    m_spec = spec;
    m_ui->verify->setChecked(spec.verify);
    m_ui->caFile->setText(spec.caFile);
    m_ui->serverName->setText(spec.serverName);
    m_ui->alpn->setText(spec.alpn.join(QStringLiteral(", ")));
    m_ui->minVersion->setCurrentIndex(m_ui->minVersion->findData(int(spec.minVersion)));
    m_ui->maxVersion->setCurrentIndex(m_ui->maxVersion->findData(int(spec.maxVersion)));
    m_ui->certificateFile->setText(spec.certificateFile);
    m_ui->keyFile->setText(spec.keyFile);
    m_ui->keyPassword->setText(spec.keyPassword);
    m_isLoading = false;
}

QString TlsOptionsForm::problem() const
{
    if (isMissing(m_spec.caFile))
        return tr("There is no CA file %1.").arg(m_spec.caFile);
    if (isMissing(m_spec.certificateFile))
        return tr("There is no certificate file %1.").arg(m_spec.certificateFile);
    if (isMissing(m_spec.keyFile))
        return tr("There is no key file %1.").arg(m_spec.keyFile);
    if (m_spec.certificateFile.isEmpty() && !m_spec.keyFile.isEmpty())
        return tr("A private key needs its certificate.");
    if (m_spec.maxVersion != TlsVersion::Default && m_spec.minVersion > m_spec.maxVersion)
        return tr("The lowest TLS version is above the highest.");
    return {};
}

void TlsOptionsForm::browse(QLineEdit& field, const QString& title, const QString& filter)
{
    auto* dialog = new QFileDialog(this, title, QFileInfo(field.text()).path(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, &field, &QLineEdit::setText);
    dialog->open();
}

} // namespace wl
