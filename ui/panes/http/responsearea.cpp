// SPDX-License-Identifier: MIT
#include "ui/panes/http/responsearea.h"

#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/common/marks.h"
#include "ui/panes/http/bodytextpage.h"
#include "ui/panes/http/certificatefacts.h"
#include "ui/panes/http/cookiepage.h"
#include "ui/panes/http/fieldspage.h"
#include "ui/panes/http/hexpage.h"
#include "ui/panes/http/hopfacts.h"
#include "ui/panes/http/httpwords.h"
#include "ui/panes/http/imagepage.h"
#include "ui/panes/http/queryline.h"
#include "ui/panes/http/saverow.h"
#include "ui/panes/http/streampage.h"
#include "ui/panes/http/tablepage.h"
#include "ui/panes/http/timingmodel.h"
#include "ui/panes/http/treepage.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pagefocus.h"
#include "ui/widgets/rowheight.h"

#include <QBoxLayout>
#include <QDir>
#include <QFileDialog>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTabBar>

namespace wl {

namespace {

constexpr int tableRowHeight = 22;
constexpr int progressSteps = 1000;
constexpr int maxRemembered = 10;
constexpr qint64 maxRememberedBytes = 512 * 1024 * 1024; ///< on disk; the last one in any case

enum Page { EmptyPage, AnswerPage };

} // namespace

ResponseArea::ResponseArea(QWidget* parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_mark(new QLabel(this))
    , m_status(new ElidingLabel(this))
    , m_size(new QLabel(this))
    , m_time(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_show(new QToolButton(this))
    , m_save(new QToolButton(this))
    , m_bar(new MessageBar(this))
    , m_query(new QueryLine(this))
    , m_tabs(new QTabWidget(this))
    , m_pretty(new BodyTextPage(BodyTextPage::Kind::Pretty, this))
    , m_raw(new BodyTextPage(BodyTextPage::Kind::Raw, this))
    , m_hex(new HexPage(this))
    , m_fields(new FieldsPage(this))
    , m_tree(new TreePage(this))
    , m_table(new TablePage(this))
    , m_image(new ImagePage(this))
    , m_stream(new StreamPage(this))
    , m_cookies(new CookiePage(this))
    , m_compare(new CompareTab(this))
    , m_timings(new QTableView(this))
    , m_hopFacts(new QPlainTextEdit(this))
    , m_certificate(new QPlainTextEdit(this))
    , m_timingModel(new TimingModel(this))
    , m_saveRow(new SaveRow(this))
{
    setUpTabs();
    setUpTimings();
    auto* answer = new QWidget(this);
    auto* column = new QVBoxLayout(answer);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(setUpStrip());
    column->addWidget(m_saveRow);
    column->addWidget(m_tabs, 1);
    m_stack->addWidget(setUpEmpty());
    m_stack->addWidget(answer);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(m_show, &QToolButton::clicked, this, [this] {
        if (!m_exchange.hops.isEmpty())
            emit connectionActivated(m_exchange.hops.last().connection);
    });
    connect(m_save, &QToolButton::clicked, this, &ResponseArea::chooseFile);
    connect(m_saveRow, &SaveRow::savingChanged, this, [this] { showButtons(m_exchange.body != nullptr); });
    connect(m_saveRow, &SaveRow::saved, m_bar, [this](const QString& path) {
        m_bar->showMessage(MessageBar::Kind::Information, tr("Saved as %1.").arg(path));
    });
    connect(m_saveRow, &SaveRow::failed, m_bar,
            [this](const QString& problem) { m_bar->showMessage(MessageBar::Kind::Error, problem); });
    connectViews();
    setTabOrder(m_tabs->tabBar(), m_query);
    clear();
}

void ResponseArea::connectViews()
{
    connect(m_tabs, &QTabWidget::currentChanged, this, &ResponseArea::showQuery);
    connect(m_timings->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ResponseArea::showHopFacts);
    m_compare->setChoices([this] { return otherResponses(); });
    connect(m_pretty, &BodyTextPage::shown, this, &ResponseArea::showQuery);
    connect(m_tree, &TreePage::shown, this, &ResponseArea::showQuery);
    connect(m_query, &QueryLine::queryChanged, this, [this] {
        m_pretty->setQuery(m_query->query());
        m_tree->setQuery(m_query->query());
    });
    connect(m_tree, &TreePage::tableRequested, this, [this](const QString& path) {
        m_tabs->setCurrentWidget(m_table);
        m_table->showArray(path);
    });
}

/// The filter stands in the page where it does something: the tabs stay in their place.
void ResponseArea::showQuery()
{
    QWidget* current = m_tabs->currentWidget();
    const bool isUsed = current == m_pretty || current == m_tree;
    auto* column = isUsed ? qobject_cast<QBoxLayout*>(current->layout()) : nullptr;
    if (column && m_query->parentWidget() != current)
        column->insertWidget(0, m_query);
    m_query->setVisible(column && (m_pretty->takesQuery() || m_tree->takesQuery()));
}

QWidget* ResponseArea::setUpStrip()
{
    m_status->setObjectName(QStringLiteral("httpStatus"));
    QFont bold = font();
    bold.setBold(true);
    m_status->setFont(bold);
    m_size->setObjectName(QStringLiteral("httpSize"));
    m_time->setObjectName(QStringLiteral("httpTime"));
    m_size->setTextFormat(Qt::PlainText);
    m_time->setTextFormat(Qt::PlainText);
    m_progress->setObjectName(QStringLiteral("httpProgress"));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(80, 8);
    m_show->setObjectName(QStringLiteral("httpShowTraffic"));
    m_show->setIcon(icons::icon(QStringLiteral("conversation")));
    m_show->setAccessibleName(tr("Show in Traffic"));
    m_save->setObjectName(QStringLiteral("httpSaveBody"));
    m_save->setIcon(icons::icon(QStringLiteral("save")));
    m_save->setAccessibleName(tr("Save body"));
    for (QToolButton* button : {m_show, m_save}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
    }
    auto* strip = new QWidget(this);
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_mark);
    row->addWidget(m_status, 1);
    row->addWidget(m_progress);
    row->addWidget(m_size);
    row->addWidget(m_time);
    row->addWidget(m_show);
    row->addWidget(m_save);
    return strip;
}

QWidget* ResponseArea::setUpEmpty()
{
    auto* empty = new QLabel(tr("Nothing was sent yet.\n"
                                "Press Send, or Ctrl+Enter: status, body, header fields and timings of the "
                                "answer show here."),
                             this);
    empty->setObjectName(QStringLiteral("httpEmpty"));
    empty->setTextFormat(Qt::PlainText);
    empty->setAccessibleName(empty->text());
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setMargin(12);
    empty->setForegroundRole(QPalette::PlaceholderText);
    return empty;
}

void ResponseArea::setUpTabs()
{
    m_tabs->setObjectName(QStringLiteral("httpResponseTabs"));
    m_tabs->setAccessibleName(tr("Views of the response"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_pretty, tr("Pretty"));
    m_tabs->addTab(m_raw, tr("Raw"));
    m_tabs->addTab(m_tree, tr("Tree"));
    m_tabs->addTab(m_table, tr("Table"));
    m_tabs->addTab(m_hex, tr("Hex"));
    m_tabs->addTab(m_fields, tr("Header fields"));
    m_tabs->addTab(setUpTimeline(), tr("Timings"));
    m_tabs->addTab(m_certificate, tr("TLS"));
    m_tabs->addTab(m_cookies, tr("Cookies"));
    m_tabs->addTab(m_compare, tr("Compare"));
    m_tabs->insertTab(0, m_image, tr("Image"));
    m_tabs->insertTab(0, m_stream, tr("Events"));
    m_tabs->setUsesScrollButtons(true);
    m_certificate->setObjectName(QStringLiteral("httpCertificate"));
    m_certificate->setAccessibleName(tr("TLS and certificate"));
    m_certificate->setReadOnly(true);
    m_certificate->setFrameShape(QFrame::NoFrame);
    m_certificate->setLineWrapMode(QPlainTextEdit::WidgetWidth);
}

/// The waterfall, and what there is to know of the chosen hop.
QWidget* ResponseArea::setUpTimeline()
{
    m_hopFacts->setObjectName(QStringLiteral("httpHopFacts"));
    m_hopFacts->setAccessibleName(tr("Facts of the request"));
    m_hopFacts->setReadOnly(true);
    m_hopFacts->setFrameShape(QFrame::NoFrame);
    m_hopFacts->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("httpTimeline"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_timings);
    splitter->addWidget(m_hopFacts);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    return splitter;
}

/// Of the chosen row, else of the last one.
void ResponseArea::showHopFacts()
{
    const QModelIndex current = m_timings->currentIndex();
    const int hop =
        current.isValid() ? m_timingModel->rowAt(current.row()).hop : int(m_exchange.hops.size()) - 1;
    const QString text = HopFacts::text(m_exchange.hops, hop);
    if (m_hopFacts->toPlainText() != text)
        m_hopFacts->setPlainText(text);
}

/// Pictures and streams have tabs of their own, and these come to the front when the kind of body is new.
void ResponseArea::showOptionalTabs(bool isStream, bool isImage)
{
    const QByteArray kind = isStream ? "stream" : isImage ? "image" : "text";
    m_tabs->setTabVisible(m_tabs->indexOf(m_stream), isStream);
    m_tabs->setTabVisible(m_tabs->indexOf(m_image), isImage);
    if (std::exchange(m_kindOf, kind) == kind)
        return;
    const QWidget* current = m_tabs->currentWidget();
    if (isStream)
        m_tabs->setCurrentWidget(m_stream);
    else if (isImage)
        m_tabs->setCurrentWidget(m_image);
    else if (current == m_stream || current == m_image)
        m_tabs->setCurrentWidget(m_pretty);
}

/// Keeps the response that is about to go, to compare with it.
void ResponseArea::remember()
{
    if (!m_exchange.isFinished() || m_exchange.hops.isEmpty() || m_exchange.hops.last().status <= 0)
        return;
    m_before.prepend({HttpWords::responseName(m_exchange), m_exchange, {}});
    qint64 bytes = 0;
    for (qsizetype i = 0; i < m_before.size(); ++i) {
        bytes += m_before.at(i).exchange.bodyBytes;
        if (i == maxRemembered || (i > 0 && bytes > maxRememberedBytes)) {
            m_before.resize(i);
            break;
        }
    }
}

QList<NamedResponse> ResponseArea::otherResponses() const
{
    QList<NamedResponse> found;
    for (const NamedResponse& before : m_before)
        found << NamedResponse{tr("Before: %1").arg(before.name), before.exchange, {}};
    for (const ResponseArea* area : window()->findChildren<ResponseArea*>()) {
        const HttpExchange& other = area->m_exchange;
        if (area == this || !other.isFinished() || other.hops.isEmpty() || other.hops.last().status <= 0)
            continue;
        found << NamedResponse{tr("Other tab: %1").arg(HttpWords::responseName(other)), other, {}};
    }
    return found;
}

QList<PaneCommand> ResponseArea::commands()
{
    QList<PaneCommand> commands;
    if (m_stack->currentIndex() != AnswerPage)
        return commands;
    for (int page = 0; page < m_tabs->count(); ++page) {
        if (m_tabs->isTabVisible(page))
            commands.append({tr("Response: %1").arg(m_tabs->tabText(page)),
                             [this, page] { showPageWithFocus(*m_tabs, page); }});
    }
    for (QToolButton* button : {m_show, m_save}) {
        if (button->isEnabled())
            commands.append(
                {tr("Response: %1").arg(button->accessibleName()), [button] { button->click(); }});
    }
    return commands;
}

void ResponseArea::setMoreResponses(CompareTab::MoreChoices more)
{
    m_compare->setMoreChoices(std::move(more));
}

void ResponseArea::setUpTimings()
{
    m_timings->setObjectName(QStringLiteral("httpTimings"));
    m_timings->setAccessibleName(tr("Timings"));
    m_timings->setModel(m_timingModel);
    m_timings->setItemDelegate(new TimingDelegate(m_timings));
    m_timings->setFrameShape(QFrame::NoFrame);
    m_timings->setShowGrid(false);
    m_timings->setWordWrap(false);
    m_timings->setTabKeyNavigation(false);
    m_timings->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_timings->verticalHeader()->hide();
    fitRowHeight(*m_timings, tableRowHeight);
    QHeaderView* header = m_timings->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(TimingModel::Bar, QHeaderView::Stretch);
    header->resizeSection(TimingModel::Phase, 150);
    header->resizeSection(TimingModel::Duration, 90);
}

void ResponseArea::clear()
{
    remember();
    m_exchange = {};
    m_bar->clear();
    m_stack->setCurrentIndex(EmptyPage);
    m_mark->clear();
    m_status->setFullText({});
    colorStatus();
    m_size->clear();
    m_time->clear();
    m_progress->hide();
    showButtons(false);
    m_pretty->clear({});
    m_raw->clear({});
    m_hex->clear({});
    m_image->clear();
    m_stream->clear();
    m_compare->clear();
    m_tabs->setTabVisible(m_tabs->indexOf(m_cookies), m_cookies->setHops({}));
    m_hopFacts->clear();
    m_tree->clear();
    m_table->clear();
    m_index.reset();
    m_indexed.reset();
    showQuery();
    m_fields->setHops({});
    m_timingModel->setHops({});
    showCertificate({});
    if (m_kindOf.isEmpty())
        showOptionalTabs(false, false);
}

void ResponseArea::showExchange(const HttpExchange& exchange)
{
    m_exchange = exchange;
    m_stack->setCurrentIndex(AnswerPage);
    showStrip(exchange);
    showBody(exchange);
    showTimings(exchange);
    showCertificate(exchange);
    m_fields->setHops(exchange.hops);
    m_tabs->setTabVisible(m_tabs->indexOf(m_cookies), m_cookies->setHops(exchange.hops));
    if (exchange.isFinished())
        m_compare->setResponse(exchange);
}

void ResponseArea::showStrip(const HttpExchange& exchange)
{
    const HttpHop last = exchange.hops.isEmpty() ? HttpHop() : exchange.hops.last();
    const PaneState state = HttpWords::state(&exchange);
    m_mark->setPixmap(Marks::icon(state.mark).pixmap(QSize(16, 16), devicePixelRatioF()));
    QStringList parts;
    if (const QString status = HttpWords::status(last); !status.isEmpty())
        parts << status;
    if (!last.version.isEmpty() && last.version != "HTTP/1.1")
        parts << QString::fromLatin1(last.version);
    if (exchange.phase != HttpExchange::Phase::Done)
        parts << HttpWords::phase(exchange);
    if (exchange.hops.size() > 1)
        parts << (exchange.hops.size() == 2 ? tr("1 redirect")
                                            : tr("%1 redirects").arg(exchange.hops.size() - 1));
    m_status->setFullText(parts.join(QStringLiteral(" \u00B7 ")));
    colorStatus();
    const bool hasBody = exchange.body != nullptr && last.status > 0;
    m_size->setText(hasBody ? HttpWords::sizes(exchange) : QString());
    m_size->setToolTip(hasBody ? HttpWords::exactSizes(exchange) : QString());
    const auto total = totalTime(exchange.hops);
    m_time->setText(exchange.isFinished() && total.count() > 0 ? format::duration(total) : QString());
    const bool receives = exchange.phase == HttpExchange::Phase::Receiving && exchange.expectedBytes > 0;
    m_progress->setVisible(receives);
    if (receives) {
        m_progress->setRange(0, progressSteps);
        m_progress->setValue(
            int(double(exchange.bodyBytes) * progressSteps / double(exchange.expectedBytes)));
    }
    showButtons(hasBody);
}

void ResponseArea::showButtons(bool hasBody)
{
    const bool hasConnection = !m_exchange.hops.isEmpty() && m_exchange.hops.last().connection.isValid();
    m_show->setEnabled(hasConnection);
    m_show->setToolTip(hasConnection ? tr("Mark this connection in Traffic")
                                     : tr("There is no connection to show yet."));
    const bool isSaving = m_saveRow->isSaving();
    m_save->setEnabled(m_exchange.isFinished() && hasBody && !isSaving);
    m_save->setToolTip(isSaving                  ? tr("The body is being saved.")
                       : !hasBody                ? tr("There is no body to save.")
                       : m_exchange.isFinished() ? tr("Save the body to a file")
                                                 : tr("The body is still coming."));
}

/// The number says it, the color only helps to see it.
void ResponseArea::colorStatus()
{
    const Colors& colors = Colors::current();
    const int status = m_exchange.hops.isEmpty() ? 0 : m_exchange.hops.last().status;
    QPalette palette = this->palette();
    if (m_exchange.phase == HttpExchange::Phase::Failed || status >= 400)
        palette.setColor(QPalette::WindowText, colors.error);
    else if (status >= 300)
        palette.setColor(QPalette::WindowText, colors.warning);
    else if (status >= 200)
        palette.setColor(QPalette::WindowText, colors.good);
    m_status->setPalette(palette);
}

void ResponseArea::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colorStatus();
}

void ResponseArea::showBody(const HttpExchange& exchange)
{
    const HttpHop last = exchange.hops.isEmpty() ? HttpHop() : exchange.hops.last();
    const std::shared_ptr<BodyFile>& body = exchange.content();
    if (!body || last.status <= 0) {
        const QString why = !exchange.isFinished() ? tr("Waiting for the answer…")
                            : last.status > 0      ? tr("The answer has no body.")
                                                   : tr("No answer came.");
        m_pretty->clear(why);
        m_raw->clear(why);
        m_hex->clear(why);
        return;
    }
    bodyjob::Source source{body, HttpWords::fieldValue(last, "Content-Type")};
    m_raw->setSource(source, exchange.isFinished());
    const bool isStream = StreamPage::takes(source.contentType);
    const bool isImage = !isStream && imagejob::isPicture(source.contentType, {});
    showOptionalTabs(isStream, isImage);
    if (isStream)
        m_stream->setSource(source, exchange.isFinished());
    m_hex->showExchange(exchange);
    if (!exchange.isFinished()) {
        m_pretty->clear(tr("The answer is still coming; Raw shows what is there."));
        return;
    }
    if (body != m_indexed) {
        m_indexed = body;
        m_index = std::make_shared<BodyIndex>();
    }
    source.index = m_index;
    if (isImage)
        m_image->setSource(source);
    m_pretty->setSource(source, true);
    m_tree->setSource(source);
    m_table->setSource(source);
    showQuery();
}

void ResponseArea::showTimings(const HttpExchange& exchange)
{
    m_timingModel->setHops(exchange.hops);
    m_timings->clearSpans();
    for (int row = 0; row < m_timingModel->rowCount(); ++row) {
        if (m_timingModel->rowAt(row).phase == TimingRow::Phase::Hop)
            m_timings->setSpan(row, TimingModel::Phase, 1, 2);
    }
    showHopFacts();
}

void ResponseArea::showCertificate(const HttpExchange& exchange)
{
    const bool hasTls = !exchange.hops.isEmpty() && exchange.hops.last().tls;
    m_tabs->setTabVisible(m_tabs->indexOf(m_certificate), hasTls);
    const QString text = hasTls ? CertificateFacts::text(*exchange.hops.last().tls) : QString();
    if (m_certificate->toPlainText() != text)
        m_certificate->setPlainText(text);
}

void ResponseArea::lookAtCertificate()
{
    m_tabs->setCurrentWidget(m_certificate);
}

void ResponseArea::chooseFile()
{
    const QString name =
        HttpWords::bodyFileName(m_exchange.hops.isEmpty() ? HttpHop() : m_exchange.hops.last());
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    auto* dialog = new QFileDialog(this, tr("Save body"), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, &ResponseArea::saveBody);
    dialog->open();
}

void ResponseArea::saveBody(const QString& path)
{
    if (const auto& body = m_exchange.content())
        m_saveRow->start(body, path);
}

} // namespace wl
