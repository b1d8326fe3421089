// SPDX-License-Identifier: MIT
#include "ui/traffic/rowcolors.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <atomic>

namespace wl {

namespace {
constexpr size_t mostWanted = 1'000; ///< several screenfuls; older wishes are forgotten
constexpr qsizetype mostKnown = 20'000;
} // namespace

/// A rule that is on.
struct RowColors::Active
{
    QString color;
    Query query;
    QueryScan scan;            ///< of a rule on messages
    std::vector<bool> matches; ///< what it found, by record
};

/// Asks the rules that need no messages of single records; a list of wishes at a time.
struct RowColors::Job
{
    void run()
    {
        const std::stop_token token = stop.get_token();
        for (const quint64 record : wanted) {
            if (token.stop_requested())
                return;
            int rule = 0;
            while (rule < int(runs.size()) &&
                   !(runs[size_t(rule)] && runs[size_t(rule)]->matches(RecordId(record))))
                ++rule;
            found.emplace_back(record, rule);
        }
        isDone.store(true, std::memory_order_release);
    }

    std::shared_ptr<const RecordSource> source;
    std::vector<std::unique_ptr<QueryRun>> runs; ///< by rule; none for those on messages
    std::vector<quint64> wanted;
    std::vector<std::pair<quint64, int>> found; ///< once it is done
    std::stop_source stop;
    std::atomic<bool> isDone{false};
};

RowColors::RowColors(QObject* parent)
    : QObject(parent)
{
}

RowColors::~RowColors()
{
    setSource(nullptr);
    for (QFuture<void>& future : m_running)
        future.waitForFinished();
}

void RowColors::setRules(const QList<ColoringRule>& rules)
{
    m_rules = rules;
    restart();
}

void RowColors::setDecodeAs(const DecodeAs& decodeAs)
{
    if (decodeAs == m_decodeAs)
        return;
    m_decodeAs = decodeAs;
    restart();
}

void RowColors::setSource(std::shared_ptr<const RecordSource> source)
{
    m_source = std::move(source);
    restart();
}

void RowColors::restart()
{
    if (m_asker)
        m_asker->stop.request_stop();
    m_asker.reset();
    m_job.reset();
    m_active.clear();
    m_known.clear();
    m_wanted.clear();
    if (m_source) {
        const QueryContext context = contextOf(m_source, m_decodeAs);
        m_asker = std::make_shared<Job>();
        m_asker->source = m_source;
        for (const ColoringRule& rule : std::as_const(m_rules)) {
            const QueryResult<Query> query = Query::parse(rule.filter);
            if (!rule.isOn || !query)
                continue;
            auto active = std::make_unique<Active>();
            active->color = rule.color;
            active->query = *query;
            if (query->needsMessages())
                active->scan.start(m_source, *query, context, 0);
            m_asker->runs.push_back(
                query->needsMessages() ? nullptr : std::make_unique<QueryRun>(*query, *m_source, context));
            m_active.push_back(std::move(active));
        }
    }
    emit changed();
}

QString RowColors::colorOf(RecordId id)
{
    if (m_active.empty() || !id.isValid())
        return {};
    const auto known = m_known.constFind(id.value());
    if (known == m_known.cend() && m_wanted.size() < mostWanted)
        m_wanted.push_back(id.value());
    const auto upTo = known == m_known.cend() ? m_active.size() : size_t(*known);
    for (size_t rule = 0; rule < upTo; ++rule) {
        const std::vector<bool>& matches = m_active[rule]->matches;
        if (id.value() < matches.size() && matches[id.value()])
            return m_active[rule]->color;
    }
    return upTo < m_active.size() ? m_active[upTo]->color : QString();
}

void RowColors::refresh()
{
    if (m_active.empty() || !m_source)
        return;
    bool isChanged = takeScans();
    const RecordNotes* notes = m_source->recordNotes();
    const quint64 revision = notes ? notes->revision() : 0;
    if (std::exchange(m_notesRevision, revision) != revision) {
        m_known.clear();
        isChanged = true;
    }
    if (takeJob() || isChanged)
        emit changed();
    launch();
}

bool RowColors::takeScans()
{
    bool isChanged = false;
    for (const auto& active : m_active) {
        for (const quint32 record : active->scan.take()) {
            if (record >= active->matches.size())
                active->matches.resize(size_t(record) + 1);
            active->matches[record] = true;
            isChanged = true;
        }
    }
    return isChanged;
}

bool RowColors::takeJob()
{
    if (!m_job || !m_job->isDone.load(std::memory_order_acquire))
        return false;
    if (m_known.size() > mostKnown)
        m_known.clear();
    for (const auto& [record, rule] : m_job->found)
        m_known.insert(record, rule);
    const bool isChanged = !m_job->found.empty();
    m_job.reset();
    return isChanged;
}

void RowColors::launch()
{
    if (m_job || m_wanted.empty())
        return;
    std::erase_if(m_running, [](const QFuture<void>& future) { return future.isFinished(); });
    m_asker->wanted = std::exchange(m_wanted, {});
    m_asker->found.clear();
    m_asker->isDone.store(false, std::memory_order_relaxed);
    m_job = m_asker;
    m_running.push_back(QtConcurrent::run([job = m_job] { job->run(); }));
}

} // namespace wl
