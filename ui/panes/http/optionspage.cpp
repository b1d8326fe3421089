// SPDX-License-Identifier: MIT
#include "ui/panes/http/optionspage.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QSpinBox>

namespace wl {

namespace {

constexpr int maxTimeoutMs = 24 * 3600 * 1000;

} // namespace

OptionsPage::OptionsPage(QWidget* parent)
    : QScrollArea(parent)
    , m_follow(new QCheckBox(tr("Follow redirects, at most"), this))
    , m_maxRedirects(new QSpinBox(this))
    , m_encode(new QCheckBox(tr("Encode in the URL what must be encoded"), this))
    , m_caFile(new QLineEdit(this))
    , m_serverName(new QLineEdit(this))
    , m_unverified(new QCheckBox(tr("Do not verify the certificate, for the next send only"), this))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    auto* page = new QWidget(this);
    auto* form = new QFormLayout(page);
    form->setContentsMargins(0, 8, 8, 8);
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    setUpRows(form);
    setWidget(page);
    connectAll();
    setSettings({});
}

QSpinBox* OptionsPage::addSeconds(QFormLayout* form, const QString& label, const QString& name,
                                  const QString& zero)
{
    auto* box = new QSpinBox(this);
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setRange(0, maxTimeoutMs);
    box->setSingleStep(1000);
    box->setSuffix(tr(" ms"));
    box->setSpecialValueText(zero);
    box->setMinimumWidth(140);
    auto* holder = new QHBoxLayout;
    holder->addWidget(box);
    holder->addStretch(1);
    auto* text = new QLabel(label, this);
    text->setBuddy(box);
    form->addRow(text, holder);
    connect(box, &QSpinBox::valueChanged, this, &OptionsPage::typed);
    return box;
}

void OptionsPage::setUpRows(QFormLayout* form)
{
    m_follow->setObjectName(QStringLiteral("httpFollow"));
    m_follow->setAccessibleName(tr("Follow redirects"));
    m_maxRedirects->setObjectName(QStringLiteral("httpMaxRedirects"));
    m_maxRedirects->setAccessibleName(tr("Most redirects to follow"));
    m_maxRedirects->setRange(1, 100);
    auto* redirects = new QHBoxLayout;
    redirects->setSpacing(8);
    redirects->addWidget(m_follow);
    redirects->addWidget(m_maxRedirects);
    redirects->addStretch(1);
    form->addRow(redirects);
    m_encode->setObjectName(QStringLiteral("httpEncodeUrl"));
    m_encode->setAccessibleName(m_encode->text());
    m_encode->setToolTip(tr("Off: what is not allowed in a URL is sent as typed where the engine can"));
    form->addRow(m_encode);
    m_connect = addSeconds(form, tr("Connect within"), QStringLiteral("httpConnectTimeout"), tr("no limit"));
    m_firstByte =
        addSeconds(form, tr("First byte within"), QStringLiteral("httpFirstByteTimeout"), tr("no limit"));
    m_idle = addSeconds(form, tr("Longest pause"), QStringLiteral("httpIdleTimeout"), tr("no limit"));
    m_total =
        addSeconds(form, tr("Whole exchange within"), QStringLiteral("httpTotalTimeout"), tr("no limit"));

    m_caFile->setObjectName(QStringLiteral("httpCaFile"));
    m_caFile->setAccessibleName(tr("CA file"));
    m_caFile->setPlaceholderText(tr("the system's authorities"));
    m_caFile->setToolTip(tr("PEM file with the only authorities to trust"));
    auto* browse = new QPushButton(tr("Browse…"), this);
    browse->setObjectName(QStringLiteral("httpBrowseCa"));
    browse->setAccessibleName(tr("Browse for a CA file"));
    connect(browse, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("CA file"), QFileInfo(m_caFile->text()).path());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, m_caFile, &QLineEdit::setText);
        dialog->open();
    });
    auto* ca = new QHBoxLayout;
    ca->setSpacing(8);
    ca->addWidget(m_caFile, 1);
    ca->addWidget(browse);
    auto* caLabel = new QLabel(tr("CA file"), this);
    caLabel->setBuddy(m_caFile);
    form->addRow(caLabel, ca);
    m_serverName->setObjectName(QStringLiteral("httpServerName"));
    m_serverName->setAccessibleName(tr("TLS server name"));
    m_serverName->setPlaceholderText(tr("the URL's host"));
    auto* nameLabel = new QLabel(tr("TLS server name"), this);
    nameLabel->setBuddy(m_serverName);
    form->addRow(nameLabel, m_serverName);
    m_unverified->setObjectName(QStringLiteral("httpUnverified"));
    m_unverified->setAccessibleName(m_unverified->text());
    m_unverified->setToolTip(tr("Never stored: it switches itself off again"));
    form->addRow(m_unverified);
}

void OptionsPage::connectAll()
{
    connect(m_follow, &QCheckBox::toggled, this, &OptionsPage::typed);
    connect(m_maxRedirects, &QSpinBox::valueChanged, this, &OptionsPage::typed);
    connect(m_encode, &QCheckBox::toggled, this, &OptionsPage::typed);
    connect(m_caFile, &QLineEdit::textChanged, this, &OptionsPage::typed);
    connect(m_serverName, &QLineEdit::textChanged, this, &OptionsPage::typed);
}

void OptionsPage::setSettings(const HttpSettings& settings)
{
    m_isLoading = true;
    m_settings = settings;
    m_settings.tls.verify = true;
    m_follow->setChecked(settings.followRedirects);
    m_maxRedirects->setValue(settings.maxRedirects);
    m_maxRedirects->setEnabled(settings.followRedirects);
    m_encode->setChecked(settings.encodeUrl);
    m_connect->setValue(int(settings.connectTimeout.count()));
    m_firstByte->setValue(int(settings.firstByteTimeout.count()));
    m_idle->setValue(int(settings.idleTimeout.count()));
    m_total->setValue(int(settings.totalTimeout.count()));
    m_caFile->setText(settings.tls.caFile);
    m_serverName->setText(settings.tls.serverName);
    m_isLoading = false;
}

void OptionsPage::typed()
{
    if (m_isLoading)
        return;
    using std::chrono::milliseconds;
    m_settings.followRedirects = m_follow->isChecked();
    m_settings.maxRedirects = m_maxRedirects->value();
    m_settings.encodeUrl = m_encode->isChecked();
    m_settings.connectTimeout = milliseconds(m_connect->value());
    m_settings.firstByteTimeout = milliseconds(m_firstByte->value());
    m_settings.idleTimeout = milliseconds(m_idle->value());
    m_settings.totalTimeout = milliseconds(m_total->value());
    m_settings.tls.caFile = m_caFile->text();
    m_settings.tls.serverName = m_serverName->text();
    m_maxRedirects->setEnabled(m_settings.followRedirects);
    emit edited();
}

bool OptionsPage::takeUnverified()
{
    const bool unverified = m_unverified->isChecked();
    m_unverified->setChecked(false);
    return unverified;
}

} // namespace wl
