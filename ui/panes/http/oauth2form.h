// SPDX-License-Identifier: MIT
#pragma once

#include "http/oauth2tokens.h"
#include "ui/panes/http/authform.h"

#include <QTimer>

class QPushButton;

namespace wl {

class HintLine;

/// OAuth 2: where tokens come from, the token of this run and how long it is valid, and the buttons that get
/// one. UI thread.
class OAuth2Form : public QWidget
{
    Q_OBJECT
public:
    explicit OAuth2Form(QWidget* parent = nullptr);

    void load(const HttpAuth& auth); ///< no edited()
    void store(HttpAuth& auth) const;
    void showState(const OAuth2Tokens::State& state);

signals:
    void edited();
    void tokenWanted();
    void refreshWanted();
    void cancelWanted();
    void forgetWanted();

private:
    void setUpLines();
    QWidget* setUpButtons();
    void showFlow();
    void showToken();

    QComboBox* m_flow = nullptr;
    AuthForm* m_form = nullptr;
    QList<QWidget*> m_ofCode; ///< lines that only the flow by the browser needs
    QPushButton* m_get = nullptr;
    QPushButton* m_refresh = nullptr;
    QPushButton* m_forget = nullptr;
    HintLine* m_state = nullptr;
    QLineEdit* m_page = nullptr; ///< where the browser has to go, for who has to open it himself
    OAuth2Tokens::State m_shown;
    QTimer m_clock; ///< how long the token is still valid
};

} // namespace wl
