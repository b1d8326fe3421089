// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpclient.h"
#include "http/requestcode.h"

#include <QTabWidget>

class QMenu;
class QPlainTextEdit;

namespace wl {

class AuthPage;
class BodyEditor;
class KeyValueEditor;
class OptionsPage;
class QueryPage;

/// Everything of a request but method and URL: query, header fields, body, options, and what will be sent. UI
/// thread.
class RequestTabs : public QTabWidget
{
    Q_OBJECT
public:
    explicit RequestTabs(QWidget* parent = nullptr);

    void setRequest(const HttpRequest& request); ///< no edited()
    /// Fills everything but method and URL into `request`.
    void store(HttpRequest& request) const;
    /// The variables and parameters that stand in the URL's own text.
    void showUrl(const QString& url);
    /// What HttpClient::preview says; `problem` where it says nothing.
    void showPreview(const Result<HttpPreview>& preview, const QString& problem);
    /// What the page in front has to show, in pixels; a table asks for its rows and no more.
    [[nodiscard]] int neededHeight() const;
    /// Whether the page in front is a form that wants more room than the response.
    [[nodiscard]] bool showsForm() const;
    /// Whether a text is written in front.
    [[nodiscard]] bool showsText() const;
    [[nodiscard]] OptionsPage& options() { return *m_options; }
    [[nodiscard]] AuthPage& auth() { return *m_auth; }
    /// One for each form in which the request can be copied.
    [[nodiscard]] QList<QAction*> copyActions() const;
    void showAuth(); ///< brings that page to the front
    /// Goes to the first path variable that waits for a value; false where there is none.
    bool showEmptyVariable();

signals:
    void edited();
    /// A parameter of the URL's own text was edited in the table.
    void urlEdited(const QString& url);
    void neededHeightChanged();
    /// The request is to be copied for another program.
    void copyRequested(wl::CodeForm form);

private:
    void setUpHeaders();
    void setUpPreview();
    [[nodiscard]] QWidget* previewPage();
    void overrideHeader(int row, const QString& value);
    void updateTitles();

    QueryPage* m_query = nullptr;
    KeyValueEditor* m_headers = nullptr;
    BodyEditor* m_body = nullptr;
    AuthPage* m_auth = nullptr;
    OptionsPage* m_options = nullptr;
    QPlainTextEdit* m_preview = nullptr;
    QMenu* m_copy = nullptr;
    QString m_previewText;
};

} // namespace wl
