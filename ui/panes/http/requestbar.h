// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace wl {

class HintLine;
class ProblemEdge;

/// Method, URL, whether it is encoded, whether the request is raw; Send or Cancel. UI thread.
class RequestBar : public QWidget
{
    Q_OBJECT
public:
    explicit RequestBar(QWidget* parent = nullptr);

    void setMethod(const QString& method);
    [[nodiscard]] QString method() const;
    void setUrl(const QString& url);
    [[nodiscard]] QString url() const;
    void setEncodesUrl(bool on);
    [[nodiscard]] bool encodesUrl() const;
    /// Of a raw request the method stands in its bytes.
    void setRaw(bool on);
    [[nodiscard]] bool isRaw() const;
    void setBusy(bool busy);
    /// The mark of a request whose server's certificate is not verified.
    void setUnverified(bool on);
    enum class Field : quint8 { Url, Method, Other };
    /// Why nothing can be sent, said below the fields, and whose fault it is; empty where it can. While no
    /// URL was typed it is said only where somebody asks for it.
    void setProblem(const QString& problem, Field field, bool isAsked);
    void focusField(Field field);
    void focusUrl();

signals:
    void edited();
    void encodeChosen(bool on);
    void rawChosen(bool on);
    void sendRequested();
    void cancelRequested();

private:
    void setUpMethod();
    void setUpSwitches();
    void updateButton();

    QComboBox* m_method = nullptr;
    QLineEdit* m_url = nullptr;
    QToolButton* m_encode = nullptr;
    QToolButton* m_raw = nullptr;
    QPushButton* m_send = nullptr;
    HintLine* m_hint = nullptr;
    HintLine* m_unverified = nullptr;
    ProblemEdge* m_methodEdge = nullptr;
    ProblemEdge* m_urlEdge = nullptr;
    QString m_problem;
    bool m_isBusy = false;
    bool m_isLoading = false;
};

} // namespace wl
