// SPDX-License-Identifier: MIT
#pragma once

#include "ui/inspect/decodedtext.h"

#include <QPlainTextEdit>

namespace wl {

/// Bytes as read-only text whose selection is told and set in bytes.
class BytesTextView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit BytesTextView(QWidget* parent = nullptr);

    void setBytes(QByteArrayView bytes, const QString& encoding);
    /// Selects the characters of these bytes and shows them; a size of 0 takes the selection away.
    void selectBytes(qint64 start, qint64 size);
    void setEmptyText(const QString& text);

signals:
    /// The user selected something else; never in answer to selectBytes().
    void bytesSelected(qint64 start, qint64 size);

private:
    void tellSelection();

    DecodedText m_decoded;
    bool m_isSetting = false;
};

} // namespace wl
