// SPDX-License-Identifier: MIT
#include "ui/panes/http/optionspage.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QSpinBox>

namespace wl {

namespace {

constexpr int maxTimeoutMs = 24 * 3600 * 1000;

} // namespace

OptionsPage::OptionsPage(QWidget* parent)
    : QScrollArea(parent)
    , m_engine(new QComboBox(this))
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
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins(0, 8, 8, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    setUpRows(grid);
    setWidget(page);
    connectAll();
    setSettings({});
}

QSpinBox* OptionsPage::addTimeout(QGridLayout* grid, int place, const QString& label, const QString& name)
{
    auto* box = new QSpinBox(this);
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setRange(0, maxTimeoutMs);
    box->setSingleStep(1000);
    box->setGroupSeparatorShown(true);
    box->setSuffix(tr(" ms"));
    box->setSpecialValueText(tr("no limit"));
    auto* text = new QLabel(label, this);
    text->setBuddy(box);
    grid->addWidget(text, place / 2, place % 2 * 2);
    grid->addWidget(box, place / 2, place % 2 * 2 + 1);
    connect(box, &QSpinBox::valueChanged, this, &OptionsPage::typed);
    return box;
}

QWidget* OptionsPage::setUpAuthority()
{
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
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_caFile, 1);
    row->addWidget(browse);
    return holder;
}

void OptionsPage::setUpEngine(QGridLayout* grid, int row)
{
    m_engine->setObjectName(QStringLiteral("httpEngine"));
    m_engine->setAccessibleName(tr("Engine"));
    m_engine->addItem(tr("Qt"), int(HttpEngine::Qt));
    m_engine->addItem(tr("Exact: byte for byte what is typed"), int(HttpEngine::Exact));
    m_engine->setToolTip(tr("Who writes the request. Qt's engine cannot send some of it as typed; the page "
                            "\u201cWill be sent\u201d says what. Both speak HTTP/1.1."));
    auto* label = new QLabel(tr("Engine"), this);
    label->setBuddy(m_engine);
    grid->addWidget(label, row, 0);
    grid->addWidget(m_engine, row, 1, 1, 3);
}

void OptionsPage::setUpRows(QGridLayout* grid)
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
    m_connect = addTimeout(grid, 0, tr("Connect within"), QStringLiteral("httpConnectTimeout"));
    m_firstByte = addTimeout(grid, 1, tr("First byte within"), QStringLiteral("httpFirstByteTimeout"));
    m_idle = addTimeout(grid, 2, tr("Longest pause"), QStringLiteral("httpIdleTimeout"));
    m_total = addTimeout(grid, 3, tr("All within"), QStringLiteral("httpTotalTimeout"));
    grid->addLayout(redirects, 2, 0, 1, 4);
    m_encode->setObjectName(QStringLiteral("httpEncodeUrl"));
    m_encode->setAccessibleName(m_encode->text());
    m_encode->setToolTip(tr("Off: what is not allowed in a URL is sent as typed where the engine can"));
    grid->addWidget(m_encode, 3, 0, 1, 4);
    auto* caLabel = new QLabel(tr("CA file"), this);
    caLabel->setBuddy(m_caFile);
    grid->addWidget(caLabel, 4, 0);
    grid->addWidget(setUpAuthority(), 4, 1, 1, 3);
    m_serverName->setObjectName(QStringLiteral("httpServerName"));
    m_serverName->setAccessibleName(tr("TLS server name"));
    m_serverName->setPlaceholderText(tr("the URL's host"));
    m_serverName->setToolTip(tr("The name that is asked for (SNI) and that the certificate must have"));
    auto* nameLabel = new QLabel(tr("TLS server name"), this);
    nameLabel->setBuddy(m_serverName);
    grid->addWidget(nameLabel, 5, 0);
    grid->addWidget(m_serverName, 5, 1, 1, 3);
    m_unverified->setObjectName(QStringLiteral("httpUnverified"));
    m_unverified->setAccessibleName(m_unverified->text());
    m_unverified->setToolTip(tr("Never stored: it switches itself off again"));
    grid->addWidget(m_unverified, 6, 0, 1, 4);
    setUpEngine(grid, 7);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    grid->setRowStretch(8, 1);
}

void OptionsPage::connectAll()
{
    connect(m_engine, &QComboBox::currentIndexChanged, this, &OptionsPage::typed);
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
    m_engine->setCurrentIndex(m_engine->findData(int(settings.engine)));
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
    m_settings.engine = HttpEngine(m_engine->currentData().toInt());
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
