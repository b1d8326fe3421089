// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/comparetab.h"
#include "ui/panes/pane.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTableView;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace wl {

class BodyIndex;
class BodyTextPage;
class CookiePage;
class ElidingLabel;
class FieldsPage;
class HexPage;
class ImagePage;
class MessageBar;
class QueryLine;
class SaveRow;
class StreamPage;
class TablePage;
class TimingModel;
class TreePage;

/// A response: status, sizes, time, and the views of its body, header fields and timings. UI thread.
class ResponseArea : public QWidget
{
    Q_OBJECT
public:
    explicit ResponseArea(QWidget* parent = nullptr);

    void showExchange(const HttpExchange& exchange);
    /// Before a new request.
    void clear();
    /// Errors and what to know; the pane gives it a place.
    [[nodiscard]] MessageBar& bar() { return *m_bar; }
    /// Brings the facts about the server's certificate to the front.
    void lookAtCertificate();
    /// Compares with the response of a pane before, or of another one; this adds further ones that come
    /// later, such as those of the history. Asked when the list is opened.
    void setMoreResponses(CompareTab::MoreChoices more);

    /// The views that there are, and what can be done with the response.
    [[nodiscard]] QList<PaneCommand> commands();

signals:
    void connectionActivated(wl::ConnectionId id);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* setUpStrip();
    QWidget* setUpEmpty();
    void setUpTabs();
    void setUpTimings();
    void connectViews();
    void showQuery();
    void showStrip(const HttpExchange& exchange);
    void showButtons(bool hasBody);
    void remember();
    [[nodiscard]] QList<NamedResponse> otherResponses() const;
    [[nodiscard]] QWidget* setUpTimeline();
    void showHopFacts();
    void showOptionalTabs(bool isStream, bool isImage);
    void colorStatus();
    void showBody(const HttpExchange& exchange);
    void showTimings(const HttpExchange& exchange);
    void showCertificate(const HttpExchange& exchange);
    void chooseFile();
    void saveBody(const QString& path);

    QStackedWidget* m_stack = nullptr; ///< nothing was sent yet, or the response
    QLabel* m_mark = nullptr;
    ElidingLabel* m_status = nullptr;
    QLabel* m_size = nullptr;
    QLabel* m_time = nullptr;
    QProgressBar* m_progress = nullptr;
    QToolButton* m_show = nullptr;
    QToolButton* m_save = nullptr;
    MessageBar* m_bar = nullptr;
    QueryLine* m_query = nullptr;
    QTabWidget* m_tabs = nullptr;
    BodyTextPage* m_pretty = nullptr;
    BodyTextPage* m_raw = nullptr;
    HexPage* m_hex = nullptr;
    FieldsPage* m_fields = nullptr;
    TreePage* m_tree = nullptr;
    TablePage* m_table = nullptr;
    ImagePage* m_image = nullptr;
    StreamPage* m_stream = nullptr;
    CookiePage* m_cookies = nullptr;
    CompareTab* m_compare = nullptr;
    QTableView* m_timings = nullptr;
    QPlainTextEdit* m_hopFacts = nullptr;
    QPlainTextEdit* m_certificate = nullptr;
    TimingModel* m_timingModel = nullptr;
    SaveRow* m_saveRow = nullptr;
    std::shared_ptr<BodyIndex> m_index; ///< of m_indexed
    std::shared_ptr<const BodyFile> m_indexed;
    HttpExchange m_exchange;
    QList<NamedResponse> m_before; ///< responses of this pane before this one, the newest first
    QByteArray m_kindOf;           ///< what decides which tabs there are
};

} // namespace wl
