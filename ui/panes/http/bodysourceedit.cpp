// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodysourceedit.h"

#include "ui/panes/http/bodyhighlighter.h"

#include <QTextBlock>

namespace wl {

namespace {
constexpr int pauseMs = 200;
} // namespace

BodySourceEdit::BodySourceEdit(QWidget* parent)
    : PayloadTextEdit(parent)
    , m_highlighter(new BodyHighlighter(document()))
{
    setTabChangesFocus(false);
    m_pause.setSingleShot(true);
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
    m_highlighter->setLanguage(language);
    startCheck();
}

void BodySourceEdit::setText(const QString& text)
{
    m_pause.stop();
    m_formatting.cancel();
    if (m_text == text && exactText() == text)
        return;
    m_text = text;
    setExactText(text);
    startCheck();
}

void BodySourceEdit::flush()
{
    m_pause.stop();
    QString now = exactText();
    if (now == m_text)
        return;
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
    markProblem(check.at);
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
                       [this](const QString& text) { replaceAll(text); });
}

/// As one edit, so that undo brings the old text back.
void BodySourceEdit::replaceAll(const QString& text)
{
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
}

void BodySourceEdit::changeEvent(QEvent* event)
{
    PayloadTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_highlighter->rehighlight();
}

} // namespace wl
