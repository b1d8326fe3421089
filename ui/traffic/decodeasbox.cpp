// SPDX-License-Identifier: MIT
#include "ui/traffic/decodeasbox.h"

#include "decode/protocoltable.h"
#include "ui/traffic/decodechoices.h"
#include "ui/traffic/protocoltext.h"

#include <QSignalBlocker>

namespace wl {

DecodeAsBox::DecodeAsBox(DecodeChoices& choices, QWidget* parent)
    : QComboBox(parent)
    , m_choices(choices)
{
    setObjectName(QStringLiteral("decodeAs"));
    setAccessibleName(tr("Decode as"));
    setToolTip(tr("As what this connection is decoded"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(12);
    setMaximumWidth(260);
    addItem(tr("Automatic"));
    for (const ProtocolRow& row : protocolTable())
        addItem(protocoltext::title(row.protocol), int(row.protocol));
    connect(this, &QComboBox::activated, this, &DecodeAsBox::choose);
    connect(&choices, &DecodeChoices::changed, this, &DecodeAsBox::showChoice);
    setEnabled(false);
}

void DecodeAsBox::setConnection(std::shared_ptr<const RecordSource> source, ConnectionId connection)
{
    m_source = std::move(source);
    m_connection = connection;
    setEnabled(m_source != nullptr);
    setItemText(0, tr("Automatic"));
    showChoice();
}

void DecodeAsBox::setFound(Protocol protocol)
{
    const QString text = tr("Automatic: %1").arg(protocoltext::title(protocol));
    if (itemText(0) != text)
        setItemText(0, text);
}

void DecodeAsBox::showChoice()
{
    const QSignalBlocker blocker(this);
    const auto chosen = m_source ? m_choices.of(*m_source, m_connection) : std::nullopt;
    setCurrentIndex(chosen ? findData(int(*chosen)) : 0);
}

void DecodeAsBox::choose(int index)
{
    if (!m_source)
        return;
    const QVariant protocol = itemData(index);
    m_choices.choose(*m_source, m_connection,
                     protocol.isValid() ? std::optional(Protocol(protocol.toInt())) : std::nullopt);
}

} // namespace wl
