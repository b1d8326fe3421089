// SPDX-License-Identifier: MIT
#include "ui/widgets/payloadtextedit.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/droppedfiles.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/format.h"
#include "ui/widgets/payloadconversion.h"

namespace wl {

PayloadTextEdit::PayloadTextEdit(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setFont(fixedFont());
    setTabChangesFocus(true);
    // At words it would take quadratic time for a long line without blanks (36 s for a megabyte).
    setWordWrapMode(QTextOption::WrapAnywhere);
    setTabStopDistance(fontMetrics().horizontalAdvance(u' ') * 8);
}

QString PayloadTextEdit::exactText() const
{
    QString text = document()->toRawText();
    for (QChar& c : text) {
        if (c == QChar(QChar::ParagraphSeparator) || c == QChar(QChar::LineSeparator))
            c = u'\n';
    }
    return text;
}

void PayloadTextEdit::setExactText(const QString& text)
{
    const QSignalBlocker blocker(this);
    setPlainText(text);
}

void PayloadTextEdit::markProblem(qsizetype at)
{
    if (at == m_problemAt && at < 0)
        return;
    m_problemAt = at;
    QList<QTextEdit::ExtraSelection> marks;
    const int end = document()->characterCount() - 1;
    if (at >= 0 && end > 0) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document());
        mark.cursor.setPosition(int(std::min<qsizetype>(at, end - 1)));
        mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Colors::current().error);
        marks << mark;
    }
    setExtraSelections(marks);
}

bool PayloadTextEdit::canInsertFromMimeData(const QMimeData* source) const
{
    return droppedFiles(*source).isEmpty() && QPlainTextEdit::canInsertFromMimeData(source);
}

void PayloadTextEdit::insertFromMimeData(const QMimeData* source)
{
    QString text = source->text();
    if (m_takesCrLf)
        text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    if (text.size() > maxPastedChars) {
        emit pasteNoted(tr("This is too large to be typed (%1); save it as a file and choose File")
                            .arg(format::size(text.size())));
    } else if (!payloadconversion::hasSpecials(text)) {
        insertPlainText(text);
    } else if (m_pasteAsEscapes) {
        insertPlainText(payloadconversion::withEscapedSpecials(text));
    } else {
        QString kept = text;
        kept.replace(QLatin1String("\r\n"), QLatin1String("\n"));
        insertPlainText(kept);
        emit pasteNoted(m_escapesPossible
                            ? tr("Pasted line ends (CR LF) became LF; switch Escapes on to keep them")
                            : tr("Pasted line ends (CR LF) became LF; choose File to send them as they are"));
    }
    ensureCursorVisible();
}

void PayloadTextEdit::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_problemAt >= 0)
        markProblem(m_problemAt);
}

} // namespace wl
