// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodytextview.h"
#include "ui/panes/http/textfinder.h"
#include "ui/widgets/findline.h"
#include "ui/widgets/pooljob.h"

#include <functional>

class QToolButton;

namespace wl {

/// A view of bytes in which a FindBar finds.
struct FindTarget
{
    QWidget* view = nullptr;
    std::function<std::shared_ptr<const MappedFile>()> file;    ///< null: nothing to search
    std::function<std::pair<qsizetype, qsizetype>()> selection; ///< start and end
    std::function<void(qsizetype start, qsizetype size)> select;
    std::function<QByteArray(const QString& text)> needle; ///< the bytes of what was typed
    bool overBytes = false;
};

/// Finds text or regular expressions in a view of any size, on the pool, from the selection on and around the
/// end; counts the matches. UI thread.
class FindBar : public FindLine
{
    Q_OBJECT
public:
    FindBar(const QString& name, FindTarget target, QWidget* parent = nullptr);
    /// In a text, which opens it with Ctrl+F.
    explicit FindBar(BodyTextView* view, QWidget* parent = nullptr);

private:
    struct Found
    {
        std::optional<TextFinder::Place> place;
        QString problem; ///< of the pattern
        bool isWrapped = false;
    };

    QToolButton* addSwitch(const QString& name, const QString& text, const QString& what);
    void openForSelection(BodyTextView* view);
    void find(const QString& text, bool isBackward);
    void take(const Found& found, const std::shared_ptr<const MappedFile>& file);
    void count(const std::shared_ptr<const MappedFile>& file);
    void sayPlace();

    FindTarget m_target;
    QToolButton* m_case = nullptr;
    QToolButton* m_words = nullptr;
    QToolButton* m_pattern = nullptr;
    FindQuestion m_question;
    PoolJob<Found> m_job;
    PoolJob<std::vector<qsizetype>> m_counting;
    std::weak_ptr<const MappedFile> m_countedFile;
    FindQuestion m_counted;
    std::vector<qsizetype> m_places; ///< of m_counted in m_countedFile
    qsizetype m_found = -1;
    bool m_isWrapped = false;
};

} // namespace wl
