// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodyeditor.h"

#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/http/bodysourceedit.h"
#include "ui/panes/http/fieldrows.h"
#include "ui/panes/http/graphqleditor.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/droppedfiles.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keyvalueeditor.h"
#include "ui/widgets/keyvaluetable.h"
#include "ui/widgets/payloadfilepage.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QStackedWidget>

namespace wl {

namespace {

constexpr int enoughLines = 12;

enum Page { NonePage, TextPage, FormPage, PartsPage, FilePage, GraphQlPage };

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
    case HttpBody::Kind::GraphQl: return GraphQlPage;
    }
    return NonePage;
}

BodyLanguage languageOf(HttpBody::Kind kind)
{
    return kind == HttpBody::Kind::Json  ? BodyLanguage::Json
           : kind == HttpBody::Kind::Xml ? BodyLanguage::Xml
                                         : BodyLanguage::Plain;
}

/// Blocks on slow file systems: for the pool.
QHash<QString, qint64> sizesOf(const QStringList& paths)
{
    QHash<QString, qint64> sizes;
    for (const QString& path : paths) {
        const QFileInfo file(path);
        sizes.insert(path, file.isFile() && file.isReadable() ? file.size() : -1);
    }
    return sizes;
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
    , m_text(new BodySourceEdit(this))
    , m_graphQl(new GraphQlEditor(this))
    , m_form(new KeyValueEditor(KeyValueTable::Secrets, bulkrows::Style::Equals, QStringLiteral("httpForm"),
                                tr("Form fields"), this))
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
    setAcceptDrops(true);
    m_type->setAcceptDrops(false);
    connectAll();
    showKind();
}

QWidget* BodyEditor::setUpRow()
{
    m_kind->setObjectName(QStringLiteral("httpBodyKind"));
    m_kind->setAccessibleName(tr("Kind of body"));
    m_kind->addItems({tr("No body"), tr("Text"), tr("JSON"), tr("XML"), tr("Form"), tr("Multipart"),
                      tr("File"), tr("GraphQL")});
    m_type->setObjectName(QStringLiteral("httpContentType"));
    m_type->setAccessibleName(tr("Content type"));
    m_type->setToolTip(tr("Content-Type of the body; empty for the usual one of its kind"));
    m_format->setObjectName(QStringLiteral("httpFormatJson"));
    m_format->setToolTip(tr("Indent it; order, numbers and escapes stay as they are (Ctrl+Z takes it back)"));
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
    m_form->table().rows().setAddText(tr("Add a field"));
    m_parts->setObjectName(QStringLiteral("httpParts"));
    m_parts->setAccessibleName(tr("Parts"));
    m_parts->rows().setAddText(tr("Add a part"));
    m_state->setObjectName(QStringLiteral("httpBodyState"));
    m_pages->addWidget(none);
    m_pages->addWidget(m_text);
    m_pages->addWidget(m_form);
    m_pages->addWidget(m_parts);
    m_pages->addWidget(m_file);
    m_pages->addWidget(m_graphQl);
    m_pages->setMinimumHeight(40);
}

void BodyEditor::connectAll()
{
    connect(m_kind, &QComboBox::currentIndexChanged, this,
            [this](int index) { chooseKind(HttpBody::Kind(index)); });
    connect(m_type, &QLineEdit::textChanged, this, &BodyEditor::typed);
    for (BodySourceEdit* edit : {m_text, &m_graphQl->query(), &m_graphQl->variables()}) {
        connect(edit, &BodySourceEdit::typed, this, &BodyEditor::typed);
        connect(edit, &BodySourceEdit::checked, this, &BodyEditor::showState);
        connect(edit, &PayloadTextEdit::pasteNoted, m_state, &ElidingLabel::setFullText);
    }
    connect(m_form, &KeyValueEditor::edited, this, &BodyEditor::typed);
    connect(m_form, &KeyValueEditor::neededHeightChanged, this, &BodyEditor::kindShown);
    connect(&m_parts->rows(), &KeyValueModel::edited, this, &BodyEditor::typed);
    connect(m_file, &PayloadFilePage::edited, this, &BodyEditor::typed);
    connect(m_format, &QPushButton::clicked, this, [this] { source().reformat(true); });
    connect(m_minify, &QPushButton::clicked, this, [this] { source().reformat(false); });
    connect(m_addFile, &QPushButton::clicked, this, [this] {
        const int row = m_parts->currentIndex().row();
        m_parts->chooseFiles(row >= 0 ? row : m_parts->rows().rowCount() - 1);
    });
}

