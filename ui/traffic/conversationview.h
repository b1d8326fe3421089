// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/traffic/conversationselection.h"
#include "ui/widgets/pulse.h"

#include <QWidget>

#include <memory>

namespace wl {

/// Both directions of one or several connections in order, as text or hex, two colors and two alignments with
/// an arrow, live while they grow; virtual, so that a long conversation costs nothing. Follow tail while at
/// the bottom.
class ConversationView : public QWidget
{
    Q_OBJECT
public:
    /// `source` outlives this widget.
    ConversationView(const RecordSource& source, Pulse& pulse, QWidget* parent = nullptr);
    ~ConversationView() override;

    /// Whose records are shown, from now and before; an empty selection shows the empty text.
    void setSelection(const ConversationSelection& selection);
    void setConnections(const QList<ConnectionId>& connections);
    void setEmptyText(const QString& text);
    Q_INVOKABLE void find(); ///< opens the line below it

signals:
    /// A message was clicked: the record that it shows.
    void recordActivated(wl::RecordId id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
