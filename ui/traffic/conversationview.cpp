// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationview.h"

#include "ui/traffic/conversationcanvas.h"
#include "ui/traffic/conversationfind.h"
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
    FindLine* line = nullptr;
    ConversationFind* find = nullptr;
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
    d->line = new FindLine(tr("Find in the conversation: text, or bytes as 0x…"), d->canvas, this);
    // Not owned: the source outlives this view.
    const std::shared_ptr<const RecordSource> borrowed(std::shared_ptr<const void>(), &source);
    d->find = new ConversationFind(borrowed, *d->line, pulse, this);
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
    column->addWidget(d->line);

    connect(d->find, &ConversationFind::found, d->canvas, &ConversationCanvas::showRecord);
    connect(d->find, &ConversationFind::textChanged, d->canvas, &ConversationCanvas::setMarked);
    connect(d->canvas, &ConversationCanvas::recordActivated, d->find, &ConversationFind::setCurrent);
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
    d->line->open();
}

void ConversationView::setSelection(const ConversationSelection& selection)
{
    d->canvas->setSelection(selection);
    d->find->setSelection(selection);
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
