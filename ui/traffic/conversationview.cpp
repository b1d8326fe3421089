// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationview.h"

#include "ui/traffic/conversationcanvas.h"
#include "ui/traffic/conversationfind.h"
#include "ui/traffic/conversationsaver.h"
#include "ui/traffic/decodeasbox.h"
#include "ui/traffic/decodechoices.h"
#include "ui/traffic/messagesview.h"
#include "ui/traffic/recordtext.h"
#include "ui/widgets/findline.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

namespace wl {

struct ConversationView::Private
{
    explicit Private(const RecordSource& records, DecodeChoices* given)
        : source(std::shared_ptr<const void>(), &records)
        , choices(given ? *given : ownChoices)
    {
    }

    std::shared_ptr<const RecordSource> source; ///< not owned
    DecodeChoices ownChoices;
    DecodeChoices& choices;
    ConversationSelection selection;
    Form form = Form::Text;
    quint32 connectionsSeen = 0; ///< when one was looked for whose messages to show
    QStackedWidget* stack = nullptr;
    ConversationCanvas* canvas = nullptr;
    QWidget* messagesPage = nullptr;
    MessagesView* messages = nullptr;
    QLabel* connection = nullptr;
    MessageBar* bar = nullptr;
    FindLine* line = nullptr;
    ConversationFind* find = nullptr;
    ConversationSaver* saver = nullptr;
    QButtonGroup* forms = nullptr;
    DecodeAsBox* decodeAs = nullptr;
    QToolButton* latest = nullptr;
    QToolButton* save = nullptr;
    QLabel* count = nullptr;
};

namespace {

QToolButton* toolButton(const QString& text, const QString& name, const QString& tip, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    return button;
}

} // namespace

ConversationView::ConversationView(const RecordSource& source, Pulse& pulse, QWidget* parent,
                                   DecodeChoices* choices)
    : QWidget(parent)
    , d(std::make_unique<Private>(source, choices))
{
    setObjectName(QStringLiteral("conversationView"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    setUpParts(source, pulse);
    setUpBar();
    column->addWidget(d->bar);
    column->addWidget(d->stack, 1);
    column->addWidget(d->line);
    connectAll(pulse);
    setForm(Form::Text);
}

ConversationView::~ConversationView()
{
    // What its parts tell while they go is not for it any more.
    for (QObject* part : std::initializer_list<QObject*>{d->canvas, d->messages, d->find})
        part->disconnect(this);
}

void ConversationView::setUpParts(const RecordSource& source, Pulse& pulse)
{
    d->stack = new QStackedWidget(this);
    d->canvas = new ConversationCanvas(source, d->stack);
    d->stack->addWidget(d->canvas);
    setUpMessages();
    d->bar = new MessageBar(this);
    d->bar->setObjectName(QStringLiteral("conversationMessage"));
    d->line = new FindLine(tr("Find in the conversation: text, or bytes as 0x…"), d->stack, this);
    d->find = new ConversationFind(d->source, *d->line, pulse, this);
    d->saver = new ConversationSaver(d->source, *d->bar, pulse, this);
}

void ConversationView::setUpMessages()
{
    d->messagesPage = new QWidget(d->stack);
    d->messages = new MessagesView(d->messagesPage);
    d->connection = new QLabel(d->messagesPage);
    d->connection->setObjectName(QStringLiteral("conversationConnection"));
    d->connection->setTextFormat(Qt::PlainText);
    d->decodeAs = new DecodeAsBox(d->choices, d->messagesPage);
    auto* label = new QLabel(tr("Decode &as"), d->messagesPage);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(d->decodeAs);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(d->connection);
    row->addStretch();
    row->addWidget(label);
    row->addWidget(d->decodeAs);
    auto* column = new QVBoxLayout(d->messagesPage);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(d->messages, 1);
    d->messagesPage->setFocusProxy(d->messages);
    d->stack->addWidget(d->messagesPage);
}

void ConversationView::setUpBar()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);
    d->forms = new QButtonGroup(this);
    const auto addForm = [&](Form form, const QString& text, const QString& name, const QString& tip) {
        QToolButton* button = toolButton(text, name, tip, this);
        button->setCheckable(true);
        d->forms->addButton(button, int(form));
        row->addWidget(button);
    };
    addForm(Form::Text, tr("Text"), QStringLiteral("conversationText"), tr("Show what was sent as text"));
    addForm(Form::Hex, tr("Hex"), QStringLiteral("conversationHex"), tr("Show what was sent as hex"));
    addForm(Form::Messages, tr("Messages"), QStringLiteral("conversationDecoded"),
            tr("Show the decoded messages of one connection, a line each"));
    d->forms->button(int(Form::Text))->setChecked(true);
    row->addStretch();
    d->latest = toolButton(tr("Latest"), QStringLiteral("conversationLatest"),
                           tr("Go to the end and follow (End)"), this);
    d->latest->setIcon(icons::icon(QStringLiteral("follow")));
    d->latest->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    d->latest->hide();
    d->count = new QLabel(this);
    d->count->setObjectName(QStringLiteral("conversationCount"));
    d->count->setTextFormat(Qt::PlainText);
    row->addWidget(d->latest);
    row->addWidget(d->count);
    addSaveMenu(*row);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void ConversationView::addSaveMenu(QLayout& row)
{
    d->save = toolButton(tr("Save"), QStringLiteral("conversationSave"),
                         tr("Save the bytes of the conversation to a file"), this);
    d->save->setIcon(icons::icon(QStringLiteral("save")));
    d->save->setToolButtonStyle(Qt::ToolButtonIconOnly);
    d->save->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(d->save);
    menu->addAction(tr("Sent Bytes…"), this, [this] { save(Direction::Sent, QStringLiteral("sent.bin")); });
    menu->addAction(tr("Received Bytes…"), this,
                    [this] { save(Direction::Received, QStringLiteral("received.bin")); });
    menu->addAction(tr("Both, in Order…"), this,
                    [this] { save(std::nullopt, QStringLiteral("conversation.bin")); });
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        const QList<QAction*> actions = menu->actions();
        for (QAction* action : actions)
            action->setEnabled(!d->saver->isSaving() && !d->selection.isEmpty());
    });
    d->save->setMenu(menu);
    row.addWidget(d->save);
}

