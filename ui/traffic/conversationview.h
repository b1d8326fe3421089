// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/traffic/conversationselection.h"
#include "ui/widgets/pulse.h"

#include <QWidget>

#include <memory>

namespace wl {

class DecodeChoices;

/// Both directions of one or several connections in order, as text, as hex, or the decoded messages of one
/// connection, two colors and two alignments with an arrow, live while they grow; virtual, so that a long
/// conversation costs nothing. Follows the tail while at the bottom; finds, saves.
class ConversationView : public QWidget
{
    Q_OBJECT
public:
    /// `source` and `choices` outlive this widget; without choices it has its own.
    ConversationView(const RecordSource& source, Pulse& pulse, QWidget* parent = nullptr,
                     DecodeChoices* choices = nullptr);
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
    enum class Form : quint8 { Text, Hex, Messages };

    void setUpParts(const RecordSource& source, Pulse& pulse);
    void setUpMessages();
    void setUpBar();
    void addSaveMenu(QLayout& row);
    void connectAll(Pulse& pulse);
    void setForm(Form form);
    void showMessages();
    void showFound(RecordId id);
    void save(std::optional<Direction> direction, const QString& name);
    void refresh();
    void updateCount();
    void updateLatest();
    [[nodiscard]] bool hasMessages() const;
    [[nodiscard]] bool isShown(ConnectionId connection) const;
    [[nodiscard]] ConnectionId messageConnection() const;

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
