// SPDX-License-Identifier: MIT
#include "ui/widgets/payloadeditor.h"

#include "ui/widgets/payloadhistory.h"
#include "ui/widgets/payloadpages.h"

namespace wl {

struct PayloadEditor::Private
{
    PayloadPages* pages = nullptr;
    PayloadHistory history;
};

PayloadEditor::PayloadEditor(QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>())
{
    setObjectName(QStringLiteral("payloadEditor"));
    setAccessibleName(tr("Payload"));
    d->pages = new PayloadPages(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(d->pages);
    setFocusProxy(d->pages);
    connect(d->pages, &PayloadPages::problemChanged, this, &PayloadEditor::problemChanged);
    connect(d->pages, &PayloadPages::checkedLate, this, &PayloadEditor::checkedLate);
    connect(d->pages, &PayloadPages::edited, this, [this] {
        d->history.leave();
        emit edited();
    });
    connect(d->pages, &PayloadPages::sendRequested, this, &PayloadEditor::sendRequested);
    connect(d->pages, &PayloadPages::historyRequested, this, [this](bool older) {
        const auto found = older ? d->history.older(d->pages->spec()) : d->history.newer();
        if (!found)
            return;
        d->pages->setSpec(*found);
        emit edited();
    });
}

PayloadEditor::~PayloadEditor() = default;

void PayloadEditor::offerLineEnds()
{
    d->pages->offerLineEnds();
}

void PayloadEditor::setSpec(const PayloadSpec& spec)
{
    d->history.leave();
    d->pages->setSpec(spec);
}

PayloadSpec PayloadEditor::spec() const
{
    return d->pages->spec();
}

bool PayloadEditor::isUnchecked() const
{
    return d->pages->isUnchecked();
}

QString PayloadEditor::problem() const
{
    return d->pages->problem();
}

bool PayloadEditor::isEmpty() const
{
    return d->pages->isEmpty();
}

QWidget* PayloadEditor::takePreview()
{
    return d->pages->takePreview();
}

void PayloadEditor::remember()
{
    d->history.remember(d->pages->spec());
}

void PayloadEditor::setMessagesBefore(quint64 messages)
{
    d->pages->setMessagesBefore(messages);
}

quint64 PayloadEditor::messagesBefore() const
{
    return d->pages->messagesBefore();
}

void PayloadEditor::setHistory(const QList<PayloadSpec>& history)
{
    d->history.set(history);
}

QList<PayloadSpec> PayloadEditor::history() const
{
    return d->history.entries();
}

} // namespace wl
