// SPDX-License-Identifier: MIT
#include "ui/panes/http/requesttabs.h"

#include "ui/panes/http/bodyeditor.h"
#include "ui/panes/http/fieldrows.h"
#include "ui/panes/http/optionspage.h"
#include "ui/widgets/bytestext.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keyvaluetable.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

namespace wl {

namespace {

constexpr int copyRow = 36; ///< above the preview, in pixels

enum Tab { QueryTab, HeadersTab, BodyTab, OptionsTab, PreviewTab };

int activeRows(const KeyValueTable& table)
{
    const auto& rows = table.rows().rows();
    return int(std::count_if(rows.begin(), rows.end(), [](const KeyValueRow& row) { return row.enabled; }));
}

int heightOf(const KeyValueTable& table)
{
    return table.horizontalHeader()->sizeHint().height() + table.verticalHeader()->length() +
           2 * table.frameWidth();
}

QString withCount(const QString& title, qsizetype count)
{
    return count > 0 ? QStringLiteral("%1 (%2)").arg(title).arg(count) : title;
}

} // namespace

RequestTabs::RequestTabs(QWidget* parent)
    : QTabWidget(parent)
    , m_query(new KeyValueTable(KeyValueTable::Plain, this))
    , m_headers(new KeyValueTable(KeyValueTable::Secrets, this))
    , m_body(new BodyEditor(this))
    , m_options(new OptionsPage(this))
    , m_preview(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("httpRequestTabs"));
    setAccessibleName(tr("Parts of the request"));
    setDocumentMode(true);
    setUpQuery();
    setUpHeaders();
    setUpPreview();
    addTab(m_query, tr("Query"));
    addTab(m_headers, tr("Header fields"));
    addTab(m_body, tr("Body"));
    addTab(m_options, tr("Options"));
    addTab(previewPage(), tr("Will be sent"));
    connect(m_body, &BodyEditor::edited, this, [this] {
        updateTitles();
        emit edited();
    });
    connect(m_options, &OptionsPage::edited, this, &RequestTabs::edited);
    connect(this, &QTabWidget::currentChanged, this, &RequestTabs::neededHeightChanged);
    for (KeyValueTable* table : {m_query, m_headers}) {
        connect(&table->rows(), &QAbstractItemModel::rowsInserted, this, &RequestTabs::neededHeightChanged);
        connect(&table->rows(), &QAbstractItemModel::rowsRemoved, this, &RequestTabs::neededHeightChanged);
        connect(&table->rows(), &QAbstractItemModel::modelReset, this, &RequestTabs::neededHeightChanged);
    }
    connect(m_body, &BodyEditor::kindShown, this, &RequestTabs::neededHeightChanged);
}

int RequestTabs::neededHeight() const
{
    const int tabs = tabBar()->sizeHint().height();
    switch (currentIndex()) {
    case QueryTab: return tabs + heightOf(*m_query);
    case HeadersTab: return tabs + heightOf(*m_headers);
    case BodyTab: return tabs + m_body->neededHeight();
    case PreviewTab:
        return tabs + copyRow +
               (m_preview->document()->blockCount() + 1) * m_preview->fontMetrics().lineSpacing();
    default: return tabs + m_options->sizeHint().height();
    }
}

void RequestTabs::setUpQuery()
{
    m_query->setObjectName(QStringLiteral("httpQuery"));
    m_query->setAccessibleName(tr("Query parameters"));
    m_query->rows().setAddText(tr("Add a parameter"));
    m_query->rows().setFixedTraits(
        tr("Stands in the URL as it is typed there; editing it here edits the URL."), true);
    connect(&m_query->rows(), &KeyValueModel::edited, this, [this] {
        updateTitles();
        emit edited();
    });
    connect(&m_query->rows(), &KeyValueModel::fixedEdited, this,
            [this](int row, int column, const QString& text) {
                urlquery::Parameter parameter = urlquery::parameters(m_url).value(row);
                if (column == KeyValueModel::Name)
                    parameter.name = text;
                else
                    parameter.value = text;
                parameter.hasEquals = parameter.hasEquals || !parameter.value.isEmpty();
                emit urlEdited(urlquery::withParameter(m_url, row, parameter));
            });
}

void RequestTabs::setUpHeaders()
{
    m_headers->setObjectName(QStringLiteral("httpHeaders"));
    m_headers->setAccessibleName(tr("Header fields"));
    m_headers->setNameCompletions(fieldrows::commonHeaderNames());
    m_headers->rows().setAddText(tr("Add a header field"));
    m_headers->rows().setFixedTraits(tr("Added by the engine; type a value to send your own."), false);
    connect(&m_headers->rows(), &KeyValueModel::edited, this, [this] {
        updateTitles();
        emit edited();
    });
    connect(&m_headers->rows(), &KeyValueModel::fixedEdited, this,
            [this](int row, int, const QString& text) { overrideHeader(row, text); });
}

