// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/widgets/pulse.h"

#include <QWidget>

#include <memory>

namespace wl {

class DecodeChoices;

/// The page of the inspector with a record's messages as a tree and the content of the selected one, decoded.
/// UI thread; pulse and choices outlive it.
class DecodedView : public QWidget
{
    Q_OBJECT
public:
    DecodedView(Pulse& pulse, DecodeChoices& choices, QWidget* parent = nullptr);
    ~DecodedView() override;

    /// Decodes only while it is visible, or when it becomes so.
    void showRecord(std::shared_ptr<const RecordSource> source, RecordId id);
    void clear();
    /// Selects the innermost field that holds these bytes of the record; never emits bytesSelected().
    void selectBytes(qint64 start, qint64 size);

signals:
    /// A field was selected: its bytes in this record; a size of 0 where it has none here.
    void bytesSelected(qint64 start, qint64 size);
    /// A field was activated whose bytes begin in another record.
    void recordRequested(wl::RecordId id);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void setUpBar(DecodeChoices& choices);
    void setUpViews();
    void connectAll(DecodeChoices& choices);
    void decode();
    void takeDecoded();
    [[nodiscard]] QString eventWords() const;
    void showState();
    void showContent();
    void jump(const QModelIndex& index);
    void showMenu(const QPoint& position);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
