// SPDX-License-Identifier: MIT
#include "ui/cookies/cookiespage.h"

#include "ui/cookies/cookiedialog.h"
#include "ui/cookies/cookiemodel.h"
#include "ui/cookies/jarchooser.h"
#include "ui/widgets/emptytable.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/rowlist.h"

#include <QAction>
#include <QBoxLayout>
#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSet>
#include <QSortFilterProxyModel>
#include <QToolButton>

namespace wl {

namespace {

constexpr int rowPixels = 22;
/// Below this width of the page the buttons show their icons alone.
constexpr int widthForWords = 620;

/// Rows with the text in any of the columns that people look for.
class CookieFilter : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        const QRegularExpression text = filterRegularExpression();
        for (const int column :
             {CookieModel::Domain, CookieModel::Path, CookieModel::Name, CookieModel::Value}) {
            if (sourceModel()->index(row, column, parent).data().toString().contains(text))
                return true;
        }
        return false;
    }
};

QString cookiesText(qsizetype count)
{
    return count == 1 ? CookiesPage::tr("1 cookie")
                      : CookiesPage::tr("%1 cookies").arg(format::count(quint64(count)));
}

} // namespace

CookiesPage::CookiesPage(std::shared_ptr<CookieStore> store, QWidget* parent)
    : QWidget(parent)
    , m_model(new CookieModel(this))
    , m_sorted(new CookieFilter(this))
    , m_jars(new JarChooser(this))
    , m_bar(new MessageBar(this))
{
    setObjectName(QStringLiteral("cookiesPage"));
    setAccessibleName(tr("Cookies"));
    setUpTable();
    setUpActions();
    setUpLayout();
    setStore(std::move(store));
}

void CookiesPage::setStore(std::shared_ptr<CookieStore> store)
{
    if (m_store)
        m_store->disconnect(this);
    m_store = std::move(store);
    connect(m_store.get(), &CookieStore::changed, this, &CookiesPage::reload, Qt::QueuedConnection);
    connect(m_store.get(), &CookieStore::loaded, this, &CookiesPage::reload, Qt::QueuedConnection);
    reload();
}

void CookiesPage::setUpTable()
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(Qt::UserRole);
    m_table = new EmptyTable(this);
    m_table->setObjectName(QStringLiteral("cookiesTable"));
    m_table->setAccessibleName(tr("Cookies"));
    m_table->setModel(m_sorted);
    setUpRowList(*m_table, rowPixels);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(CookieModel::Domain, Qt::AscendingOrder);
    const QList<int> widths{140, 70, 110, 160, 140, 60, 70, 70, 140};
    for (int column = 0; column < CookieModel::ColumnCount; ++column)
        m_table->setColumnWidth(column, widths.at(column));
    connect(m_table, &QAbstractItemView::doubleClicked, this, &CookiesPage::edit);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &CookiesPage::updateActions);
}

void CookiesPage::setUpActions()
{
    const auto make = [this](const char* name, const QString& text, const char* icon, const QKeySequence& key,
                             auto slot) {
        auto* action = new QAction(icons::icon(QLatin1String(icon)), text, m_table);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    m_add = make("cookieAdd", tr("&Add…"), "plus", Qt::Key_Insert, [this] { add(); });
    m_edit = make("cookieEdit", tr("&Edit…"), "edit", Qt::Key_Return, [this] { edit(); });
    m_remove = make("cookieRemove", tr("&Delete"), "trash", QKeySequence(QKeySequence::Delete),
                    [this] { remove(); });
    m_clear =
        make("cookieClearDomain", tr("Delete All of the &Domain"), "trash", {}, [this] { clearDomains(); });
    m_import = make("cookieImport", tr("&Import cookies.txt…"), "open", {}, [this] { chooseImport(); });
    m_exportTxt = make("cookieExportTxt", tr("Export as &cookies.txt…"), "save", {},
                       [this] { chooseExport(Format::CookiesTxt); });
    m_exportJson =
        make("cookieExportJson", tr("Export as &JSON…"), "save", {}, [this] { chooseExport(Format::Json); });
    m_table->addActions({m_edit, m_remove, m_clear, m_add});
}

void CookiesPage::setUpLayout()
{
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("cookiesFilter"));
    m_filter->setAccessibleName(tr("Filter the cookies"));
    m_filter->setPlaceholderText(tr("Filter by domain, path, name or value"));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_sorted->setFilterRegularExpression(
            QRegularExpression(QRegularExpression::escape(text), QRegularExpression::CaseInsensitiveOption));
        updateActions();
    });
    setFocusProxy(m_filter);
    m_count = new QLabel(this);
    m_count->setObjectName(QStringLiteral("cookiesCount"));
    m_count->setTextFormat(Qt::PlainText);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 8, 12, 0);
    top->setSpacing(8);
    top->addWidget(m_jars);
    top->addStretch(1);
    top->addWidget(m_count);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    row->addWidget(m_filter, 1);
    for (QAction* action : {m_add, m_edit, m_remove}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
        m_buttons.append(button);
    }
    auto* files = new QToolButton(this);
    files->setObjectName(QStringLiteral("cookiesFiles"));
    files->setText(tr("Files"));
    files->setAccessibleName(tr("Import and export"));
    files->setToolTip(tr("Import and export cookies"));
    files->setPopupMode(QToolButton::InstantPopup);
    files->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(files);
    menu->addActions({m_import, m_exportTxt, m_exportJson});
    files->setMenu(menu);
    row->addWidget(files);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addLayout(top);
    column->addLayout(row);
    column->addWidget(m_table, 1);
}

