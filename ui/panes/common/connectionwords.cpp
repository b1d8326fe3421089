// SPDX-License-Identifier: MIT
#include "ui/panes/common/connectionwords.h"

#include "ui/panes/common/connectionmodel.h"

namespace wl {

QString ConnectionWords::state(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Connecting: return tr("Connecting");
    case ConnectionState::Open: return tr("Open");
    case ConnectionState::PeerFinished: return tr("Peer finished");
    case ConnectionState::WeFinished: return tr("FIN sent");
    case ConnectionState::Closed: return tr("Closed");
    case ConnectionState::Reset: return tr("Reset");
    case ConnectionState::Failed: return tr("Failed");
    }
    return {};
}

QString ConnectionWords::header(int column)
{
    switch (column) {
    case ConnectionModel::Peer: return tr("Peer");
    case ConnectionModel::State: return tr("State");
    case ConnectionModel::BytesIn: return tr("In");
    case ConnectionModel::BytesOut: return tr("Out");
    case ConnectionModel::RateIn: return tr("In/s");
    case ConnectionModel::RateOut: return tr("Out/s");
    case ConnectionModel::MessagesIn: return tr("Msgs in");
    case ConnectionModel::MessagesOut: return tr("Msgs out");
    case ConnectionModel::Since: return tr("Since");
    default: return {};
    }
}

QString ConnectionWords::headerToolTip(int column)
{
    switch (column) {
    case ConnectionModel::Peer: return tr("Address and port of the other side");
    case ConnectionModel::State: return tr("State of the connection");
    case ConnectionModel::BytesIn: return tr("Bytes received from the peer");
    case ConnectionModel::BytesOut: return tr("Bytes sent to the peer");
    case ConnectionModel::RateIn: return tr("Bytes received per second");
    case ConnectionModel::RateOut: return tr("Bytes sent per second");
    case ConnectionModel::MessagesIn: return tr("Reads or datagrams received");
    case ConnectionModel::MessagesOut: return tr("Writes or datagrams sent");
    case ConnectionModel::Since: return tr("When the first byte or the connection came");
    default: return {};
    }
}

} // namespace wl
