// SPDX-License-Identifier: MIT
#pragma once

#include "decode/bytereader.h"
#include "decode/conversationdecoder.h"

#include <QAnyStringView>

namespace wl {

/// Makes one DecodedMessage of what is wished for; all else costs a comparison of names. At most
/// limits::messageFields fields: what is beyond is left out and said as the message's problem.
class MessageBuilder
{
public:
    /// The wishes must outlive the builder. A range of unknown end is set by setRange.
    MessageBuilder(const DecodeWishes& wishes, Protocol protocol, Direction direction, ByteRange range);

    [[nodiscard]] bool wants(const char* name) const;
    [[nodiscard]] bool hasTree() const { return m_wishes.tree; }
    [[nodiscard]] bool hasInfo() const { return m_wishes.info; }

    /// A number, truth or nothing, and what it is called; `name` is nullptr where only the tree shows it.
    /// Gives the field's index as a parent for others, -1 where it was not wished for.
    int add(const char* name, QAnyStringView label, FieldValue value, ByteRange range, int parent = -1);
    /// Bytes, which are copied only where they are wished for.
    int addBytes(const char* name, QAnyStringView label, QByteArrayView value, ByteRange range,
                 int parent = -1);
    /// A value with a key (DecodedField::key).
    int addKeyed(const char* name, const QByteArray& key, QAnyStringView label, FieldValue value,
                 ByteRange range);
    /// A node of the tree without a value.
    int addGroup(QAnyStringView label, ByteRange range, int parent = -1);
    /// Where a field's end, words or value were not known when it was added. Index -1 does nothing.
    void setFieldRange(int index, ByteRange range);
    void setFieldLabel(int index, const QString& label);
    void setFieldValue(int index, FieldValue value);

    void setRange(ByteRange range) { m_message.range = range; }
    void setInfo(const QString& info) { m_message.info = info; }
    [[nodiscard]] QString info() const { return m_message.info; }
    /// As far as DecodeWishes::contentBytes; `isWhole`: `content` is all that the message carries.
    void setContent(QByteArrayView content, bool isWhole);
    /// The first problem of a message stays. `offset` is of the direction.
    void setProblem(const QString& text, qint64 offset);
    [[nodiscard]] bool hasProblem() const { return m_message.problem.has_value(); }
    [[nodiscard]] DecodedMessage take() { return std::move(m_message); }

private:
    const DecodeWishes& m_wishes;
    DecodedMessage m_message;
};

/// Text from outside for an info line: without line breaks and what does not show, at most 200 bytes of it.
[[nodiscard]] QString infoText(QByteArrayView text);

} // namespace wl
