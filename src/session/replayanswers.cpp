// SPDX-License-Identifier: MIT
#include "session/replayanswers.h"

namespace wl {

namespace {

class AnswerCounter final : public Responder
{
public:
    explicit AnswerCounter(std::shared_ptr<ReplayAnswers> answers)
        : m_answers(std::move(answers))
    {
    }

    void received(ResponderPeer&, QByteArrayView bytes) override
    {
        m_answers->bytes += bytes.size();
        if (m_answers->changed)
            m_answers->changed();
    }
    [[nodiscard]] bool decidesEnd() const override { return false; }

private:
    std::shared_ptr<ReplayAnswers> m_answers;
};

} // namespace

ResponderFactory countAnswers(std::shared_ptr<ReplayAnswers> answers)
{
    return [answers = std::move(answers)] { return std::make_unique<AnswerCounter>(answers); };
}

} // namespace wl
