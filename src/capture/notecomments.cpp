// SPDX-License-Identifier: MIT
#include "capture/notecomments.h"

#include "capture/pcapng.h"

#include <algorithm>
#include <array>

namespace wl {

using namespace pcapng;

namespace {

void addOption(QByteArray& options, QByteArrayView comment)
{
    const auto size = static_cast<quint32>(comment.size());
    std::array<char, 4> head{};
    put<quint16>(head.data(), pcapng::comment);
    put<quint16>(head.data() + 2, static_cast<quint16>(size));
    options.append(head.data(), head.size());
    options.append(comment);
    options.append(static_cast<qsizetype>(padded(size) - size), '\0');
}

} // namespace

QByteArray cutUtf8(QByteArray bytes, qsizetype maximum)
{
    if (bytes.size() > maximum) {
        qsizetype end = maximum;
        while (end > 0 && (static_cast<quint8>(bytes[end]) & 0xC0) == 0x80) {
            --end;
        }
        bytes.truncate(end);
    }
    return bytes;
}

void addComment(RecordNote& note, QByteArrayView comment)
{
    if (comment == markComment) {
        note.isMarked = true;
        return;
    }
    if (comment.isEmpty() || note.comment.size() >= maximumCommentBytes) {
        return;
    }
    if (!note.comment.isEmpty()) {
        note.comment += QLatin1Char('\n');
    }
    note.comment += QString::fromUtf8(comment.first(std::min(comment.size(), maximumCommentBytes)));
    note.comment.truncate(maximumCommentBytes);
}

QByteArray commentOptions(const RecordNote& note)
{
    QByteArray options;
    if (note.isMarked) {
        addOption(options, markComment);
    }
    if (!note.comment.isEmpty()) {
        addOption(options, cutUtf8(note.comment.toUtf8(), maximumCommentBytes));
    }
    return options;
}

} // namespace wl
