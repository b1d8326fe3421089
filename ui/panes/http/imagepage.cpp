// SPDX-License-Identifier: MIT
#include "ui/panes/http/imagepage.h"

#include "ui/panes/common/hintline.h"
#include "ui/panes/http/imageview.h"
#include "ui/panes/http/mappedfile.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace wl {

ImagePage::ImagePage(QWidget* parent)
    : BodyPage(QStringLiteral("httpImageEmpty"), parent)
    , m_view(new ImageView(this))
    , m_facts(new QLabel(this))
    , m_bar(new QWidget(this))
    , m_note(new HintLine(this))
{
    m_view->setObjectName(QStringLiteral("httpImage"));
    m_view->setAccessibleName(tr("Body as a picture"));
    m_facts->setObjectName(QStringLiteral("httpImageFacts"));
    m_facts->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_facts, 1);
    auto* fit = addButton(QStringLiteral("httpImageFit"), tr("Fit"), tr("Show all of the picture"));
    auto* whole =
        addButton(QStringLiteral("httpImageWhole"), tr("100 %"), tr("Pixel for pixel (Ctrl+wheel zooms)"));
    connect(fit, &QToolButton::clicked, m_view, [this] { m_view->setFitting(true); });
    connect(whole, &QToolButton::clicked, m_view, [this] { m_view->setZoom(1); });
    row->addWidget(fit);
    row->addWidget(whole);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_bar);
    layout->addWidget(m_note);
    layout->addWidget(m_view, 1);
    layout->addWidget(emptyText(), 1);
    connect(m_view, &ImageView::zoomChanged, this, &ImagePage::showFacts);
    take({});
}

QToolButton* ImagePage::addButton(const QString& name, const QString& text, const QString& toolTip)
{
    auto* button = new QToolButton(m_bar);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolTip(toolTip);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void ImagePage::clear()
{
    forgetSource();
    take({});
}

void ImagePage::cancel()
{
    m_job.cancel();
}

void ImagePage::start()
{
    m_job.start(
        [source = source()](std::stop_token stop) {
            const auto file = MappedFile::open(source.body->path());
            return file ? imagejob::read(file->view(), stop)
                        : imagejob::Picture{{}, {}, {}, {}, tr("The body's file cannot be read any more.")};
        },
        [this](imagejob::Picture picture) {
            take(std::move(picture));
            emit shown();
        });
}

void ImagePage::take(imagejob::Picture picture)
{
    const bool hasPicture = !picture.frames.empty() && picture.problem.isEmpty();
    emptyText()->setText(picture.problem.isEmpty() ? tr("A picture shows here.") : picture.problem);
    m_note->setHint(Marks::Sign::Information, hasPicture ? picture.note : QString());
    m_what = hasPicture ? tr("%1, %2 × %3 pixels")
                              .arg(picture.format)
                              .arg(picture.size.width())
                              .arg(picture.size.height())
                        : QString();
    if (hasPicture && picture.frames.size() > 1)
        m_what = tr("%1, %2 pictures").arg(m_what).arg(picture.frames.size());
    m_bar->setVisible(hasPicture);
    m_view->setVisible(hasPicture);
    emptyText()->setVisible(!hasPicture);
    m_view->setPicture(hasPicture ? std::move(picture) : imagejob::Picture());
    m_view->setAccessibleDescription(m_what);
}

void ImagePage::showFacts()
{
    m_facts->setText(m_what.isEmpty() ? QString()
                                      : tr("%1 at %2 %").arg(m_what).arg(qRound(m_view->zoom() * 100)));
}

} // namespace wl
