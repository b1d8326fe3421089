// SPDX-License-Identifier: MIT
#include "payload/template.h"

#include <QRegularExpression>

namespace wl {

namespace {

constexpr int maxRandomCount = 1 << 24;

/// The parts of one {{name:options}}.
struct Call
{
    qsizetype at = 0;
    QString name;
    qsizetype optionsAt = 0;
    QStringView options; ///< untrimmed, what is after the first colon
};

using What = decltype(TemplateCall::what);

/// Splits "a,b=c" and hands each part to `take(part)`, which says whether it knew it.
template <typename Take>
Placed<void> eachOption(const Call& call, Take take)
{
    if (call.options.isNull())
        return {};
    qsizetype at = call.optionsAt;
    for (const QStringView part : call.options.split(u',')) {
        if (!take(part.trimmed()))
            return failAt(at, PayloadText::tr("{{%1}} does not take \"%2\"").arg(call.name, part.trimmed()));
        at += part.size() + 1;
    }
    return {};
}

/// "12", "-12" or "0x0C". A zero in front does not make a number octal.
bool takeWhole(QStringView text, qint64* value)
{
    const bool isHex = text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive);
    bool ok = false;
    *value = isHex ? text.mid(2).toLongLong(&ok, 16) : text.toLongLong(&ok, 10);
    return ok && !(isHex && (text.mid(2).startsWith(u'-') || text.mid(2).startsWith(u'+')));
}

/// "name=12" with this name.
bool takeNumber(QStringView part, QLatin1String name, qint64* value)
{
    const qsizetype equals = part.indexOf(u'=');
    if (equals < 0 || part.first(equals).trimmed() != name)
        return false;
    return takeWhole(part.mid(equals + 1).trimmed(), value);
}

bool takeFormat(QStringView part, NumberFormat* format)
{
    const auto parsed = NumberFormat::parse(part);
    if (parsed)
        *format = *parsed;
    return parsed.has_value();
}

/// "hex8": the number behind the word.
bool takeCount(QStringView part, QLatin1String word, int* count)
{
    if (!part.startsWith(word))
        return false;
    bool ok = false;
    *count = part.mid(word.size()).toString().toInt(&ok);
    return ok && *count >= 1 && *count <= maxRandomCount;
}

Placed<What> parseCounter(const Call& call)
{
    CounterTemplate counter;
    return eachOption(call,
                      [&](QStringView part) {
                          return takeNumber(part, QLatin1String("start"), &counter.start) ||
                                 takeNumber(part, QLatin1String("step"), &counter.step) ||
                                 takeFormat(part, &counter.format);
                      })
        .map([&] { return What(counter); });
}

/// Guards against a mistyped name ("unixs"): letters that mean nothing in a pattern must be quoted.
bool isPattern(QStringView pattern)
{
    bool quoted = false;
    bool meaning = false;
    for (const QChar c : pattern) {
        if (c == u'\'')
            quoted = !quoted;
        else if (!quoted && c.isLetter() && !QStringView(u"yMdhHmszaAptTZ").contains(c))
            return false;
        else if (!quoted && QStringView(u"yMdhHmszt").contains(c))
            meaning = true;
    }
    return meaning && !quoted;
}

Placed<What> parseTimestamp(const Call& call)
{
    using Kind = TimestampTemplate::Kind;
    TimestampTemplate stamp;
    QStringView options = call.options;
    const QStringView first = options.first(std::max<qsizetype>(0, options.indexOf(u','))).trimmed();
    const QStringView word = (first.isEmpty() ? options : first).trimmed();
    const bool isUnix = word == u"unix";
    if (options.isNull() || word == u"iso")
        stamp.kind = Kind::Iso;
    else if (isUnix || word == u"unixms" || word == u"unixus")
        stamp.kind = isUnix ? Kind::Unix : word == u"unixms" ? Kind::UnixMs : Kind::UnixUs;
    else
        stamp.kind = Kind::Pattern;

    if (stamp.kind == Kind::Pattern) {
        stamp.utc = options.startsWith(u"utc ");
        const QStringView pattern = stamp.utc ? options.mid(4) : options;
        if (!isPattern(pattern))
            return failAt(
                call.optionsAt,
                PayloadText::tr("{{timestamp}} takes iso, unix, unixms, unixus or a pattern such as "
                                "yyyy-MM-dd HH:mm:ss.zzz, with other letters in single quotes"));
        stamp.pattern = pattern.toString();
        return What(stamp);
    }
    bool seen = false;
    return eachOption(call,
                      [&](QStringView part) {
                          if (!std::exchange(seen, true))
                              return true;
                          return stamp.kind != Kind::Iso && takeFormat(part, &stamp.format);
                      })
        .map([&] { return What(stamp); });
}

Placed<What> parseUuid(const Call& call)
{
    UuidTemplate uuid;
    return eachOption(call,
                      [&](QStringView part) {
                          using Form = UuidTemplate::Form;
                          if (part == u"upper")
                              uuid.form = Form::Upper;
                          else if (part == u"plain")
                              uuid.form = Form::Plain;
                          else if (part == u"raw")
                              uuid.form = Form::Raw;
                          return uuid.form != Form::Dashed;
                      })
        .map([&] { return What(uuid); });
}

/// "1-100", "-5-5", "1..100".
bool takeRange(QStringView part, RandomTemplate* random)
{
    static const QRegularExpression range(QStringLiteral("^(-?[0-9]+)(?:-|\\.\\.)(-?[0-9]+)$"));
    const auto match = range.match(part.toString());
    bool minOk = false;
    bool maxOk = false;
    random->min = match.captured(1).toLongLong(&minOk);
    random->max = match.captured(2).toLongLong(&maxOk);
    return minOk && maxOk && random->min <= random->max;
}

Placed<What> parseRandom(const Call& call)
{
    RandomTemplate random;
    return eachOption(call,
                      [&](QStringView part) {
                          using Kind = RandomTemplate::Kind;
                          if (takeCount(part, QLatin1String("hex"), &random.count))
                              random.kind = Kind::HexDigits;
                          else if (takeCount(part, QLatin1String("alnum"), &random.count))
                              random.kind = Kind::Letters;
                          else if (takeCount(part, QLatin1String("bytes"), &random.count))
                              random.kind = Kind::Bytes;
                          else
                              return takeFormat(part, &random.format) || takeRange(part, &random);
                          return true;
                      })
        .map([&] { return What(random); });
}

Placed<What> parseChecksum(const Call& call, Checksum checksum)
{
    using Form = ChecksumTemplate::Form;
    ChecksumTemplate sum{std::move(checksum)};
    return eachOption(call,
                      [&](QStringView part) {
                          if (part == u"hex")
                              sum.form = Form::Hex;
                          else if (part == u"HEX")
                              sum.form = Form::UpperHex;
                          else if (part == u"raw" || part == u"be")
                              sum.form = Form::BigEndian;
                          else if (part == u"le")
                              sum.form = Form::LittleEndian;
                          else
                              return (takeNumber(part, QLatin1String("from"), &sum.from) && sum.from >= 0) ||
                                     (takeNumber(part, QLatin1String("drop"), &sum.to) && sum.to >= 0);
                          return true;
                      })
        .map([&] { return What(sum); });
}

Placed<What> parseLength(const Call& call)
{
    LengthTemplate length;
    return eachOption(call,
                      [&](QStringView part) {
                          using Of = LengthTemplate::Of;
                          if (part == u"after")
                              length.of = Of::After;
                          else if (part == u"before")
                              length.of = Of::Before;
                          else if (part == u"all")
                              length.of = Of::All;
                          else
                              return takeNumber(part, QLatin1String("plus"), &length.plus) ||
                                     takeFormat(part, &length.format);
                          return true;
                      })
        .map([&] { return What(length); });
}

Placed<What> parseCall(const Call& call)
{
    if (call.name == u"counter")
        return parseCounter(call);
    if (call.name == u"timestamp")
        return parseTimestamp(call);
    if (call.name == u"uuid")
        return parseUuid(call);
    if (call.name == u"random")
        return parseRandom(call);
    if (call.name == u"length")
        return parseLength(call);
    if (auto checksum = Checksum::byName(call.name))
        return parseChecksum(call, *checksum);
    return failAt(call.at, PayloadText::tr("there is no template {{%1}}; there are %2 and checksums such as "
                                           "crc16, crc32, sum8, xor, sha256; for a literal {{ type \\{{")
                               .arg(call.name, templateNames().join(QStringLiteral(", "))));
}

} // namespace

QStringList templateNames()
{
    return {QStringLiteral("counter"), QStringLiteral("timestamp"), QStringLiteral("uuid"),
            QStringLiteral("random"), QStringLiteral("length")};
}

Placed<ParsedTemplate> parseTemplate(QStringView text, qsizetype at)
{
    const qsizetype end = text.indexOf(QLatin1String("}}"), at + 2);
    if (end < 0)
        return failAt(at, PayloadText::tr("this {{ has no }}; for a literal {{ type \\{{"));
    const QStringView inside = text.mid(at + 2, end - at - 2);
    const qsizetype colon = inside.indexOf(u':');
    Call call;
    call.at = at;
    call.name = (colon < 0 ? inside : inside.first(colon)).trimmed().toString().toLower();
    call.optionsAt = at + 2 + colon + 1;
    if (colon >= 0)
        call.options = inside.mid(colon + 1);
    return parseCall(call).map([&](What what) {
        return ParsedTemplate{TemplateCall{at, std::move(what)}, end + 2 - at};
    });
}

} // namespace wl
