// SPDX-License-Identifier: MIT
#include "ui/panes/http/treepage.h"

#include "ui/panes/common/hintline.h"
#include "ui/panes/http/bodytreemodel.h"
#include "ui/panes/http/jsonoutline.h"
#include "ui/panes/http/querynote.h"
#include "ui/panes/http/xmloutline.h"
#include "ui/widgets/copymenu.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QTreeView>

namespace wl {

TreePage::TreePage(QWidget* parent)
    : BodyPage(QStringLiteral("httpTreeEmpty"), parent)
    , m_tree(new QTreeView(this))
    , m_note(new HintLine(this))
    , m_model(new BodyTreeModel(this))
{
    m_tree->setObjectName(QStringLiteral("httpTree"));
    m_tree->setAccessibleName(tr("Body as a tree"));
    m_tree->setModel(m_model);
    m_tree->installEventFilter(this);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(BodyTreeModel::Name, 240);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_note);
    layout->addWidget(m_tree, 1);
    layout->addWidget(emptyText(), 1);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &TreePage::showMenu);
    auto* copyKey = new QShortcut(QKeySequence::Copy, m_tree, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &TreePage::copyValue);
    auto* pathKey = new QShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+C")), m_tree, nullptr, nullptr,
                                  Qt::WidgetShortcut);
    connect(pathKey, &QShortcut::activated, this, &TreePage::copyPath);
    setFocusProxy(m_tree);
    take({});
}

void TreePage::clear()
{
    forgetSource();
    take({});
}

void TreePage::setQuery(const std::optional<JsonQuery>& query)
{
    m_query = query;
    if (source().body)
        setSource(source());
}

bool TreePage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Asterisk)
        return true;
    return QWidget::eventFilter(watched, event);
}

TreePage::Made TreePage::make(const bodyjob::Source& source, const std::optional<JsonQuery>& query,
                              std::stop_token stop)
{
    Made made;
    if (auto xml = bodyjob::xmlOutline(source, stop)) {
        if (!xml->isBalanced())
            made.problem = tr("Not well-formed XML: some tags do not close in order.");
        made.body = std::move(xml);
        return made;
    }
    const auto indexed = source.index ? source.index->get(source, stop) : nullptr;
    if (!indexed)
        return made;
    if (query)
        made.found = runJsonQuery(*query, indexed->nodes(), stop);
    if (indexed->index.error())
        made.problem = tr("Not valid JSON: %1. What is before it is shown.")
                           .arg(JsonWords::sentence(indexed->text(), *indexed->index.error()));
    made.body = std::make_shared<JsonOutline>(indexed);
    made.isJson = true;
    return made;
}

void TreePage::cancel()
{
    m_job.cancel();
}

void TreePage::start()
{
    m_job.start(
        [source = source(), query = m_query](std::stop_token stop) { return make(source, query, stop); },
        [this](Made made) {
            take(std::move(made));
            emit shown();
        });
}

void TreePage::take(Made made)
{
    m_takesQuery = made.isJson;
    QStringList notes;
    if (made.found)
        notes << QueryNote::of(*made.found);
    if (!made.problem.isEmpty())
        notes << made.problem;
    m_note->setHint(Marks::Sign::Information, notes.join(QStringLiteral(" \u00B7 ")));
    emptyText()->setText(made.found ? tr("The query finds nothing here.")
                                    : tr("A body of JSON or XML shows here as a tree."));
    if (made.found)
        m_model->setResults(made.body, std::move(made.found->nodes));
    else
        m_model->setBody(made.body);
    if (m_model->canFetchMore({}))
        m_model->fetchMore({});
    const bool hasRows = m_model->rowCount() > 0;
    m_tree->setVisible(hasRows);
    emptyText()->setVisible(!hasRows);
    if (m_model->rowCount() == 1)
        m_tree->expand(m_model->index(0, 0));
    if (hasRows)
        m_tree->setCurrentIndex(m_model->index(0, 0));
}

void TreePage::showMenu(const QPoint& position)
{
    const QModelIndex index = m_tree->indexAt(position).siblingAtColumn(BodyTreeModel::Name);
    if (!m_model->nodeAt(index).isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Copy Value")), &QAction::triggered, this, &TreePage::copyValue);
    connect(menu->addAction(tr("Copy Path")), &QAction::triggered, this, &TreePage::copyPath);
    if (m_model->isArrayAt(index)) {
        connect(menu->addAction(tr("Show as Table")), &QAction::triggered, this,
                [this, path = m_model->pathAt(index)] { emit tableRequested(path); });
    }
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

void TreePage::copyValue()
{
    const ValueNode node = m_model->nodeAt(m_tree->currentIndex());
    if (!node.isValid())
        return;
    const QByteArrayView value = node.value(m_model->body()->text());
    copyBytes(value.first(std::min<qsizetype>(value.size(), copyLimitBytes)).toByteArray(), copyAsText,
              value.size(), *m_tree);
}

void TreePage::copyPath()
{
    const ValueNode node = m_model->nodeAt(m_tree->currentIndex());
    if (!node.isValid())
        return;
    m_copying.start(
        [body = m_model->body(), offset = node.offset](std::stop_token) { return body->path(offset); },
        [](const QString& path) { QGuiApplication::clipboard()->setText(path); });
}

} // namespace wl
