// SPDX-License-Identifier: MIT
#pragma once

#include "query/querycompletion.h"

#include <QObject>

class QCompleter;
class QLineEdit;
class QStandardItemModel;

namespace wl {

/// The list of what may be typed, under the filter box: words, and what a field is. Arrow keys choose, Enter
/// or Tab takes, Esc closes. A child of the box. UI thread.
class FilterCompleter : public QObject
{
    Q_OBJECT
public:
    explicit FilterCompleter(QLineEdit& field);

    /// Shows the items, `left` pixels from the left of the box.
    void open(const QList<QueryCompletions::Item>& items, int left);
    void close();
    [[nodiscard]] bool isOpen() const;
    /// Whether an item is marked, so that Enter takes it.
    [[nodiscard]] bool hasChoice() const;

signals:
    void chosen(const QString& text);

private:
    QLineEdit& m_field;
    QCompleter* m_completer = nullptr;
    QStandardItemModel* m_items = nullptr;
};

} // namespace wl
