// SPDX-License-Identifier: MIT
#include "respond/responderspec.h"

#include "base/limits.h"
#include "respond/echo.h"
#include "respond/fixedreply.h"
#include "respond/greeted.h"
#include "respond/jsonapi.h"

#include <QFileInfo>

namespace wl {

namespace {

/// Nothing for an empty payload, which says "none".
Result<std::optional<PayloadSource>> compiled(const PayloadSpec& spec)
{
    if (spec.text.isEmpty())
        return std::nullopt;
    Result<PayloadSource> source = PayloadSource::compile(spec);
    if (!source)
        return tl::make_unexpected(source.error());
    if (source->isFile() && QFileInfo(source->filePath()).size() > limits::sendQueueBytes)
        return fail(ErrorCode::TooLarge, source->filePath());
    return std::optional<PayloadSource>(std::move(*source));
}

/// As above for a payload that was already checked; nothing where its file has gone meanwhile.
std::optional<PayloadSource> compiledAgain(const PayloadSpec& spec)
{
    Result<std::optional<PayloadSource>> source = compiled(spec);
    return source ? std::move(*source) : std::nullopt;
}

ResponderFactory fixedReplyFactory(const ResponderSpec& spec, const PayloadSpec& greeting)
{
    return [spec, greeting]() -> std::unique_ptr<Responder> {
        FixedReply::Behavior behavior;
        behavior.greeting = compiledAgain(greeting);
        if (spec.kind == ResponderSpec::Kind::FixedReply)
            behavior.reply = compiledAgain(spec.reply);
        behavior.delay = spec.delay;
        behavior.closeAfter = spec.closeAfterReply;
        return std::make_unique<FixedReply>(std::move(behavior));
    };
}

ResponderFactory greeted(const PayloadSpec& greeting, ResponderFactory then)
{
    if (greeting.text.isEmpty())
        return then;
    return [greeting, then = std::move(then)]() -> std::unique_ptr<Responder> {
        return std::make_unique<Greeted>(compiledAgain(greeting), then());
    };
}

} // namespace

Result<ResponderFactory> makeResponder(const ResponderSpec& spec, const PayloadSpec& greeting)
{
    for (const PayloadSpec* payload : {&greeting, &spec.reply}) {
        if (payload == &spec.reply && spec.kind != ResponderSpec::Kind::FixedReply)
            continue;
        const auto checked = compiled(*payload);
        if (!checked)
            return tl::make_unexpected(checked.error());
    }
    switch (spec.kind) {
    case ResponderSpec::Kind::None:
        if (greeting.text.isEmpty() && !spec.closeAfterReply)
            return ResponderFactory();
        break;
    case ResponderSpec::Kind::Echo:
        return greeted(greeting,
                       [closeAfter = spec.closeAfterReply] { return std::make_unique<Echo>(closeAfter); });
    case ResponderSpec::Kind::JsonApi: return greeted(greeting, makeJsonApi);
    case ResponderSpec::Kind::FixedReply: break;
    }
    return fixedReplyFactory(spec, greeting);
}

} // namespace wl
