// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodycheck.h"
#include "ui/widgets/payloadtextedit.h"
#include "ui/widgets/pooljob.h"

#include <QTimer>

namespace wl {

class BodyHighlighter;

/// An editor for a body in some language: colors, the place of what is wrong while it is typed, re-indenting
/// as one step of undo. A long text is taken and checked when the typing pauses, on the pool. A text with a
/// line that is too long to be laid out at each key is shown by the beginnings of such lines and not edited;
/// it is kept and sent as it is. The document of a long text is filled piece by piece. UI thread.
class BodySourceEdit : public PayloadTextEdit
{
    Q_OBJECT
public:
    static constexpr int atOnceChars = 64 * 1024;
    static constexpr qsizetype longestLine = 128 * 1024; ///< characters, of a text that is edited
    static constexpr qsizetype shownOfLine = 4096;       ///< of a longer one

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
    /// Whether what is shown is not the whole text.
    [[nodiscard]] bool isShortened() const { return m_isShortened; }

signals:
    void typed();   ///< text() changed
    void checked(); ///< check() changed

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    QMimeData* createMimeDataFromSelection() const override;
    void insertFromMimeData(const QMimeData* source) override;

private:
    void startCheck();
    void showCheck(const BodyCheck& check);
    void replaceAll(const QString& text);
    void showText();
    void color(qsizetype characters);
    void setEditable(bool on);
    void fill();
    void filled();
    /// Whether the document has not, or not yet, the whole text.
    [[nodiscard]] bool isPartly() const { return m_isShortened || m_fill.isActive(); }
    void takeWhole(const QString& text);
    [[nodiscard]] bool isAllSelected() const;
    void replaceShortened(QKeyEvent& event);

    BodyHighlighter* m_highlighter = nullptr;
    BodyLanguage m_language = BodyLanguage::Plain;
    QString m_text;
    QString m_before;          ///< what takeWhole() replaced; null = nothing
    QString m_after;           ///< what undo of that replaced; null = nothing
    qsizetype m_cursorAt = -1; ///< where the cursor goes once the document has all; -1 = nowhere
    QString m_held;            ///< what the document makes of a text with characters that it cannot hold
    QString m_shown;           ///< what the document gets, as long as it has not all of it
    qsizetype m_shownTo = 0;
    bool m_isShortened = false;
    BodyCheck m_check;
    PoolJob<BodyCheck> m_job;
    PoolJob<QString> m_formatting;
    QTimer m_pause;
    QTimer m_fill;
};

} // namespace wl
