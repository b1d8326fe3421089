// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/oauth2form.h"
#include "workspace/inheritedauth.h"

#include <QScrollArea>

class QBoxLayout;
class QLabel;

namespace wl {

/// How a request says who sends it: the kind, and a form for each kind; what was typed for one stays while
/// another is chosen. UI thread.
class AuthPage : public QScrollArea
{
    Q_OBJECT
public:
    /// Where what is typed stays.
    enum class Keeping : quint8 { Memory, KeyRing };

    explicit AuthPage(QWidget* parent = nullptr);

    void setAuth(const HttpAuth& auth); ///< no edited()
    [[nodiscard]] const HttpAuth& auth() const { return m_auth; }
    /// What Kind::Inherit means here.
    void setInherited(const InheritedAuth& inherited);
    /// `problem` says why it is the memory only; "" where nothing else was tried.
    void showKeeping(Keeping keeping, const QString& problem = {});
    [[nodiscard]] OAuth2Form& oauth2() { return *m_oauth2; }
    /// In pixels.
    [[nodiscard]] int neededHeight() const;

signals:
    void edited();
    void kindShown();

private:
    void addPage(QWidget* page);
    void addForm(AuthForm* form);
    void setUpPages();
    void showKind();
    void typed(const AuthForm& form);

    QComboBox* m_kind = nullptr;
    QBoxLayout* m_column = nullptr; ///< holds the pages, of which one is visible
    QList<QWidget*> m_pages;        ///< in the order of the kinds
    QLabel* m_inherited = nullptr;
    QLabel* m_keeping = nullptr;
    HintLine* m_hint = nullptr;
    OAuth2Form* m_oauth2 = nullptr;
    QList<AuthForm*> m_forms;
    HttpAuth m_auth;
    bool m_isLoading = false;
};

} // namespace wl
