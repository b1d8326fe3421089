// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

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

class BodyTextPage;
class ElidingLabel;
class FieldsPage;
class HexPage;
class MessageBar;
class SaveRow;
class TablePage;
class TimingModel;

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

signals:
    void connectionActivated(wl::ConnectionId id);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* setUpStrip();
    QWidget* setUpEmpty();
    void setUpTabs();
    void setUpTimings();
    void showStrip(const HttpExchange& exchange);
    void showButtons(bool hasBody);
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
    QTabWidget* m_tabs = nullptr;
    BodyTextPage* m_pretty = nullptr;
    BodyTextPage* m_raw = nullptr;
    HexPage* m_hex = nullptr;
    FieldsPage* m_fields = nullptr;
    TablePage* m_table = nullptr;
    QTableView* m_timings = nullptr;
    QPlainTextEdit* m_certificate = nullptr;
    TimingModel* m_timingModel = nullptr;
    SaveRow* m_saveRow = nullptr;
    HttpExchange m_exchange;
};

} // namespace wl
