// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodyeditor.h"

#include "decode/jsonformat.h"
#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/http/fieldrows.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keyvaluetable.h"
#include "ui/widgets/payloadconversion.h"
#include "ui/widgets/payloadfilepage.h"
#include "ui/widgets/payloadtextedit.h"

#include <QStackedWidget>

namespace wl {

namespace {

constexpr qsizetype checkAtOnceChars = 64 * 1024;
constexpr int checkDelayMs = 200;
constexpr int enoughLines = 12;

enum Page { NonePage, TextPage, FormPage, PartsPage, FilePage };

Page pageOf(HttpBody::Kind kind)
{
    switch (kind) {
    case HttpBody::Kind::None: return NonePage;
    case HttpBody::Kind::Text:
    case HttpBody::Kind::Json:
    case HttpBody::Kind::Xml: return TextPage;
    case HttpBody::Kind::Form: return FormPage;
    case HttpBody::Kind::Multipart: return PartsPage;
    case HttpBody::Kind::File: return FilePage;
    }
    return NonePage;
}

} // namespace

BodyEditor::BodyEditor(QWidget* parent)
    : QWidget(parent)
    , m_kind(new QComboBox(this))
    , m_type(new QLineEdit(this))
    , m_format(new QPushButton(tr("Format"), this))
    , m_minify(new QPushButton(tr("Minify"), this))
    , m_addFile(new QPushButton(tr("Add files…"), this))
    , m_pages(new QStackedWidget(this))
    , m_text(new PayloadTextEdit(this))
    , m_form(new KeyValueTable(KeyValueTable::Plain, this))
    , m_parts(new KeyValueTable(KeyValueTable::Files, this))
    , m_file(new PayloadFilePage(this))
    , m_state(new ElidingLabel(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(setUpRow());
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_state);
    setUpPages();
    m_checkTimer.setSingleShot(true);
    connectAll();
    showKind();
}

QWidget* BodyEditor::setUpRow()
{
    m_kind->setObjectName(QStringLiteral("httpBodyKind"));
    m_kind->setAccessibleName(tr("Kind of body"));
    m_kind->addItems(
        {tr("No body"), tr("Text"), tr("JSON"), tr("XML"), tr("Form"), tr("Multipart"), tr("File")});
    m_type->setObjectName(QStringLiteral("httpContentType"));
    m_type->setAccessibleName(tr("Content type"));
    m_type->setToolTip(tr("Content-Type of the body; empty for the usual one of its kind"));
    m_format->setObjectName(QStringLiteral("httpFormatJson"));
    m_format->setToolTip(tr("Indent the JSON; order, numbers and escapes stay as they are"));
    m_minify->setObjectName(QStringLiteral("httpMinifyJson"));
    m_minify->setToolTip(tr("Take the blanks between the JSON's tokens out"));
    m_addFile->setObjectName(QStringLiteral("httpAddFiles"));
    m_addFile->setToolTip(tr("Choose files for the selected part, or for a new one"));
    for (QPushButton* button : {m_format, m_minify, m_addFile})
        button->setAccessibleName(button->text());
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_kind);
    layout->addWidget(m_type, 1);
    layout->addWidget(m_format);
    layout->addWidget(m_minify);
    layout->addWidget(m_addFile);
    return row;
}

void BodyEditor::setUpPages()
{
    auto* none = new QLabel(tr("This request has no body."), this);
    none->setObjectName(QStringLiteral("httpNoBody"));
    none->setAlignment(Qt::AlignCenter);
    none->setForegroundRole(QPalette::PlaceholderText);
    m_text->setObjectName(QStringLiteral("httpBodyText"));
    m_text->setAccessibleName(tr("Body text"));
    m_text->setTabChangesFocus(false);
    m_form->setObjectName(QStringLiteral("httpForm"));
    m_form->setAccessibleName(tr("Form fields"));
    m_form->rows().setAddText(tr("Add a field"));
    m_parts->setObjectName(QStringLiteral("httpParts"));
    m_parts->setAccessibleName(tr("Parts"));
    m_parts->rows().setAddText(tr("Add a part"));
    m_state->setObjectName(QStringLiteral("httpBodyState"));
    m_pages->addWidget(none);
    m_pages->addWidget(m_text);
    m_pages->addWidget(m_form);
    m_pages->addWidget(m_parts);
    m_pages->addWidget(m_file);
    m_pages->setMinimumHeight(40);
}

