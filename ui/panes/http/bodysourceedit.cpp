// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodysourceedit.h"

#include "ui/panes/http/bodyhighlighter.h"
#include "ui/widgets/payloadconversion.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

#include <utility>

namespace wl {

namespace {

constexpr int pauseMs = 200;
constexpr qsizetype fillChars = 128 * 1024; ///< of a text that the document gets at once
constexpr qsizetype pieceChars = 64 * 1024; ///< of what follows, in one turn of the event loop

/// Where a piece of a text ends that begins at `from`: at the end of a line, if there is one.
qsizetype pieceEnd(QStringView text, qsizetype from)
{
    const qsizetype most = from == 0 ? fillChars : pieceChars;
    if (text.size() - from <= most)
        return text.size();
    const qsizetype line = text.first(from + most).lastIndexOf(u'\n');
    return line < from ? from + most : line + 1;
}

bool hasLongLine(QStringView text)
{
    while (text.size() > BodySourceEdit::longestLine) {
        const qsizetype end = text.indexOf(u'\n');
        if (end < 0 || end > BodySourceEdit::longestLine)
            return true;
        text = text.sliced(end + 1);
    }
    return false;
}

/// The text with the beginnings of its long lines.
QString shortened(QStringView text)
{
    QString shown;
    while (!text.isEmpty()) {
        const qsizetype found = text.indexOf(u'\n');
        const qsizetype end = found < 0 ? text.size() : found + 1;
        if (end <= BodySourceEdit::longestLine)
            shown += text.first(end);
        else
            shown += text.first(BodySourceEdit::shownOfLine).toString() + QStringLiteral(" \u2026\n");
        text = text.sliced(end);
    }
    return shown;
}

} // namespace

BodySourceEdit::BodySourceEdit(QWidget* parent)
    : PayloadTextEdit(parent)
    , m_highlighter(new BodyHighlighter(document()))
{
    setTabChangesFocus(false);
    m_pause.setSingleShot(true);
    m_fill.setInterval(0);
    connect(&m_fill, &QTimer::timeout, this, &BodySourceEdit::fill);
    connect(&m_pause, &QTimer::timeout, this, &BodySourceEdit::flush);
    // Formats change the document, too, but not what is typed.
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (document()->characterCount() > atOnceChars)
            m_pause.start(pauseMs);
        else
            flush();
    });
}

void BodySourceEdit::setLanguage(BodyLanguage language)
{
    m_language = language;
    color(m_fill.isActive() ? m_shown.size() : document()->characterCount());
    startCheck();
}

void BodySourceEdit::setText(const QString& text)
{
    m_pause.stop();
    m_formatting.cancel();
    if (m_text == text && (isPartly() || exactText() == text))
        return;
    m_text = text;
    m_before.clear();
    m_after.clear();
    m_cursorAt = -1;
    showText();
    startCheck();
}

/// All of so many characters or nothing, not what comes first.
void BodySourceEdit::color(qsizetype characters)
{
    const QSignalBlocker blocker(this); // colors are no typing
    m_highlighter->setLanguage(characters > BodyHighlighter::mostCharacters ? BodyLanguage::Plain
                                                                            : m_language);
}

void BodySourceEdit::showText()
{
    m_isShortened = hasLongLine(m_text);
    m_shown = m_isShortened ? shortened(m_text) : m_text;
    m_shownTo = pieceEnd(m_shown, 0);
    document()->setUndoRedoEnabled(false);
    color(m_shown.size());
    setExactText(m_shown.first(m_shownTo));
    if (m_shownTo == m_shown.size()) {
        filled();
    } else {
        setEditable(false);
        m_fill.start();
    }
}

/// Else it can be read and selected only.
void BodySourceEdit::setEditable(bool on)
{
    if (on != isReadOnly())
        return;
    setReadOnly(!on);
    if (!on)
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
}

