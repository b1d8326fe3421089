// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodytextview.h"
#include "ui/panes/http/pooljob.h"
#include "ui/widgets/findline.h"

class QCheckBox;

namespace wl {

/// Finds in a BodyTextView, which opens it with Ctrl+F. It searches on the pool, from the selection on and
/// around the end. UI thread.
class FindBar : public FindLine
{
    Q_OBJECT
public:
    explicit FindBar(BodyTextView* view, QWidget* parent = nullptr);

private:
    void openForSelection();
    void find(const QString& text, bool isBackward);

    BodyTextView* m_view = nullptr;
    QCheckBox* m_case = nullptr;
    PoolJob<std::pair<qsizetype, bool>> m_job;
};

} // namespace wl
