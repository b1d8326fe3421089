// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/widgets/pulse.h"

#include <QWidget>

#include <memory>

class QToolButton;

namespace wl {

class DecodeChoices;

/// One record as decoded messages, text and hex with one selection, the selected bytes as numbers, find. UI
/// thread; pulse and choices outlive it.
class Inspector : public QWidget
{
    Q_OBJECT
public:
    Inspector(Pulse& pulse, DecodeChoices& choices, QWidget* parent = nullptr);
    ~Inspector() override;

    /// An invalid id or a null source shows the empty state.
    void showRecord(std::shared_ptr<const RecordSource> source, RecordId id);
    void clear();
    /// Opens the find field (Ctrl+F).
    Q_INVOKABLE void find();

signals:
    /// Another record of the same message is to be shown.
    void recordRequested(wl::RecordId id, const std::shared_ptr<const wl::RecordSource>& source);

private:
    struct Private;
    void setUpBar();
    void setUpViews(Pulse& pulse, DecodeChoices& choices);
    void setUpNumbers();
    void setUpFind();
    void connectAll();
    void showText();
    void showAll();
    void updateSelection(qint64 start, qint64 size);
    /// After one of the buttons was toggled; where all are off, the next one goes on.
    void updateViews(QToolButton* toggled);
    void findNext(bool isForward);

    std::unique_ptr<Private> d;
};

} // namespace wl
