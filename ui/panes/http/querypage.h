// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "ui/panes/http/pathrows.h"

#include <QWidget>

namespace wl {

class KeyValueEditor;
class KeyValueTable;

/// The variables of the URL's path, where it has some, over the query parameters: those of the URL's own text
/// and the rows that are sent behind it. UI thread.
class QueryPage : public QWidget
{
    Q_OBJECT
public:
    explicit QueryPage(QWidget* parent = nullptr);

    void setRequest(const HttpRequest& request); ///< no edited()
    void store(HttpRequest& request) const;
    /// What the URL's text says: its variables and its parameters.
    void showUrl(const QString& url);
    [[nodiscard]] int neededHeight() const;
    /// Takes the focus to the first path variable that waits for a value; false where there is none.
    bool focusEmptyVariable();
    /// Rows that are sent, those of the URL too.
    [[nodiscard]] int activeRows() const;

signals:
    void edited();
    /// A parameter of the URL's own text was edited in the table.
    void urlEdited(const QString& url);
    void neededHeightChanged();

private:
    void setUpPath();
    void setUpQuery();
    void showPath(const pathrows::Rows& rows);

    KeyValueTable* m_path = nullptr;
    KeyValueEditor* m_query = nullptr;
    pathrows::Rows m_pathRows; ///< `rows` is what the table was filled with
    QString m_url;
};

} // namespace wl