/// A document of megabytes takes a second: piece by piece nobody waits for it.
void BodySourceEdit::fill()
{
    const qsizetype end = pieceEnd(m_shown, m_shownTo);
    {
        const QSignalBlocker blocker(this);
        QTextCursor cursor(document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(m_shown.mid(m_shownTo, end - m_shownTo));
    }
    m_shownTo = end;
    if (m_shownTo == m_shown.size())
        filled();
}

void BodySourceEdit::filled()
{
    m_fill.stop();
    m_shown.clear();
    m_shownTo = 0;
    document()->setUndoRedoEnabled(true);
    document()->setModified(false);
    setEditable(!m_isShortened);
    if (const qsizetype at = std::exchange(m_cursorAt, -1); at >= 0 && !m_isShortened) {
        QTextCursor cursor(document());
        cursor.setPosition(int(std::min<qsizetype>(at, document()->characterCount() - 1)));
        setTextCursor(cursor);
        ensureCursorVisible();
    }
    m_held = !m_isShortened && payloadconversion::hasSpecials(m_text) ? exactText() : QString();
    markProblem(m_isShortened ? -1 : m_check.at);
}

/// As the user's edit, but not by the document, whose undo it ends.
void BodySourceEdit::takeWhole(const QString& text)
{
    if (text == m_text)
        return;
    m_before = m_text.isNull() ? QStringLiteral("") : m_text;
    m_after.clear();
    m_text = text;
    m_pause.stop();
    m_formatting.cancel();
    showText();
    startCheck();
    emit typed();
}

void BodySourceEdit::flush()
{
    m_pause.stop();
    if (isPartly())
        return;
    QString now = exactText();
    // Nothing was typed where it is as the document holds the text.
    if (now == m_text || (!m_held.isNull() && now == m_held))
        return;
    m_held.clear();
    m_after.clear();
    m_text = std::move(now);
    m_formatting.cancel();
    startCheck();
    emit typed();
}

void BodySourceEdit::startCheck()
{
    if (m_text.size() <= atOnceChars) {
        m_job.cancel();
        showCheck(BodyCheck::of(m_text, m_language, {}));
        return;
    }
    m_job.start([text = m_text, language = m_language](
                    const std::stop_token& stop) { return BodyCheck::of(text, language, stop); },
                [this](const BodyCheck& check) { showCheck(check); });
}

void BodySourceEdit::showCheck(const BodyCheck& check)
{
    m_check = check;
    markProblem(isPartly() ? -1 : check.at);
    emit checked();
}

void BodySourceEdit::reformat(bool indented)
{
    flush();
    if (m_text.size() <= atOnceChars) {
        replaceAll(BodyCheck::formatted(m_text, m_language, indented));
        return;
    }
    m_formatting.start([text = m_text, language = m_language, indented](
                           const std::stop_token&) { return BodyCheck::formatted(text, language, indented); },
                       [this, from = m_text](const QString& text) {
                           flush(); // what was typed meanwhile stays
                           if (m_text == from)
                               replaceAll(text);
                       });
}

/// As one edit, so that undo brings the old text back.
void BodySourceEdit::replaceAll(const QString& text)
{
    if (isPartly() || text.size() > fillChars || hasLongLine(text)) {
        takeWhole(text);
        return;
    }
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
}

void BodySourceEdit::keyPressEvent(QKeyEvent* event)
{
    // Beyond the steps of the document: the text that was replaced as a whole.
    if (event->matches(QKeySequence::Undo) && !m_before.isNull() && !document()->isUndoAvailable()) {
        flush();
        takeWhole(std::exchange(m_before, QString()));
        m_after = std::exchange(m_before, QString());
    } else if (event->matches(QKeySequence::Redo) && !m_after.isNull() && !document()->isRedoAvailable()) {
        takeWhole(std::exchange(m_after, QString()));
    } else if (isPartly() && isAllSelected()) {
        replaceShortened(*event);
    } else {
        PayloadTextEdit::keyPressEvent(event);
    }
}

bool BodySourceEdit::isAllSelected() const
{
    const QTextCursor cursor = textCursor();
    return cursor.selectionStart() == 0 && cursor.selectionEnd() >= document()->characterCount() - 1;
}

/// What is not edited can be replaced and taken away, as a whole.
void BodySourceEdit::replaceShortened(QKeyEvent& event)
{
    const bool isPaste = event.matches(QKeySequence::Paste);
    const bool isCut = event.matches(QKeySequence::Cut);
    if (!isPaste && !isCut && event.key() != Qt::Key_Delete && event.key() != Qt::Key_Backspace) {
        PayloadTextEdit::keyPressEvent(&event);
        return;
    }
    const qsizetype pasted = isPaste ? QGuiApplication::clipboard()->text().size() : 0;
    if (isPaste && (pasted == 0 || pasted > maxPastedChars))
        return;
    if (isCut)
        copy();
    const QString old = m_text;
    takeWhole({});
    if (isPaste) {
        paste();
        m_before = old; // one step
    }
}

/// All of it is the text itself, not what is shown of it.
QMimeData* BodySourceEdit::createMimeDataFromSelection() const
{
    if (!isPartly() || !isAllSelected())
        return PayloadTextEdit::createMimeDataFromSelection();
    auto* whole = new QMimeData;
    whole->setText(m_text);
    return whole;
}

void BodySourceEdit::insertFromMimeData(const QMimeData* source)
{
    const QString pasted = source->text();
    const bool isLong = pasted.size() > fillChars || hasLongLine(pasted);
    if (!isLong || pasted.size() > maxPastedChars || pasted.contains(u'\r')) {
        PayloadTextEdit::insertFromMimeData(source);
        return;
    }
    flush();
    QString text = m_held.isNull() ? m_text : m_held; // what the cursor counts in
    const QTextCursor cursor = textCursor();
    m_cursorAt = cursor.selectionStart() + pasted.size();
    takeWhole(text.replace(cursor.selectionStart(), cursor.selectionEnd() - cursor.selectionStart(), pasted));
}

void BodySourceEdit::changeEvent(QEvent* event)
{
    PayloadTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_highlighter->rehighlight();
}

} // namespace wl
