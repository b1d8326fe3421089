// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "decode/decodedmessage.h"

#include <QComboBox>

namespace wl {

class DecodeChoices;

/// "Decode as": shows and changes as what one connection is decoded. UI thread; the choices outlive it.
class DecodeAsBox : public QComboBox
{
    Q_OBJECT
public:
    explicit DecodeAsBox(DecodeChoices& choices, QWidget* parent = nullptr);

    /// Null: there is nothing to choose for.
    void setConnection(std::shared_ptr<const RecordSource> source, ConnectionId connection);
    /// What the automatic choice came to, shown beside its word.
    void setFound(Protocol protocol);

private:
    void showChoice();
    void choose(int index);

    DecodeChoices& m_choices;
    std::shared_ptr<const RecordSource> m_source;
    ConnectionId m_connection;
};

} // namespace wl
