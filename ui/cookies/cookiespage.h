// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookiefile.h"
#include "http/cookiestore.h"

#include <QWidget>

#include <functional>
#include <memory>

class QAction;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QToolButton;

namespace wl {

class CookieModel;
class EmptyTable;
class JarChooser;
class MessageBar;

/// A tab with the cookies of one jar: a table, a filter, editing, files. UI thread.
class CookiesPage : public QWidget
{
    Q_OBJECT
public:
    explicit CookiesPage(std::shared_ptr<CookieStore> store, QWidget* parent = nullptr);

    /// Shows another jar.
    void setStore(std::shared_ptr<CookieStore> store);
    [[nodiscard]] JarChooser& jars() { return *m_jars; }

    [[nodiscard]] QString title() const { return tr("Cookies"); }
    /// Lists what has this in its domain, path, name or value.
    void setFilter(const QString& text);

signals:
    void undoOffered(const QString& text, const std::function<void()>& undo);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Format : quint8 { CookiesTxt, Json };

    void setUpActions();
    void setUpTable();
    void setUpLayout();
    void reload();
    void updateActions();
    void add();
    void edit();
    void openDialog(const Cookie& cookie, bool isNew);
    void remove();
    void clearDomains();
    void removeAll(const QList<Cookie>& cookies, const QString& text);
    void chooseExport(Format format);
    void exportTo(const QString& path, Format format);
    void chooseImport();
    void importFrom(const QString& path);
    void imported(const QString& path, const Result<CookieFileContent>& content);
    [[nodiscard]] QList<Cookie> selected() const;
    /// What is listed, in its order.
    [[nodiscard]] QList<Cookie> listed() const;

    std::shared_ptr<CookieStore> m_store;
    CookieModel* m_model = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    EmptyTable* m_table = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_count = nullptr;
    QList<QToolButton*> m_buttons;
    JarChooser* m_jars = nullptr;
    MessageBar* m_bar = nullptr;
    QAction* m_add = nullptr;
    QAction* m_edit = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_clear = nullptr;
    QAction* m_exportTxt = nullptr;
    QAction* m_exportJson = nullptr;
    QAction* m_import = nullptr;
};

} // namespace wl
