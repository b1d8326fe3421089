// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationsaver.h"

#include "base/errortext.h"
#include "ui/widgets/format.h"
#include "ui/widgets/messagebar.h"

namespace wl {

ConversationSaver::ConversationSaver(std::shared_ptr<const RecordSource> source, MessageBar& bar,
                                     Pulse& pulse, QObject* parent)
    : QObject(parent)
    , m_source(std::move(source))
    , m_bar(bar)
{
    connect(&pulse, &Pulse::tick, this, &ConversationSaver::showProgress);
    connect(&bar, &MessageBar::actionTriggered, this, &ConversationSaver::cancel);
}

void ConversationSaver::save(const ConversationSelection& selection, std::optional<Direction> direction,
                             const QString& path)
{
    if (isSaving())
        return;
    m_path = path;
    m_shownPercent = -1;
    m_percent->store(0, std::memory_order_relaxed);
    m_job.start(
        [source = m_source, members = ConversationMembers(selection), direction, path,
         percent = m_percent](const std::stop_token& stop) {
            return writeConversation(*source, members, direction, path, stop, [&percent](int done) {
                percent->store(done, std::memory_order_relaxed);
            });
        },
        [this](const Result<PayloadSum>& sum) { finish(sum); });
}

void ConversationSaver::cancel()
{
    if (!isSaving())
        return;
    m_job.cancel();
    m_bar.clear();
}

void ConversationSaver::showProgress()
{
    const int percent = m_percent->load(std::memory_order_relaxed);
    if (!isSaving() || std::exchange(m_shownPercent, percent) == percent)
        return;
    m_bar.showMessage(MessageBar::Kind::Information, tr("Saving to %1: %2 %").arg(m_path).arg(percent),
                      tr("Cancel"));
}

void ConversationSaver::finish(const Result<PayloadSum>& sum)
{
    if (!sum) {
        m_bar.showMessage(
            MessageBar::Kind::Error,
            ErrorText::sentence(tr("Cannot save the conversation to %1").arg(m_path), sum.error()));
        return;
    }
    const QString saved = tr("Saved %1 to %2.").arg(format::exactSize(sum->bytes), m_path);
    const QString missing = sum->leftOut();
    m_bar.showMessage(missing.isEmpty() ? MessageBar::Kind::Information : MessageBar::Kind::Warning,
                      missing.isEmpty() ? saved : saved + u' ' + missing);
}

} // namespace wl