void BodyEditor::setBody(const HttpBody& body)
{
    m_isLoading = true;
    m_body = body;
    m_kind->setCurrentIndex(int(body.kind));
    if (m_type->text() != body.contentType)
        m_type->setText(body.contentType);
    const bool isGraphQl = body.kind == HttpBody::Kind::GraphQl;
    (isGraphQl ? m_graphQl->query() : *m_text).setText(body.text);
    (isGraphQl ? *m_text : m_graphQl->query()).setText({});
    m_graphQl->variables().setText(body.variables);
    m_form->setRows(fieldrows::fromFields(body.fields));
    m_parts->rows().setRows(fieldrows::fromParts(body.parts));
    m_file->setPath(body.filePath);
    m_isLoading = false;
    showKind();
}

void BodyEditor::setAutomaticType(const QString& contentType)
{
    m_type->setPlaceholderText(contentType.isEmpty() ? tr("Content type") : contentType);
}

/// The editor whose text JSON's and XML's buttons mean.
BodySourceEdit& BodyEditor::source()
{
    return m_body.kind == HttpBody::Kind::GraphQl ? m_graphQl->variables() : *m_text;
}

void BodyEditor::chooseKind(HttpBody::Kind kind)
{
    if (m_isLoading)
        return;
    m_body.kind = kind;
    takeText();
    showKind();
    emit edited();
}

/// Of the editor in front: a GraphQL query is not the text of the other kinds.
void BodyEditor::takeText()
{
    m_body.text = m_body.kind == HttpBody::Kind::GraphQl ? m_graphQl->query().text() : m_text->text();
    m_body.variables = m_graphQl->variables().text();
}

void BodyEditor::typed()
{
    if (m_isLoading)
        return;
    takeText();
    m_body.contentType = m_type->text();
    m_body.fields = fieldrows::toFields(m_form->rows());
    m_body.parts = fieldrows::toParts(m_parts->rows().rows());
    m_body.filePath = m_file->path();
    lookAtFiles();
    emit edited();
}

void BodyEditor::showKind()
{
    const HttpBody::Kind kind = m_body.kind;
    const bool isJson = kind == HttpBody::Kind::Json || kind == HttpBody::Kind::GraphQl;
    m_text->setLanguage(languageOf(kind));
    m_pages->setCurrentIndex(pageOf(kind));
    m_type->setVisible(kind != HttpBody::Kind::None);
    m_format->setVisible(isJson || kind == HttpBody::Kind::Xml);
    m_minify->setVisible(isJson);
    m_addFile->setVisible(kind == HttpBody::Kind::Multipart);
    lookAtFiles();
    showState();
    emit kindShown();
}

bool BodyEditor::showsText() const
{
    const int page = pageOf(m_body.kind);
    return page == TextPage || page == GraphQlPage;
}

int BodyEditor::neededHeight() const
{
    if (m_body.kind == HttpBody::Kind::None || m_body.kind == HttpBody::Kind::File)
        return minimumSizeHint().height();
    return minimumSizeHint().height() + enoughLines * m_text->fontMetrics().lineSpacing();
}

/// Sizes of the files that would be sent, from the pool.
void BodyEditor::lookAtFiles()
{
    QStringList paths;
    if (m_body.kind == HttpBody::Kind::File && !m_body.filePath.isEmpty())
        paths << m_body.filePath;
    for (const HttpPart& part : m_body.kind == HttpBody::Kind::Multipart ? m_body.parts : QList<HttpPart>())
        paths << part.files;
    if (paths.isEmpty()) {
        m_fileJob.cancel();
        showState();
        return;
    }
    m_fileJob.start([paths](const std::stop_token&) { return sizesOf(paths); },
                    [this](const QHash<QString, qint64>& sizes) {
                        m_fileSizes = sizes;
                        m_parts->rows().setFileSizes(sizes);
                        showState();
                    });
}

