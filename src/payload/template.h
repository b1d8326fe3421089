// SPDX-License-Identifier: MIT
#pragma once

#include "payload/checksum.h"
#include "payload/numberformat.h"
#include "payload/placed.h"

#include <QStringList>

#include <variant>

/// What stands in {{…}} of a payload, as plain values; docs/payloads.md has the grammar with examples.
namespace wl {

/// {{counter}}: 1, 2, 3 … over the messages of one source.
struct CounterTemplate
{
    qint64 start = 1;
    qint64 step = 1;
    NumberFormat format;
};

/// {{timestamp}}: the time of the message.
struct TimestampTemplate
{
    enum class Kind : quint8 { Iso, Unix, UnixMs, UnixUs, Pattern };

    Kind kind = Kind::Iso;
    bool utc = false;    ///< of Pattern; else the local time zone
    QString pattern;     ///< QDateTime::toString's
    NumberFormat format; ///< of the Unix kinds
};

/// {{uuid}}: version 4.
struct UuidTemplate
{
    enum class Form : quint8 { Dashed, Upper, Plain, Raw };

    Form form = Form::Dashed;
};

/// {{random}}: a number, or so many hex digits, letters or bytes.
struct RandomTemplate
{
    enum class Kind : quint8 { Number, HexDigits, Letters, Bytes };

    Kind kind = Kind::Number;
    qint64 min = 0; ///< of Number, both included
    qint64 max = 0xFFFFFFFF;
    int count = 0; ///< of the others
    NumberFormat format;
};

/// {{crc32}}, {{sha256}} …: over the bytes before it.
struct ChecksumTemplate
{
    enum class Form : quint8 { Hex, UpperHex, BigEndian, LittleEndian };

    Checksum checksum;
    Form form = Form::Hex;
    qint64 from = 0; ///< bytes left out at the start
    qint64 to = 0;   ///< bytes left out before the checksum

    [[nodiscard]] bool isRaw() const { return form == Form::BigEndian || form == Form::LittleEndian; }
};

/// {{length}}: a number of bytes of this message.
struct LengthTemplate
{
    enum class Of : quint8 { After, Before, All };

    Of of = Of::After;
    qint64 plus = 0; ///< added to the number
    NumberFormat format;
};

struct TemplateCall
{
    qsizetype at = 0; ///< of its {{ in the text, UTF-16 units
    std::variant<CounterTemplate, TimestampTemplate, UuidTemplate, RandomTemplate, ChecksumTemplate,
                 LengthTemplate>
        what;
};

struct ParsedTemplate
{
    TemplateCall call;
    qsizetype length = 0; ///< with both pairs of braces, UTF-16 units
};

/// Reads the template whose {{ is at `at`. Errors: no }}, an unknown name, an option that it does not take.
[[nodiscard]] Placed<ParsedTemplate> parseTemplate(QStringView text, qsizetype at);

/// The names that are no checksums, for messages and completion.
[[nodiscard]] QStringList templateNames();

} // namespace wl
