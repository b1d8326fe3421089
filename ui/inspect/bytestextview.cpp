// SPDX-License-Identifier: MIT
#include "ui/inspect/bytestextview.h"

#include "ui/widgets/fixedfont.h"

#include <QScopedValueRollback>
#include <QTextOption>

namespace wl {

BytesTextView::BytesTextView(QWidget* parent)
    : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("bytesText"));
    setAccessibleName(tr("Bytes as text"));
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setFont(fixedFont());
    setWordWrapMode(QTextOption::WrapAnywhere);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(this, &QPlainTextEdit::selectionChanged, this, &BytesTextView::tellSelection);
}

void BytesTextView::setBytes(QByteArrayView bytes, const QString& encoding)
{
    const QScopedValueRollback guard(m_isSetting, true);
    m_decoded = decodeText(bytes, encoding);
    setPlainText(m_decoded.text);
}

void BytesTextView::selectBytes(qint64 start, qint64 size)
{
    const QScopedValueRollback guard(m_isSetting, true);
    QTextCursor cursor = textCursor();
    if (size <= 0) {
        cursor.clearSelection();
    } else {
        const qsizetype from = m_decoded.unitAt(start + 1) - 1; // the character that this byte is part of
        const qsizetype to = m_decoded.unitAt(start + size);
        cursor.setPosition(int(std::max<qsizetype>(0, from)));
        cursor.setPosition(int(std::max(from, to)), QTextCursor::KeepAnchor);
    }
    setTextCursor(cursor);
}

void BytesTextView::setEmptyText(const QString& text)
{
    setPlaceholderText(text);
}

void BytesTextView::tellSelection()
{
    if (m_isSetting)
        return;
    const QTextCursor cursor = textCursor();
    const qint64 start = m_decoded.byteAt(cursor.selectionStart());
    const qint64 end = m_decoded.byteAt(cursor.selectionEnd());
    emit bytesSelected(start, end - start);
}

} // namespace wl