/// The filter needs room more than the buttons need their words.
void CookiesPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    for (QToolButton* button : std::as_const(m_buttons))
        button->setToolButtonStyle(width() < widthForWords ? Qt::ToolButtonIconOnly
                                                           : Qt::ToolButtonTextBesideIcon);
}

void CookiesPage::setFilter(const QString& text)
{
    m_filter->setText(text);
}

void CookiesPage::reload()
{
    const QList<Cookie> chosen = selected();
    m_model->setCookies(m_store->jar().all());
    const auto keyOf = [](const Cookie& cookie) {
        return QByteArrayList{cookie.domain, cookie.path, cookie.name, cookie.isHostOnly ? "host" : ""}.join(
            '\n');
    };
    QSet<QByteArray> keys;
    for (const Cookie& cookie : chosen)
        keys.insert(keyOf(cookie));
    QItemSelection selection;
    for (int row = 0; row < m_model->rowCount() && !keys.isEmpty(); ++row) {
        const QModelIndex index = m_sorted->mapFromSource(m_model->index(row, 0));
        if (index.isValid() && keys.contains(keyOf(m_model->cookieAt(row))))
            selection.append(QItemSelectionRange(index));
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    m_table->setEmptyText(m_model->rowCount() > 0
                              ? tr("No cookie has that in its domain, path, name or value.")
                              : tr("No cookies. Those that servers set are kept here and sent again."));
    updateActions();
}

void CookiesPage::updateActions()
{
    const auto chosen = m_table->selectionModel()->selectedRows().size();
    m_edit->setEnabled(chosen == 1);
    m_remove->setEnabled(chosen > 0);
    m_clear->setEnabled(chosen > 0);
    for (QAction* action : {m_exportTxt, m_exportJson})
        action->setEnabled(m_sorted->rowCount() > 0);
    m_count->setText(cookiesText(m_sorted->rowCount()));
}

QList<Cookie> CookiesPage::selected() const
{
    QList<Cookie> cookies;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        cookies.append(m_model->cookieAt(m_sorted->mapToSource(index).row()));
    return cookies;
}

QList<Cookie> CookiesPage::listed() const
{
    QList<Cookie> cookies;
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        cookies.append(m_model->cookieAt(m_sorted->mapToSource(m_sorted->index(row, 0)).row()));
    return cookies;
}

void CookiesPage::add()
{
    Cookie cookie;
    const QList<Cookie> chosen = selected();
    if (!chosen.isEmpty())
        cookie.domain = chosen.first().domain;
    openDialog(cookie, true);
}

void CookiesPage::edit()
{
    const QList<Cookie> chosen = selected();
    if (chosen.size() == 1)
        openDialog(chosen.first(), false);
}

void CookiesPage::openDialog(const Cookie& cookie, bool isNew)
{
    auto* dialog = new CookieDialog(cookie, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, cookie, isNew] {
        Cookie edited = dialog->cookie();
        if (isNew)
            edited.createdMs = edited.lastUsedMs = QDateTime::currentMSecsSinceEpoch();
        m_store->change([cookie, edited, isNew](CookieJar& jar) {
            if (!isNew)
                jar.remove(cookie);
            jar.put(edited);
        });
    });
    dialog->open();
}

void CookiesPage::remove()
{
    const QList<Cookie> cookies = selected();
    removeAll(cookies, cookies.size() == 1
                           ? tr("Deleted the cookie %1.").arg(QString::fromUtf8(cookies.first().name))
                           : tr("Deleted %1.").arg(cookiesText(cookies.size())));
}

void CookiesPage::clearDomains()
{
    QSet<QByteArray> domains;
    for (const Cookie& cookie : selected())
        domains.insert(cookie.domain);
    QList<Cookie> cookies = m_model->cookies();
    cookies.removeIf([&](const Cookie& cookie) { return !domains.contains(cookie.domain); });
    removeAll(
        cookies,
        domains.size() == 1
            ? tr("Deleted %1 of %2.").arg(cookiesText(cookies.size()), QString::fromLatin1(*domains.begin()))
            : tr("Deleted %1.").arg(cookiesText(cookies.size())));
}

void CookiesPage::removeAll(const QList<Cookie>& cookies, const QString& text)
{
    if (cookies.isEmpty())
        return;
    m_store->change([cookies](CookieJar& jar) {
        for (const Cookie& cookie : cookies)
            jar.remove(cookie);
    });
    emit undoOffered(text, [store = m_store, cookies] {
        store->change([cookies](CookieJar& jar) {
            for (const Cookie& cookie : cookies)
                jar.put(cookie);
        });
    });
}

} // namespace wl