void RequestTabs::setUpPreview()
{
    m_preview->setObjectName(QStringLiteral("httpPreview"));
    m_preview->setAccessibleName(tr("What will be sent"));
    m_preview->setReadOnly(true);
    m_preview->setFont(fixedFont());
    m_preview->setFrameShape(QFrame::NoFrame);
    m_preview->setLineWrapMode(QPlainTextEdit::NoWrap);
}

QWidget* RequestTabs::previewPage()
{
    auto* copy = new QToolButton(this);
    copy->setObjectName(QStringLiteral("httpCopyAs"));
    copy->setText(tr("Copy as"));
    copy->setAccessibleName(tr("Copy the request as"));
    copy->setToolTip(tr("Copies a command or a program that sends this request"));
    copy->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(copy);
    const auto add = [this, menu](const QString& text, CodeForm form) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, form] { emit copyRequested(form); });
    };
    add(tr("curl (bash)"), CodeForm::Curl);
    add(tr("Python requests"), CodeForm::PythonRequests);
    add(tr("JavaScript fetch"), CodeForm::JavaScriptFetch);
    add(tr("C++ Qt"), CodeForm::CppQt);
    add(tr("Raw HTTP"), CodeForm::Raw);
    copy->setMenu(menu);
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    column->addWidget(copy, 0, Qt::AlignLeft);
    column->addWidget(m_preview, 1);
    return page;
}

void RequestTabs::overrideHeader(int row, const QString& value)
{
    KeyValueRow own = m_headers->rows().fixedRows().at(row);
    own.value = value;
    m_headers->rows().append({own});
}

void RequestTabs::setRequest(const HttpRequest& request)
{
    const QSignalBlocker blocker(this);
    m_query->rows().setRows(fieldrows::fromFields(request.query));
    m_headers->rows().setRows(fieldrows::fromFields(request.headers));
    m_body->setBody(request.body);
    m_options->setSettings(request.settings);
    updateTitles();
}

void RequestTabs::store(HttpRequest& request) const
{
    request.query = fieldrows::toFields(m_query->rows().rows());
    request.headers = fieldrows::toFields(m_headers->rows().rows());
    request.body = m_body->body();
    request.settings = m_options->settings();
}

void RequestTabs::showUrl(const QString& url)
{
    m_url = url;
    QList<KeyValueRow> rows;
    for (const auto& parameter : urlquery::parameters(url)) {
        KeyValueRow row;
        row.name = parameter.name;
        row.value = parameter.value;
        rows << row;
    }
    m_query->rows().setFixedRows(rows);
    updateTitles();
}

void RequestTabs::showPreview(const Result<HttpPreview>& preview, const QString& problem)
{
    QString text = problem;
    if (preview) {
        QList<KeyValueRow> rows = fieldrows::fromFields(preview->automaticFields);
        m_headers->rows().setFixedRows(rows);
        const auto isType = [](const HttpField& field) {
            return field.name.compare(QLatin1String("Content-Type"), Qt::CaseInsensitive) == 0;
        };
        const auto type =
            std::find_if(preview->automaticFields.begin(), preview->automaticFields.end(), isType);
        m_body->setAutomaticType(type == preview->automaticFields.end() ? QString() : type->value);
        QByteArray head = preview->head;
        text = bytestext::readable(head.replace("\r\n", "\n"));
        if (preview->bodyBytes > 0)
            text += tr("[a body of %1 follows]\n").arg(format::exactSize(preview->bodyBytes));
        for (const QString& note : preview->notes)
            text += QStringLiteral("\n\u2022 %1").arg(note);
    }
    const qsizetype notes = preview ? preview->notes.size() : 0;
    setTabText(PreviewTab, notes == 0   ? tr("Will be sent")
                           : notes == 1 ? tr("Will be sent (1 note)")
                                        : tr("Will be sent (%1 notes)").arg(notes));
    if (std::exchange(m_previewText, text) != text)
        m_preview->setPlainText(text);
}

void RequestTabs::updateTitles()
{
    setTabText(QueryTab, withCount(tr("Query"), activeRows(*m_query) + m_query->rows().fixedRows().size()));
    setTabText(HeadersTab, withCount(tr("Header fields"), activeRows(*m_headers)));
    const bool hasBody = m_body->body().kind != HttpBody::Kind::None;
    setTabText(BodyTab, hasBody ? tr("Body \u2022", "a dot: there is a body") : tr("Body"));
}

} // namespace wl
