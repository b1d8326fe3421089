// SPDX-License-Identifier: MIT
#include "ui/panes/http/streampage.h"

#include "decode/jsonformat.h"
#include "ui/panes/http/bodykind.h"
#include "ui/panes/http/streammodel.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/format.h"
#include "ui/widgets/rowheight.h"
#include "ui/widgets/tablefind.h"

#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace wl {

namespace {

constexpr int tableRowHeight = 22;
constexpr qsizetype maxReadable = 256 * 1024; ///< a field takes in no more at once

/// JSON re-indented, everything else as it is.
QString readable(const QByteArray& data)
{
    const QByteArray trimmed = data.trimmed();
    if (data.size() > maxReadable)
        return QString::fromUtf8(data.first(maxReadable)) + u'…';
    if (!trimmed.startsWith('{') && !trimmed.startsWith('['))
        return QString::fromUtf8(data);
    JsonFormatOutcome outcome;
    const QByteArray made = formattedJson(data, {}, &outcome);
    return QString::fromUtf8(outcome.error ? data : made);
}

} // namespace

StreamPage::StreamPage(QWidget* parent)
    : QWidget(parent)
    , m_table(new QTableView(this))
    , m_find(new TableFind(tr("Find in the events"), m_table, this))
    , m_data(new QPlainTextEdit(this))
    , m_count(new QLabel(this))
    , m_model(new StreamModel(this))
{
    m_table->setObjectName(QStringLiteral("httpEvents"));
    m_table->setAccessibleName(tr("Events"));
    m_table->setModel(m_model);
    m_table->setWordWrap(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->resizeSection(StreamModel::Type, 90);
    m_table->horizontalHeader()->resizeSection(StreamModel::Id, 60);
    fitRowHeight(*m_table, tableRowHeight);
    m_data->setObjectName(QStringLiteral("httpEventData"));
    m_data->setAccessibleName(tr("Data of the event"));
    m_data->setReadOnly(true);
    m_data->setFont(fixedFont());
    m_data->setFrameShape(QFrame::NoFrame);
    m_data->setPlaceholderText(tr("Choose an event to see all of its data."));
    m_count->setObjectName(QStringLiteral("httpEventCount"));
    m_count->setTextFormat(Qt::PlainText);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(m_data);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_count);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_find);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &StreamPage::showData);
    clear();
}

bool StreamPage::takes(const QByteArray& contentType)
{
    return BodyKind::isEventStream(contentType) || BodyKind::isJsonLines(contentType);
}

void StreamPage::clear()
{
    m_job.cancel();
    m_reading.cancel();
    m_source = {};
    m_isStale = false;
    m_model->clear();
    m_data->clear();
    showCount();
}

void StreamPage::setSource(const bodyjob::Source& source, bool isFinished)
{
    if (source.body != m_source.body) {
        clear();
        const bool isEvents = BodyKind::isEventStream(source.contentType);
        m_reader = StreamReader(isEvents ? StreamReader::Kind::Events : StreamReader::Kind::Lines);
        m_table->setColumnHidden(StreamModel::Type, !isEvents);
        m_table->setColumnHidden(StreamModel::Id, !isEvents);
    }
    m_source = source;
    m_isFinished = isFinished;
    m_isStale = true;
    showCount();
    refresh();
}

void StreamPage::refresh()
{
    // What came meanwhile is taken in when the work that is under way is done.
    if (!m_isStale || !m_source.body || m_job.isRunning())
        return;
    m_isStale = false;
    m_job.start(
        [body = m_source.body, before = m_reader](std::stop_token stop) {
            Read read{before, {}};
            read.rows = read.reader.read(body->path(), stop);
            return read;
        },
        [this](Read read) { take(std::move(read)); });
}

void StreamPage::take(Read read)
{
    QScrollBar* bar = m_table->verticalScrollBar();
    const bool wasAtEnd = bar->value() >= bar->maximum();
    m_reader = std::move(read.reader);
    m_model->append(std::move(read.rows));
    if (wasAtEnd)
        m_table->scrollToBottom();
    showCount();
    if (m_isStale)
        refresh();
    else
        emit shown();
}

void StreamPage::showCount()
{
    const int rows = m_model->rowCount();
    const bool isEvents = m_reader.kind() == StreamReader::Kind::Events;
    const QString number = format::count(quint64(rows));
    QStringList parts{isEvents ? (rows == 1 ? tr("1 event") : tr("%1 events").arg(number))
                               : (rows == 1 ? tr("1 line") : tr("%1 lines").arg(number))};
    if (m_model->leftOut() > 0)
        parts << tr("%1 more are not listed; Raw has all").arg(format::count(quint64(m_model->leftOut())));
    if (const auto retry = m_reader.retryMs())
        parts << tr("the server asks to come back after %1 ms").arg(*retry);
    if (!m_isFinished && m_source.body)
        parts << tr("live");
    m_count->setText(parts.join(QStringLiteral(" \u00B7 ")));
}

void StreamPage::showData()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid() || !m_source.body)
        return;
    m_reading.start([body = m_source.body, kind = m_reader.kind(), row = m_model->rowAt(current.row())](
                        std::stop_token) { return readable(StreamReader::data(kind, body->path(), row)); },
                    [this](const QString& text) { m_data->setPlainText(text); });
}

void StreamPage::find()
{
    m_find->open();
}

} // namespace wl
