// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QWidget>

#include <memory>

class QToolButton;

namespace wl {

/// One record as text and hex with one selection, the selected bytes as numbers, find. UI thread.
class Inspector : public QWidget
{
    Q_OBJECT
public:
    explicit Inspector(QWidget* parent = nullptr);
    ~Inspector() override;

    /// An invalid id or a null source shows the empty state.
    void showRecord(std::shared_ptr<const RecordSource> source, RecordId id);
    void clear();
    /// Opens the find field (Ctrl+F).
    Q_INVOKABLE void find();

private:
    struct Private;
    void setUpBar();
    void setUpViews();
    void setUpFind();
    void connectAll();
    void showText();
    void showAll();
    void updateSelection(qint64 start, qint64 size);
    /// After one of the two buttons was toggled; where both are off, the other one goes on.
    void updateViews(QToolButton& other);
    void findNext(bool isForward);

    std::unique_ptr<Private> d;
};

} // namespace wl
