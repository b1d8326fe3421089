// SPDX-License-Identifier: MIT
#include "ui/panes/http/requesttabs.h"

#include "ui/panes/http/authpage.h"
#include "ui/panes/http/bodyeditor.h"
#include "ui/panes/http/fieldrows.h"
#include "ui/panes/http/headernames.h"
#include "ui/panes/http/optionspage.h"
#include "ui/panes/http/querypage.h"
#include "ui/widgets/bytestext.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keyvalueeditor.h"
#include "ui/widgets/keyvaluetable.h"

#include <QBoxLayout>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

namespace wl {

namespace {

constexpr int copyRow = 36; ///< above the preview, in pixels

enum Tab { QueryTab, HeadersTab, BodyTab, AuthTab, OptionsTab, PreviewTab };

QString withCount(const QString& title, qsizetype count)
{
    return count > 0 ? QStringLiteral("%1 (%2)").arg(title).arg(count) : title;
}

} // namespace

RequestTabs::RequestTabs(QWidget* parent)
    : QTabWidget(parent)
    , m_query(new QueryPage(this))
    , m_headers(new KeyValueEditor(KeyValueTable::Secrets, bulkrows::Style::Colon,
                                   QStringLiteral("httpHeaders"), tr("Header fields"), this))
    , m_body(new BodyEditor(this))
    , m_auth(new AuthPage(this))
    , m_options(new OptionsPage(this))
    , m_preview(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("httpRequestTabs"));
    setAccessibleName(tr("Parts of the request"));
    setDocumentMode(true);
    setUpHeaders();
    setUpPreview();
    addTab(m_query, tr("Query"));
    addTab(m_headers, tr("Header fields"));
    addTab(m_body, tr("Body"));
    addTab(m_auth, tr("Auth"));
    addTab(m_options, tr("Options"));
    addTab(previewPage(), tr("Will be sent"));
    connect(m_auth, &AuthPage::kindShown, this, &RequestTabs::neededHeightChanged);
    connect(m_options, &OptionsPage::edited, this, &RequestTabs::edited);
    connect(this, &QTabWidget::currentChanged, this, &RequestTabs::neededHeightChanged);
    const auto edit = [this] {
        updateTitles();
        emit edited();
    };
    connect(m_body, &BodyEditor::edited, this, edit);
    connect(m_auth, &AuthPage::edited, this, edit);
    connect(m_query, &QueryPage::edited, this, edit);
    connect(m_query, &QueryPage::urlEdited, this, &RequestTabs::urlEdited);
    connect(m_headers, &KeyValueEditor::edited, this, edit);
    connect(m_query, &QueryPage::neededHeightChanged, this, &RequestTabs::neededHeightChanged);
    connect(m_headers, &KeyValueEditor::neededHeightChanged, this, &RequestTabs::neededHeightChanged);
    connect(m_body, &BodyEditor::kindShown, this, &RequestTabs::neededHeightChanged);
}

bool RequestTabs::showsForm() const
{
    return currentIndex() == OptionsTab;
}

bool RequestTabs::showsText() const
{
    return currentIndex() == BodyTab && m_body->showsText();
}

int RequestTabs::neededHeight() const
{
    const int tabs = tabBar()->sizeHint().height();
    switch (currentIndex()) {
    case QueryTab: return tabs + m_query->neededHeight();
    case HeadersTab: return tabs + m_headers->neededHeight();
    case BodyTab: return tabs + m_body->neededHeight();
    case AuthTab: return tabs + m_auth->neededHeight();
    case PreviewTab:
        return tabs + copyRow +
               (m_preview->document()->blockCount() + 1) * m_preview->fontMetrics().lineSpacing();
    default: return tabs + m_options->sizeHint().height();
    }
}

void RequestTabs::setUpHeaders()
{
    KeyValueTable& table = m_headers->table();
    table.setNameCompletions(headernames::common());
    table.setValueCompletions(&headernames::valuesOf);
    table.rows().setAddText(tr("Add a header field"));
    table.rows().setFixedTraits(tr("Added by the engine; type a value to send your own."), false);
    table.setSecretText(
        tr("Secret: not kept in the history, not sent on when a redirect leads to another host"));
    m_headers->setNote(tr("Gray fields are automatic"));
    connect(&table.rows(), &KeyValueModel::fixedEdited, this,
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
    auto* menu = m_copy = new QMenu(copy);
    const auto add = [this, menu](const QString& text, CodeForm form) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, form] { emit copyRequested(form); });
    };
    add(tr("curl (bash)"), CodeForm::Curl);
    add(tr("curl (cmd)"), CodeForm::CurlCmd);
    add(tr("curl (PowerShell)"), CodeForm::CurlPowerShell);
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
    KeyValueModel& rows = m_headers->table().rows();
    KeyValueRow own = rows.fixedRows().at(row);
    own.value = value;
    rows.append({own});
}

void RequestTabs::setRequest(const HttpRequest& request)
{
    const QSignalBlocker blocker(this);
    m_query->setRequest(request);
    m_headers->setRows(fieldrows::fromFields(request.headers));
    m_body->setBody(request.body);
    m_auth->setAuth(request.auth);
    m_options->setSettings(request.settings);
    updateTitles();
}

void RequestTabs::store(HttpRequest& request) const
{
    m_query->store(request);
    request.headers = fieldrows::toFields(m_headers->rows());
    request.body = m_body->body();
    request.auth = m_auth->auth();
    request.settings = m_options->settings();
}

void RequestTabs::showUrl(const QString& url)
{
    m_query->showUrl(url);
    updateTitles();
}

void RequestTabs::showPreview(const Result<HttpPreview>& preview, const QString& problem)
{
    QString text = problem;
    if (preview) {
        QList<KeyValueRow> rows = fieldrows::fromFields(preview->automaticFields);
        m_headers->table().rows().setFixedRows(rows);
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

QList<QAction*> RequestTabs::copyActions() const
{
    return m_copy->actions();
}

void RequestTabs::showAuth()
{
    setCurrentIndex(AuthTab);
}

bool RequestTabs::showEmptyVariable()
{
    if (!m_query->focusEmptyVariable())
        return false;
    setCurrentIndex(QueryTab);
    (void)m_query->focusEmptyVariable(); // a page that is not in front does not take the focus
    return true;
}

void RequestTabs::updateTitles()
{
    setTabText(QueryTab, withCount(tr("Query"), m_query->activeRows()));
    setTabText(HeadersTab, withCount(tr("Header fields"), fieldrows::activeCount(m_headers->rows())));
    const bool hasAuth = m_auth->auth().kind != HttpAuth::Kind::None;
    setTabText(AuthTab, hasAuth ? tr("Auth \u2022", "a dot: there is authentication") : tr("Auth"));
    const bool hasBody = m_body->body().kind != HttpBody::Kind::None;
    setTabText(BodyTab, hasBody ? tr("Body \u2022", "a dot: there is a body") : tr("Body"));
}

} // namespace wl
