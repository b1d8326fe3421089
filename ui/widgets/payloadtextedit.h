// SPDX-License-Identifier: MIT
#pragma once

#include <QPlainTextEdit>

namespace wl {

/// A plain text editor for what will be sent: fixed-width font, no silent change of characters (Qt's own
/// turns no-break spaces into spaces), a mark under the place of a problem. UI thread.
class PayloadTextEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    /// Larger pasted texts are refused: an editor that lays out more than this is slow to type in.
    static constexpr qsizetype maxPastedChars = 4 * 1024 * 1024;

    explicit PayloadTextEdit(QWidget* parent = nullptr);

    /// The text with \n for line ends, every other character as it is.
    [[nodiscard]] QString exactText() const;
    /// Replaces the text; no textChanged().
    void setExactText(const QString& text);
    /// Whether pasted characters that the editor cannot hold (carriage returns, …) become escapes.
    void setPasteAsEscapes(bool on)
    {
        m_pasteAsEscapes = on;
        m_escapesPossible = true;
    }
    /// Whether a line break stands for CR LF, so that pasted ones are taken as they are.
    void setTakesCrLf(bool on) { m_takesCrLf = on; }
    /// Underlines the character at a place (UTF-16 units); −1 for none.
    void markProblem(qsizetype at);

signals:
    /// What was pasted could not be taken as it was; for people.
    void pasteNoted(const QString& note);

protected:
    /// Files are for whoever sends them: as text they would be the addresses of files.
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;
    void changeEvent(QEvent* event) override;

private:
    qsizetype m_problemAt = -1;
    bool m_takesCrLf = false;
    bool m_pasteAsEscapes = false;
    bool m_escapesPossible = false; ///< there is a switch for them
};

} // namespace wl
