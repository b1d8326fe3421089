// SPDX-License-Identifier: MIT
#include "ui/panes/common/tlsoptionsform.h"

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

void TlsOptionsForm::connectAll()
{
    connect(m_ui->verify, &QCheckBox::toggled, this,
            [this](bool on) { change([&] { m_spec.verify = on; }); });
    connect(m_ui->caFile, &QLineEdit::textChanged, this,
            [this](const QString& path) { change([&] { m_spec.caFile = path; }); });
    connect(m_ui->serverName, &QLineEdit::textEdited, this,
            [this](const QString& name) { change([&] { m_spec.serverName = name.trimmed(); }); });
    connect(m_ui->alpn, &QLineEdit::textEdited, this,
            [this](const QString& text) { change([&] { m_spec.alpn = protocols(text); }); });
    connect(m_ui->browse, &QPushButton::clicked, this, &TlsOptionsForm::browse);
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
    m_isLoading = false;
}

QString TlsOptionsForm::problem() const
{
    if (m_spec.caFile.isEmpty() || QFileInfo(m_spec.caFile).isFile())
        return {};
    return tr("There is no CA file %1.").arg(m_spec.caFile);
}

void TlsOptionsForm::browse()
{
    auto* dialog = new QFileDialog(this, tr("CA file"), QFileInfo(m_spec.caFile).path(),
                                   tr("PEM certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_ui->caFile, &QLineEdit::setText);
    dialog->open();
}

} // namespace wl
