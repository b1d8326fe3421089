// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationview.h"

#include "ui/traffic/conversationcanvas.h"
#include "ui/widgets/findline.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QLabel>
#include <QToolButton>

namespace wl {

struct ConversationView::Private
{
    ConversationCanvas* canvas = nullptr;
    FindLine* find = nullptr;
    QLabel* count = nullptr;
    QToolButton* latest = nullptr;
};

namespace {

QToolButton* formButton(const QString& text, const QString& name, QButtonGroup& group, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(text);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    group.addButton(button);
    return button;
}

} // namespace

ConversationView::ConversationView(const RecordSource& source, Pulse& pulse, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>())
{
    setObjectName(QStringLiteral("conversationView"));
    d->canvas = new ConversationCanvas(source, this);
    d->find = new FindLine(tr("Find in the conversation: text, or bytes as 0x…"), d->canvas, this);
    d->count = new QLabel(this);
    d->count->setTextFormat(Qt::PlainText);
    auto* group = new QButtonGroup(this);
    QToolButton* text = formButton(tr("Text"), QStringLiteral("conversationText"), *group, this);
    QToolButton* hex = formButton(tr("Hex"), QStringLiteral("conversationHex"), *group, this);
    text->setChecked(true);
    text->setToolTip(tr("Show the messages as text"));
    hex->setToolTip(tr("Show the messages as hex"));
    d->latest = new QToolButton(this);
    d->latest->setObjectName(QStringLiteral("conversationLatest"));
    d->latest->setIcon(icons::icon(QStringLiteral("follow")));
    d->latest->setText(tr("Latest"));
    d->latest->setAccessibleName(tr("Latest"));
    d->latest->setToolTip(tr("Go to the end and follow (End)"));
    d->latest->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    d->latest->setAutoRaise(true);
    d->latest->hide();

    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);
    row->addWidget(text);
    row->addWidget(hex);
    row->addStretch();
    row->addWidget(d->latest);
    row->addWidget(d->count);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(d->canvas, 1);
    column->addWidget(d->find);

    connect(d->find, &FindLine::findWanted, d->canvas, [this](const QString& wanted, bool isBackward) {
        d->find->showResult(tr("Searching…"));
        d->canvas->find(wanted, isBackward,
                        [this](bool isFound, bool isWrapped) { d->find->showFound(isFound, isWrapped); });
    });
    connect(d->find, &FindLine::closed, d->canvas, &ConversationCanvas::cancelFind);
    connect(hex, &QToolButton::toggled, d->canvas, &ConversationCanvas::setHex);
    connect(d->latest, &QToolButton::clicked, d->canvas, &ConversationCanvas::follow);
    connect(d->canvas, &ConversationCanvas::recordActivated, this, &ConversationView::recordActivated);
    connect(d->canvas, &ConversationCanvas::followingChanged, d->latest,
            [this](bool isFollowing) { d->latest->setVisible(!isFollowing); });
    connect(&pulse, &Pulse::tick, this, &ConversationView::refresh);
}

ConversationView::~ConversationView() = default;

void ConversationView::find()
{
    d->find->open();
}

void ConversationView::setSelection(const ConversationSelection& selection)
{
    d->canvas->setSelection(selection);
    refresh();
}

void ConversationView::setConnections(const QList<ConnectionId>& connections)
{
    setSelection({connections});
}

void ConversationView::setEmptyText(const QString& text)
{
    d->canvas->setEmptyText(text);
}

void ConversationView::refresh()
{
    if (!isVisible())
        return;
    d->canvas->refresh();
    const QString text = d->canvas->count() == 0 ? QString() : format::records(quint64(d->canvas->count()));
    if (text != d->count->text())
        d->count->setText(text);
}

void ConversationView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

} // namespace wl
