// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryscan.h"
#include "ui/traffic/coloringrule.h"

#include <QHash>
#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace wl {

/// Which coloring rule a record of the list has: the first that matches. Only records that are shown are
/// asked for, on one pool thread at a time; rules on decoded messages look at the whole capture in the
/// background and keep a bit a record. The result is pulled. UI thread.
class RowColors : public QObject
{
    Q_OBJECT
public:
    explicit RowColors(QObject* parent = nullptr);
    /// Cancels, and waits until the jobs see that.
    ~RowColors() override;

    void setRules(const QList<ColoringRule>& rules);
    [[nodiscard]] const QList<ColoringRule>& rules() const { return m_rules; }
    void setSource(std::shared_ptr<const RecordSource> source);
    /// As what connections are decoded where a rule asks for messages.
    void setDecodeAs(const DecodeAs& decodeAs);

    [[nodiscard]] bool isEmpty() const { return m_active.empty(); }
    /// The color's name, empty where no rule matches or it is not known yet: then changed() follows.
    [[nodiscard]] QString colorOf(RecordId id);
    /// Takes what is known by now and asks what was wanted since. Called by the pulse.
    void refresh();

signals:
    void changed();

private:
    struct Active;
    struct Job;

    void restart();
    [[nodiscard]] bool takeJob();
    [[nodiscard]] bool takeScans();
    void launch();

    QList<ColoringRule> m_rules;
    DecodeAs m_decodeAs;
    std::shared_ptr<const RecordSource> m_source;
    std::vector<std::unique_ptr<Active>> m_active; ///< those that are on, in order
    QHash<quint64, int> m_known; ///< the first rule not on messages, the number of rules where none
    std::vector<quint64> m_wanted;
    std::shared_ptr<Job> m_job;
    std::shared_ptr<Job> m_asker; ///< what the next job works with
    quint64 m_notesRevision = 0;
    std::vector<QFuture<void>> m_running;
};

} // namespace wl
