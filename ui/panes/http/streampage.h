// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/streamreader.h"
#include "ui/widgets/pooljob.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QTableView;

namespace wl {

class StreamModel;
class TableFind;

/// Server-sent events, or lines of JSON, as they come in: a list that follows its end while it stands there,
/// and the chosen one's data. The body is read on the pool. UI thread.
class StreamPage : public QWidget
{
    Q_OBJECT
public:
    explicit StreamPage(QWidget* parent = nullptr);

    /// Whether such a body is one for this page.
    [[nodiscard]] static bool takes(const QByteArray& contentType);

    void clear();
    /// The body, or the same body with more in it.
    void setSource(const bodyjob::Source& source, bool isFinished);
    Q_INVOKABLE void find(); ///< opens the line below it

signals:
    void shown();

private:
    struct Read
    {
        StreamReader reader;
        std::vector<StreamRow> rows;
    };

    void refresh();
    void take(Read read);
    void showCount();
    void showData();

    QTableView* m_table = nullptr;
    TableFind* m_find = nullptr;
    QPlainTextEdit* m_data = nullptr;
    QLabel* m_count = nullptr;
    StreamModel* m_model = nullptr;
    bodyjob::Source m_source;
    StreamReader m_reader;
    PoolJob<Read> m_job;
    PoolJob<QString> m_reading;
    bool m_isStale = false;
    bool m_isFinished = false;
};

} // namespace wl