void BodyEditor::connectAll()
{
    connect(m_kind, &QComboBox::currentIndexChanged, this,
            [this](int index) { chooseKind(HttpBody::Kind(index)); });
    connect(m_type, &QLineEdit::textChanged, this, &BodyEditor::typed);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        if (m_isLoading)
            return;
        m_body.text = m_text->exactText();
        typed();
    });
    connect(m_text, &PayloadTextEdit::pasteNoted, m_state, &ElidingLabel::setFullText);
    connect(&m_form->rows(), &KeyValueModel::edited, this, &BodyEditor::typed);
    connect(&m_parts->rows(), &KeyValueModel::edited, this, &BodyEditor::typed);
    connect(m_file, &PayloadFilePage::edited, this, &BodyEditor::typed);
    connect(m_format, &QPushButton::clicked, this, [this] { reformat(true); });
    connect(m_minify, &QPushButton::clicked, this, [this] { reformat(false); });
    connect(m_addFile, &QPushButton::clicked, this, [this] {
        const int row = m_parts->currentIndex().row();
        m_parts->chooseFiles(row >= 0 ? row : m_parts->rows().rowCount() - 1);
    });
    connect(&m_checkTimer, &QTimer::timeout, this, &BodyEditor::checkText);
}

void BodyEditor::setBody(const HttpBody& body)
{
    m_isLoading = true;
    m_body = body;
    m_kind->setCurrentIndex(int(body.kind));
    if (m_type->text() != body.contentType)
        m_type->setText(body.contentType);
    if (m_text->exactText() != body.text)
        m_text->setExactText(body.text);
    m_form->rows().setRows(fieldrows::fromFields(body.fields));
    m_parts->rows().setRows(fieldrows::fromParts(body.parts));
    m_file->setPath(body.filePath);
    m_isLoading = false;
    showKind();
}

void BodyEditor::setAutomaticType(const QString& contentType)
{
    m_type->setPlaceholderText(contentType.isEmpty() ? tr("Content type") : contentType);
}

bool BodyEditor::isText() const
{
    return pageOf(m_body.kind) == TextPage;
}

void BodyEditor::chooseKind(HttpBody::Kind kind)
{
    if (m_isLoading)
        return;
    m_body.kind = kind;
    showKind();
    emit edited();
}

void BodyEditor::typed()
{
    if (m_isLoading)
        return;
    m_body.contentType = m_type->text();
    m_body.fields = fieldrows::toFields(m_form->rows().rows());
    m_body.parts = fieldrows::toParts(m_parts->rows().rows());
    m_body.filePath = m_file->path();
    if (m_body.text.size() > checkAtOnceChars)
        m_checkTimer.start(checkDelayMs);
    else
        checkText();
    emit edited();
}

void BodyEditor::showKind()
{
    const bool isJson = m_body.kind == HttpBody::Kind::Json;
    m_pages->setCurrentIndex(pageOf(m_body.kind));
    m_type->setVisible(m_body.kind != HttpBody::Kind::None);
    m_format->setVisible(isJson);
    m_minify->setVisible(isJson);
    m_addFile->setVisible(m_body.kind == HttpBody::Kind::Multipart);
    m_state->setVisible(isText());
    checkText();
    emit kindShown();
}

int BodyEditor::neededHeight() const
{
    if (m_body.kind == HttpBody::Kind::None || m_body.kind == HttpBody::Kind::File)
        return minimumSizeHint().height();
    return minimumSizeHint().height() + enoughLines * m_text->fontMetrics().lineSpacing();
}

void BodyEditor::checkText()
{
    m_checkTimer.stop();
    if (!isText())
        return;
    const QByteArray bytes = m_body.text.toUtf8();
    QString state = format::exactSize(bytes.size());
    std::optional<JsonError> error;
    if (m_body.kind == HttpBody::Kind::Json && !bytes.isEmpty())
        error = checkJson(bytes);
    if (error)
        state = tr("%1 · Not valid JSON: %2. It is sent as it is.")
                    .arg(state, JsonWords::sentence(bytes, *error));
    else if (m_body.kind == HttpBody::Kind::Json && !bytes.isEmpty())
        state = tr("%1 · Valid JSON").arg(state);
    if (payloadconversion::hasSpecials(m_body.text))
        state = tr("%1 · Has CR LF line ends; edited here, they become LF").arg(state);
    m_state->setFullText(state);
    QPalette colors = palette();
    if (error)
        colors.setColor(QPalette::WindowText, Colors::current().error);
    m_state->setPalette(colors);
    m_text->markProblem(error ? QString::fromUtf8(bytes.first(error->offset)).size() : -1);
    m_format->setEnabled(!error && !bytes.isEmpty());
    m_minify->setEnabled(!error && !bytes.isEmpty());
}

void BodyEditor::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        checkText();
}

void BodyEditor::reformat(bool indented)
{
    JsonStyle style;
    style.kind = indented ? JsonStyle::Kind::Indented : JsonStyle::Kind::Minified;
    const QString text = QString::fromUtf8(formattedJson(m_body.text.toUtf8(), style));
    // As one edit, so that undo brings the old text back.
    QTextCursor cursor(m_text->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
}

} // namespace wl
