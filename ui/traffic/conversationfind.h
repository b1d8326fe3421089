// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/conversationsearch.h"
#include "ui/widgets/pulse.h"

#include <QObject>

namespace wl {

class FindLine;

/// Finds in a conversation for its find line: searches in the background, counts, and goes from match to
/// match, by the record that it is in. UI thread; the line and the pulse outlive it.
class ConversationFind : public QObject
{
    Q_OBJECT
public:
    ConversationFind(std::shared_ptr<const RecordSource> source, FindLine& line, Pulse& pulse,
                     QObject* parent = nullptr);

    /// Looks anew where something is looked for.
    void setSelection(const ConversationSelection& selection);
    /// From where the next match is looked for.
    void setCurrent(RecordId id) { m_current = id; }

signals:
    void found(wl::RecordId id);
    /// What is looked for now, to be marked where it is shown; empty for bytes and when the line is closed.
    void textChanged(const QString& text);

private:
    void find(const QString& text, bool isBackward);
    void startSearch();
    void stop();
    void update();
    void go();
    [[nodiscard]] RecordId next(bool& isWrapped) const;
    void showProgress();

    const std::shared_ptr<const RecordSource> m_source;
    FindLine& m_line;
    ConversationSelection m_selection;
    ConversationSearch m_search;
    QString m_text; ///< that is looked for
    RecordId m_current;
    RecordId m_found;
    bool m_isBackward = false;
    bool m_isWanted = false; ///< a match to go to, which is not known yet
    bool m_isWrapped = false;
};

} // namespace wl
