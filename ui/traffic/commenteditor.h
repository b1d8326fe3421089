// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;

namespace wl {

/// A bar under the list in which the comment on one record is written: Ctrl+Enter saves, Esc gives up. Hidden
/// else. UI thread.
class CommentEditor : public QFrame
{
    Q_OBJECT
public:
    explicit CommentEditor(QWidget* parent = nullptr);

    void edit(RecordId id, const QString& comment);
    /// Gives up, without a question.
    void cancel();

signals:
    void saved(wl::RecordId id, const QString& comment);
    /// Saved or given up: the list may have the focus again.
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void save();

    RecordId m_record;
    QLabel* m_title = nullptr;
    QPlainTextEdit* m_text = nullptr;
};

} // namespace wl
