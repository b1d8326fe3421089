// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficfind.h"

#include "ui/traffic/traffictable.h"

namespace wl {

TrafficFind::TrafficFind(TrafficModel& model, TrafficTable& table, QWidget* parent)
    : FindLine(tr("Find in the list: words, or a filter"), &table, parent)
    , m_model(model)
    , m_table(table)
{
    setObjectName(QStringLiteral("trafficFind"));
    connect(this, &FindLine::findWanted, this, &TrafficFind::start);
    connect(this, &FindLine::closed, this, &TrafficFind::cancel);
}

void TrafficFind::start(const QString& text, bool isBackward)
{
    if (text != m_text) {
        const QueryResult<Query> query = Query::parse(text);
        if (!query) {
            showResult(query.error().text);
            return;
        }
        m_query = *query;
        m_text = text;
    }
    if (!m_model.source() || m_model.rowCount() == 0) {
        showFound(false);
        return;
    }
    const QModelIndex current = m_table.currentIndex();
    m_finder.start({m_model.source(), m_model.snapshot(), m_query, m_model.decodeAs(), m_model.first()},
                   current.isValid() ? current.row() : -1, isBackward);
    showResult(tr("Searching…"));
}

void TrafficFind::cancel()
{
    m_finder.cancel();
    showResult({});
}

void TrafficFind::forget()
{
    m_finder.forget();
    showResult({});
}

void TrafficFind::refresh()
{
    if (const auto result = m_finder.take()) {
        showFound(result->record.isValid(), result->isWrapped);
        m_table.showRecord(result->record);
    } else if (m_finder.isRunning()) {
        showResult(tr("Searching, %1 %").arg(m_finder.progress()));
    }
}

} // namespace wl
