// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodycheck.h"
#include "ui/widgets/payloadtextedit.h"
#include "ui/widgets/pooljob.h"

#include <QTimer>

namespace wl {

class BodyHighlighter;

/// An editor for a body in some language: colors, the place of what is wrong while it is typed, re-indenting
/// as one step of undo. A long text is taken and checked when the typing pauses, on the pool. UI thread.
class BodySourceEdit : public PayloadTextEdit
{
    Q_OBJECT
public:
    static constexpr int atOnceChars = 64 * 1024;

    explicit BodySourceEdit(QWidget* parent = nullptr);

    void setLanguage(BodyLanguage language);
    void setText(const QString& text); ///< no typed()
    /// What was typed, as far as it was taken.
    [[nodiscard]] const QString& text() const { return m_text; }
    /// Takes what was typed last.
    void flush();
    /// Of text(); of a long one it comes later.
    [[nodiscard]] const BodyCheck& check() const { return m_check; }
    [[nodiscard]] bool isChecking() const { return m_job.isRunning(); }
    void reformat(bool indented);

signals:
    void typed();   ///< text() changed
    void checked(); ///< check() changed

protected:
    void changeEvent(QEvent* event) override;

private:
    void startCheck();
    void showCheck(const BodyCheck& check);
    void replaceAll(const QString& text);

    BodyHighlighter* m_highlighter = nullptr;
    BodyLanguage m_language = BodyLanguage::Plain;
    QString m_text;
    BodyCheck m_check;
    PoolJob<BodyCheck> m_job;
    PoolJob<QString> m_formatting;
    QTimer m_pause;
};

} // namespace wl