void BodyEditor::showState()
{
    QString problem;
    const QString state = m_body.kind == HttpBody::Kind::File || m_body.kind == HttpBody::Kind::Multipart
                              ? fileState(problem)
                              : textState(problem);
    const bool isShown = pageOf(m_body.kind) != NonePage && pageOf(m_body.kind) != FormPage;
    m_state->setVisible(isShown && !(state.isEmpty() && problem.isEmpty()));
    m_state->setFullText(problem.isEmpty() ? state : problem);
    QPalette colors = palette();
    if (!problem.isEmpty())
        colors.setColor(QPalette::WindowText, Colors::current().error);
    m_state->setPalette(colors);
    const BodyCheck& check = source().check();
    m_format->setEnabled(check.isValid);
    m_minify->setEnabled(check.isValid);
}

QString BodyEditor::fileState(QString& problem) const
{
    QStringList missing;
    qint64 size = 0;
    for (auto file = m_fileSizes.cbegin(); file != m_fileSizes.cend(); ++file) {
        const bool isUsed =
            m_body.kind == HttpBody::Kind::File ? file.key() == m_body.filePath : isPartFile(file.key());
        if (isUsed && *file < 0)
            missing << file.key();
        else if (isUsed)
            size += *file;
    }
    missing.sort();
    if (!missing.isEmpty())
        problem = missing.size() == 1 ? tr("The file %1 cannot be read").arg(missing.first())
                                      : tr("%1 files cannot be read: %2")
                                            .arg(missing.size())
                                            .arg(missing.join(QStringLiteral(", ")));
    return m_fileSizes.isEmpty() ? QString() : tr("Files: %1").arg(format::exactSize(size));
}

bool BodyEditor::isPartFile(const QString& path) const
{
    return std::any_of(m_body.parts.begin(), m_body.parts.end(),
                       [&](const HttpPart& part) { return part.enabled && part.files.contains(path); });
}

QString BodyEditor::textState(QString& problem) const
{
    const bool isGraphQl = m_body.kind == HttpBody::Kind::GraphQl;
    const BodyCheck& check = isGraphQl ? m_graphQl->variables().check() : m_text->check();
    QString state = format::exactSize(check.bytes);
    if (isGraphQl)
        state = tr("Query %1, variables %2").arg(format::exactSize(m_graphQl->query().check().bytes), state);
    const bool isJson = isGraphQl || m_body.kind == HttpBody::Kind::Json;
    if (!check.problem.isEmpty() && isGraphQl)
        problem = tr("%1 · The variables are not valid JSON: %2. They are sent as they are.")
                      .arg(state, check.problem);
    else if (!check.problem.isEmpty())
        problem = isJson ? tr("%1 · Not valid JSON: %2. It is sent as it is.").arg(state, check.problem)
                         : tr("%1 · Not well-formed XML: %2. It is sent as it is.").arg(state, check.problem);
    else if (check.isValid)
        state = isJson ? tr("%1 · Valid JSON").arg(state) : tr("%1 · Well-formed XML").arg(state);
    const bool isSourceLong = (isGraphQl ? m_graphQl->variables() : *m_text).isShortened();
    if (isSourceLong || (isGraphQl && m_graphQl->query().isShortened())) {
        const QString why = isSourceLong && check.isValid
                                ? tr("A line is too long to edit; Format makes shorter ones")
                                : tr("A line is too long to edit; select all to copy or replace it");
        QString& said = problem.isEmpty() ? state : problem;
        said = QStringLiteral("%1 · %2").arg(said, why);
    }
    if ((isGraphQl ? m_graphQl->query().check() : check).hasSpecials)
        state = tr("%1 · Has CR LF line ends; edited here, they become LF").arg(state);
    return state;
}

/// A file that falls on any other kind of body is to be sent as it is; what was typed stays with its kind.
void BodyEditor::dragEnterEvent(QDragEnterEvent* event)
{
    const qsizetype files = droppedFiles(*event->mimeData()).size();
    if (files == 1 || (files > 1 && m_body.kind == HttpBody::Kind::Multipart))
        event->acceptProposedAction();
}

void BodyEditor::dropEvent(QDropEvent* event)
{
    const QStringList files = droppedFiles(*event->mimeData());
    event->acceptProposedAction();
    if (m_body.kind == HttpBody::Kind::Multipart) {
        m_parts->addFiles(files);
        return;
    }
    m_kind->setCurrentIndex(int(HttpBody::Kind::File));
    m_file->setPath(files.value(0));
    typed();
}

void BodyEditor::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showState();
}

} // namespace wl
