// SPDX-License-Identifier: MIT
#include "ui/traffic/commenteditor.h"

#include "ui/traffic/recordtext.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>

namespace wl {

namespace {
constexpr int shownLines = 3;
constexpr qsizetype maxChars = 20'000; ///< so that it has room in a capture's block, whatever the characters
/// Takes only as much of what is pasted as a comment may have.
class CommentText final : public QPlainTextEdit
{
public:
    using QPlainTextEdit::QPlainTextEdit;

protected:
    void insertFromMimeData(const QMimeData* source) override
    {
        insertPlainText(source->text().left(maxChars));
    }
};

} // namespace

CommentEditor::CommentEditor(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_text(new CommentText(this))
{
    setObjectName(QStringLiteral("commentEditor"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setBuddy(m_text);
    m_text->setObjectName(QStringLiteral("commentText"));
    m_text->setTabChangesFocus(true);
    m_text->setPlaceholderText(tr("A comment; empty takes it away. Ctrl+Enter saves."));
    m_text->setFixedHeight(m_text->fontMetrics().lineSpacing() * shownLines + 12);
    m_text->installEventFilter(this);
    auto* saveButton = new QPushButton(tr("Save"), this);
    saveButton->setObjectName(QStringLiteral("commentSave"));
    auto* cancelButton = new QPushButton(tr("Cancel"), this);
    cancelButton->setObjectName(QStringLiteral("commentCancel"));
    connect(saveButton, &QPushButton::clicked, this, &CommentEditor::save);
    connect(cancelButton, &QPushButton::clicked, this, &CommentEditor::cancel);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_title, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(saveButton, 0, Qt::AlignTop);
    row->addWidget(cancelButton, 0, Qt::AlignTop);
    hide();
}

void CommentEditor::edit(RecordId id, const QString& comment)
{
    m_record = id;
    m_title->setText(tr("Comment on %1").arg(recordtext::number(id)));
    m_text->setAccessibleName(m_title->text());
    m_text->setPlainText(comment);
    m_text->selectAll();
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
}

void CommentEditor::cancel()
{
    if (isHidden())
        return;
    hide();
    emit closed();
}

void CommentEditor::save()
{
    emit saved(m_record, m_text->toPlainText().left(maxChars).trimmed());
    cancel();
}

bool CommentEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        const bool isSave = isEnter && key->modifiers().testFlag(Qt::ControlModifier);
        if (isSave || key->key() == Qt::Key_Escape) {
            event->accept();
            if (event->type() == QEvent::KeyPress)
                isSave ? save() : cancel();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace wl
