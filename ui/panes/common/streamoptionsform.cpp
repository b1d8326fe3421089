// SPDX-License-Identifier: MIT
#include "ui/panes/common/streamoptionsform.h"

#include "ui_streamoptionsform.h"

namespace wl {

StreamOptionsForm::StreamOptionsForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::StreamOptionsForm>())
{
    m_ui->setupUi(this);
    connectAll();
    setOptions({});
}

StreamOptionsForm::~StreamOptionsForm() = default;

void StreamOptionsForm::connectAll()
{
    connect(m_ui->noDelay, &QCheckBox::toggled, this,
            [this](bool on) { change([&] { m_options.noDelay = on; }); });
    connect(m_ui->keepAlive, &QCheckBox::toggled, this,
            [this](bool on) { change([&] { m_options.keepAlive = on; }); });
    connect(m_ui->sendBuffer, &QSpinBox::valueChanged, this,
            [this](int bytes) { change([&] { m_options.sendBufferBytes = bytes; }); });
    connect(m_ui->receiveBuffer, &QSpinBox::valueChanged, this,
            [this](int bytes) { change([&] { m_options.receiveBufferBytes = bytes; }); });
}

void StreamOptionsForm::change(const std::function<void()>& assign)
{
    if (m_isLoading)
        return;
    assign();
    emit edited();
}

void StreamOptionsForm::setOptions(const StreamOptions& options)
{
    m_isLoading = true;
    m_options = options;
    m_ui->noDelay->setChecked(options.noDelay);
    m_ui->keepAlive->setChecked(options.keepAlive);
    m_ui->sendBuffer->setValue(options.sendBufferBytes);
    m_ui->receiveBuffer->setValue(options.receiveBufferBytes);
    m_isLoading = false;
}

} // namespace wl
