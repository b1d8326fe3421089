// SPDX-License-Identifier: MIT
#include "ui/panes/http/saverow.h"

#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/http/savebody.h"

#include <QProgressBar>

namespace wl {

namespace {
constexpr int reportMs = 100;
constexpr int progressSteps = 1000;
} // namespace

SaveRow::SaveRow(QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidingLabel(this))
    , m_progress(new QProgressBar(this))
{
    setObjectName(QStringLiteral("httpSaving"));
    m_progress->setObjectName(QStringLiteral("httpSaveProgress"));
    m_progress->setAccessibleName(tr("Progress of saving"));
    m_progress->setTextVisible(false);
    m_progress->setRange(0, progressSteps);
    m_progress->setFixedSize(120, 8);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("httpSaveCancel"));
    cancel->setAccessibleName(tr("Cancel saving"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_name, 1);
    row->addWidget(m_progress);
    row->addWidget(cancel);
    connect(cancel, &QPushButton::clicked, this, &SaveRow::end);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const qint64 all = std::max<qint64>(1, m_copied->all);
        m_progress->setValue(int(double(m_copied->done) * progressSteps / double(all)));
        show();
    });
    hide();
}

void SaveRow::start(std::shared_ptr<const BodyFile> body, const QString& path)
{
    m_name->setFullText(tr("Saving %1").arg(path));
    m_copied = std::make_shared<CopyProgress>();
    m_job.start([body = std::move(body), path, progress = m_copied](
                    std::stop_token stop) { return copyBody(*body, path, *progress, stop); },
                [this, path](const QString& problem) {
                    end();
                    if (problem.isEmpty())
                        emit saved(path);
                    else
                        emit failed(problem);
                });
    m_timer.start(reportMs);
    emit savingChanged();
}

void SaveRow::end()
{
    m_job.cancel();
    m_timer.stop();
    hide();
    emit savingChanged();
}

} // namespace wl
