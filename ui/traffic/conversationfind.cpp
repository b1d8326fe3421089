// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationfind.h"

#include "ui/widgets/findline.h"
#include "ui/widgets/format.h"
#include "ui/widgets/hexview.h"

#include <algorithm>

namespace wl {

ConversationFind::ConversationFind(std::shared_ptr<const RecordSource> source, FindLine& line, Pulse& pulse,
                                   QObject* parent)
    : QObject(parent)
    , m_source(std::move(source))
    , m_line(line)
{
    connect(&line, &FindLine::findWanted, this, &ConversationFind::find);
    connect(&line, &FindLine::closed, this, &ConversationFind::stop);
    connect(&pulse, &Pulse::tick, this, &ConversationFind::update);
}

void ConversationFind::setSelection(const ConversationSelection& selection)
{
    m_selection = selection;
    if (m_search.isActive())
        startSearch();
}

void ConversationFind::startSearch()
{
    const QByteArray needle = HexView::needleOf(m_text);
    const bool isText = needle == m_text.toUtf8();
    m_search.start(m_source, m_selection, needle, isText ? ByteSearch::Case::Any : ByteSearch::Case::Exact);
    emit textChanged(isText ? m_text : QString());
}

void ConversationFind::find(const QString& text, bool isBackward)
{
    m_isBackward = isBackward;
    m_isWanted = true;
    if (text != m_text || !m_search.isActive()) {
        m_text = text;
        startSearch();
    }
    update();
    showProgress();
}

void ConversationFind::stop()
{
    m_search.cancel();
    m_text.clear();
    m_isWanted = false;
    m_found = {};
    emit textChanged({});
}

void ConversationFind::update()
{
    if (!m_search.isActive())
        return;
    const bool wasDone = m_search.isDone();
    const bool isNews = m_search.update();
    if (m_isWanted)
        go();
    if (isNews || wasDone != m_search.isDone())
        showProgress();
}

/// The next match as far as it is known now; invalid where it is not.
RecordId ConversationFind::next(bool& isWrapped) const
{
    const std::vector<quint32>& records = m_search.records();
    if (records.empty())
        return {};
    const quint64 current = m_current.isValid() ? m_current.value() : (m_isBackward ? ~quint64{0} : 0);
    isWrapped = false;
    if (m_isBackward) {
        const auto behind = std::lower_bound(records.begin(), records.end(), current);
        if (behind != records.begin() && (m_current.isValid() || m_search.isDone()))
            return RecordId(*(behind - 1));
        isWrapped = true;
        return m_search.isDone() ? RecordId(records.back()) : RecordId();
    }
    const auto behind =
        m_current.isValid() ? std::upper_bound(records.begin(), records.end(), current) : records.begin();
    if (behind != records.end())
        return RecordId(*behind);
    isWrapped = true;
    return m_search.isDone() ? RecordId(records.front()) : RecordId();
}

void ConversationFind::go()
{
    bool isWrapped = false;
    const RecordId id = next(isWrapped);
    m_isWanted = !id.isValid() && !m_search.isDone();
    if (!id.isValid())
        return;
    m_isWrapped = isWrapped;
    m_found = id;
    emit found(id);
    m_current = id; // though a view may tell the record in which a message begins
    showProgress();
}

void ConversationFind::showProgress()
{
    const std::vector<quint32>& records = m_search.records();
    if (m_search.isDone() && records.empty()) {
        m_line.showFound(false);
        return;
    }
    const auto place = std::lower_bound(records.begin(), records.end(), m_found.value());
    const bool isKnown = m_found.isValid() && place != records.end() && *place == m_found.value();
    const QString all = format::count(records.size()) + (m_search.isCut() ? QStringLiteral("+") : QString());
    QString text = isKnown ? tr("%1 of %2").arg(format::count(quint64(place - records.begin()) + 1), all)
                           : tr("%1 found").arg(all);
    if (!m_search.isDone())
        text += tr(", searching: %1 %").arg(m_search.percent());
    else if (isKnown && m_isWrapped)
        text += tr(", from the other end");
    m_line.showResult(text);
}

} // namespace wl
