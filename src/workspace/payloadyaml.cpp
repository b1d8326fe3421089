// SPDX-License-Identifier: MIT
#include "workspace/payloadyaml.h"

#include "workspace/yamlrows.h"

#include "workspace/workspacetext.h"

#include <algorithm>

namespace wl {
namespace {

const QStringList payloadOrder{QStringLiteral("text"), QStringLiteral("form"), QStringLiteral("encoding"),
                               QStringLiteral("escapes"), QStringLiteral("templates")};
const QStringList responderOrder{QStringLiteral("kind"), QStringLiteral("reply"),
                                 QStringLiteral("closeAfterReply"), QStringLiteral("delayMs")};

using Form = PayloadSpec::Form;
using Kind = ResponderSpec::Kind;

struct FormName
{
    Form form;
    const char* name;
};
constexpr FormName forms[] = {{Form::Text, "text"}, {Form::Hex, "hex"}, {Form::File, "file"}};

struct KindName
{
    Kind kind;
    const char* name;
};
constexpr KindName kinds[] = {
    {Kind::None, "none"}, {Kind::Echo, "echo"}, {Kind::FixedReply, "reply"}, {Kind::JsonApi, "json-api"}};

[[nodiscard]] Form decodeForm(const YamlNode& map, YamlDecoder& decoder)
{
    const QString name = decoder.text(map, QStringLiteral("form"), QStringLiteral("text"));
    for (const FormName& known : forms) {
        if (name == QLatin1String(known.name))
            return known.form;
    }
    decoder.refuse(map.get(QStringLiteral("form")),
                   WorkspaceText::tr("an unknown form of payload: %1").arg(name));
    return Form::Text;
}

} // namespace

PayloadSpec decodePayload(const YamlNode& map, const QString& key, YamlDecoder& decoder)
{
    PayloadSpec payload;
    if (!map.get(key).isMap()) {
        payload.text = decoder.text(map, key);
        return payload;
    }
    const YamlNode node = map.get(key);
    payload.text = decoder.text(node, QStringLiteral("text"));
    payload.form = decodeForm(node, decoder);
    payload.encoding = decoder.text(node, QStringLiteral("encoding"), payload.encoding);
    payload.escapes = decoder.flag(node, QStringLiteral("escapes"), payload.escapes);
    payload.templates = decoder.flag(node, QStringLiteral("templates"), payload.templates);
    return payload;
}

YamlNode encodePayload(const PayloadSpec& payload, const YamlNode& old)
{
    YamlDecoder ignored;
    YamlNode holder = YamlNode::map();
    holder.set(QStringLiteral("old"), old);
    if (!old.isNull() && decodePayload(holder, QStringLiteral("old"), ignored) == payload)
        return old;
    const PayloadSpec defaults;
    PayloadSpec plain = payload;
    plain.text.clear();
    if (plain == defaults && !old.isMap())
        return payload.text.isEmpty() ? YamlNode() : YamlNode::text(payload.text);
    YamlNode map = old.isMap() ? old : YamlNode::map();
    setText(map, QStringLiteral("text"), payload.text, payloadOrder);
    const auto put = [&map](const QString& key, bool isDefault, const YamlNode& value) {
        setUnlessDefault(map, key, value, isDefault, payloadOrder);
    };
    put(QStringLiteral("form"), payload.form == defaults.form,
        YamlNode::text(QString::fromLatin1(forms[size_t(payload.form)].name)));
    put(QStringLiteral("encoding"), payload.encoding == defaults.encoding, YamlNode::text(payload.encoding));
    put(QStringLiteral("escapes"), payload.escapes, YamlNode::boolean(payload.escapes));
    put(QStringLiteral("templates"), payload.templates, YamlNode::boolean(payload.templates));
    return map;
}

ResponderSpec decodeResponder(const YamlNode& entry, YamlDecoder& decoder)
{
    ResponderSpec responder;
    const YamlNode map = decoder.mapAt(entry, QStringLiteral("responder"));
    const QString name = decoder.text(map, QStringLiteral("kind"), QStringLiteral("none"));
    const auto* known = std::find_if(std::begin(kinds), std::end(kinds),
                                     [&](const KindName& k) { return name == QLatin1String(k.name); });
    if (known == std::end(kinds))
        decoder.refuse(map.get(QStringLiteral("kind")),
                       WorkspaceText::tr("an unknown kind of responder: %1").arg(name));
    else
        responder.kind = known->kind;
    responder.reply = decodePayload(map, QStringLiteral("reply"), decoder);
    responder.closeAfterReply = decoder.flag(map, QStringLiteral("closeAfterReply"), false);
    responder.delay = std::chrono::milliseconds(decoder.number(map, QStringLiteral("delayMs"), 0));
    return responder;
}

YamlNode encodeResponder(const ResponderSpec& responder, const YamlNode& old)
{
    YamlNode map = old.isMap() ? old : YamlNode::map();
    const QString kind = QString::fromLatin1(kinds[size_t(responder.kind)].name);
    const bool isDefault = responder == ResponderSpec{};
    if (!isDefault || map.contains(QStringLiteral("kind")))
        setText(map, QStringLiteral("kind"), kind, responderOrder);
    map.setOrRemove(QStringLiteral("reply"), encodePayload(responder.reply, map.get(QStringLiteral("reply"))),
                    responderOrder);
    setUnlessDefault(map, QStringLiteral("closeAfterReply"), YamlNode::boolean(responder.closeAfterReply),
                     !responder.closeAfterReply, responderOrder);
    setUnlessDefault(map, QStringLiteral("delayMs"), YamlNode::number(responder.delay.count()),
                     responder.delay.count() == 0, responderOrder);
    return map;
}

} // namespace wl