void ConversationView::connectAll(Pulse& pulse)
{
    connect(d->find, &ConversationFind::found, this, &ConversationView::showFound);
    connect(d->find, &ConversationFind::textChanged, d->canvas, &ConversationCanvas::setMarked);
    connect(d->canvas, &ConversationCanvas::recordActivated, this, &ConversationView::recordActivated);
    connect(d->messages, &MessagesView::recordActivated, this, &ConversationView::recordActivated);
    connect(this, &ConversationView::recordActivated, d->find, &ConversationFind::setCurrent);
    connect(d->canvas, &ConversationCanvas::followingChanged, this, &ConversationView::updateLatest);
    connect(d->messages, &MessagesView::followingChanged, this, &ConversationView::updateLatest);
    connect(d->forms, &QButtonGroup::idClicked, this, [this](int id) { setForm(Form(id)); });
    connect(d->latest, &QToolButton::clicked, this, [this] {
        if (hasMessages())
            d->messages->follow();
        else
            d->canvas->follow();
    });
    connect(&d->choices, &DecodeChoices::changed, this,
            [this](const RecordSource* source, ConnectionId connection) {
                if (hasMessages() && source == d->source.get() && connection == d->messages->connection())
                    showMessages();
            });
    connect(&pulse, &Pulse::tick, this, &ConversationView::refresh);
}

bool ConversationView::hasMessages() const
{
    return d->form == Form::Messages;
}

void ConversationView::setForm(Form form)
{
    d->form = form;
    d->stack->setCurrentIndex(hasMessages() ? 1 : 0);
    d->stack->setFocusProxy(d->stack->currentWidget());
    d->canvas->setHex(form == Form::Hex);
    if (hasMessages())
        showMessages();
    updateLatest();
    refresh();
}

bool ConversationView::isShown(ConnectionId connection) const
{
    RecordEntry entry;
    entry.connection = connection.value();
    return connection.isValid() && ConversationMembers(d->selection).has(*d->source, entry);
}

/// The one whose record is selected, else the latest of those that are shown.
ConnectionId ConversationView::messageConnection() const
{
    if (const RecordId selected = d->canvas->selected(); selected.isValid()) {
        const ConnectionId connection = d->source->record(selected).connectionId();
        if (isShown(connection))
            return connection;
    }
    const ConversationMembers members(d->selection);
    for (quint32 i = d->source->connectionCount(); i > 0; --i) {
        RecordEntry entry;
        entry.connection = i - 1;
        if (members.has(*d->source, entry))
            return ConnectionId(i - 1);
    }
    return {};
}

void ConversationView::showMessages()
{
    d->connectionsSeen = d->source->connectionCount();
    const ConnectionId connection = messageConnection();
    d->messages->show(d->source, connection,
                      connection.isValid() ? d->choices.of(*d->source, connection) : std::nullopt);
    d->decodeAs->setConnection(connection.isValid() ? d->source : nullptr, connection);
    d->connection->setText(connection.isValid() ? tr("Connection %1").arg(recordtext::number(connection))
                                                : QString());
}

void ConversationView::showFound(RecordId id)
{
    if (hasMessages() && d->source->record(id).connectionId() == d->messages->connection())
        d->messages->showRecord(id);
    else
        d->canvas->showRecord(id);
}

void ConversationView::find()
{
    d->line->open();
}

void ConversationView::setSelection(const ConversationSelection& selection)
{
    const bool isOther = selection != d->selection;
    d->selection = selection;
    d->canvas->setSelection(selection);
    if (isOther) {
        d->find->setSelection(selection);
        if (hasMessages() && !isShown(d->messages->connection()))
            showMessages();
    }
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

void ConversationView::save(std::optional<Direction> direction, const QString& name)
{
    auto* dialog = new QFileDialog(this, tr("Save Conversation"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, direction, selection = d->selection](const QString& path) {
                d->saver->save(selection, direction, path);
            });
    dialog->open();
}

void ConversationView::refresh()
{
    if (!isVisible())
        return;
    if (hasMessages()) {
        const bool isWaiting = !d->messages->connection().isValid() && !d->selection.isEmpty();
        if (isWaiting && d->source->connectionCount() != d->connectionsSeen)
            showMessages();
        d->messages->refresh();
        if (d->messages->connection().isValid())
            d->decodeAs->setFound(d->messages->protocol());
    } else {
        d->canvas->refresh();
    }
    updateCount();
}

void ConversationView::updateCount()
{
    QString text;
    if (!hasMessages()) {
        text = d->canvas->count() == 0 ? QString() : format::records(quint64(d->canvas->count()));
    } else if (d->messages->connection().isValid()) {
        text = tr("%1 messages").arg(format::count(quint64(d->messages->count())));
        if (const int percent = d->messages->percent(); percent < 99)
            text += QStringLiteral(", ") + tr("%1 %").arg(percent);
    }
    if (text != d->count->text())
        d->count->setText(text);
}

void ConversationView::updateLatest()
{
    d->latest->setVisible(hasMessages() ? !d->messages->isFollowing() : !d->canvas->isFollowing());
}

void ConversationView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

} // namespace wl
