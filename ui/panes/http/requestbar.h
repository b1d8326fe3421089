// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace wl {

/// Method, URL, Send or Cancel. UI thread.
class RequestBar : public QWidget
{
    Q_OBJECT
public:
    explicit RequestBar(QWidget* parent = nullptr);

    void setMethod(const QString& method);
    [[nodiscard]] QString method() const;
    void setUrl(const QString& url);
    [[nodiscard]] QString url() const;
    void setBusy(bool busy);
    /// Why nothing can be sent; empty where it can.
    void setProblem(const QString& problem);
    void focusUrl();

signals:
    void edited();
    void sendRequested();
    void cancelRequested();

private:
    void updateButton();

    QComboBox* m_method = nullptr;
    QLineEdit* m_url = nullptr;
    QPushButton* m_send = nullptr;
    QString m_problem;
    bool m_isBusy = false;
    bool m_isLoading = false;
};

} // namespace wl
