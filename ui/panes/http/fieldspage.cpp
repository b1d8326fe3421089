// SPDX-License-Identifier: MIT
#include "ui/panes/http/fieldspage.h"

#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/common/hintline.h"
#include "ui/panes/http/httpwords.h"
#include "ui/panes/http/wirefieldsmodel.h"
#include "ui/widgets/rowlist.h"
#include "ui/widgets/tablefind.h"

#include <QClipboard>
#include <QShortcut>
#include <QTableView>

namespace wl {

namespace {

constexpr int tableRowHeight = 22;

QString lineOf(const HttpHop& hop)
{
    QStringList parts;
    if (hop.status > 0)
        parts << QString::fromLatin1(hop.version) + u' ' + HttpWords::status(hop);
    if (hop.peer.isValid())
        parts << hop.peer.toString();
    if (!hop.proxy.isEmpty())
        parts << FieldsPage::tr("through %1", "a proxy").arg(hop.proxy);
    if (hop.tls)
        parts << hop.tls->protocol << hop.tls->cipher
              << (hop.tls->verified ? FieldsPage::tr("certificate verified")
                                    : FieldsPage::tr("certificate not verified"));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" \u00B7 "));
}

} // namespace

FieldsPage::FieldsPage(QWidget* parent)
    : QWidget(parent)
    , m_hop(new QComboBox(this))
    , m_line(new ElidingLabel(this))
    , m_warnings(new HintLine(this))
    , m_table(new QTableView(this))
    , m_find(new TableFind(tr("Find in the header fields"), m_table, this))
    , m_model(new WireFieldsModel(this))
{
    m_hop->setObjectName(QStringLiteral("httpHop"));
    m_hop->setAccessibleName(tr("Response of a redirect"));
    m_hop->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_hop->setMinimumContentsLength(20);
    m_line->setObjectName(QStringLiteral("httpStatusLine"));
    m_table->setObjectName(QStringLiteral("httpResponseFields"));
    m_table->setAccessibleName(tr("Header fields of the response"));
    m_table->setModel(m_model);
    setUpRowList(*m_table, tableRowHeight);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->resizeSection(WireFieldsModel::Name, 200);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_hop);
    row->addWidget(m_line, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_warnings);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_find);
    connect(m_hop, &QComboBox::currentIndexChanged, this, &FieldsPage::showHop);
    auto* copyKey = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &FieldsPage::copy);
    setHops({});
}

void FieldsPage::setHops(const QList<HttpHop>& hops)
{
    // While a body comes in nothing changes here: a selection stays.
    const auto same = [](const HttpHop& a, const HttpHop& b) {
        return a.status == b.status && a.url == b.url && a.fields == b.fields && a.warnings == b.warnings &&
               a.interim == b.interim && a.trailers == b.trailers && a.further == b.further &&
               a.peer == b.peer && a.tls.has_value() == b.tls.has_value();
    };
    if (!hops.isEmpty() && std::equal(hops.begin(), hops.end(), m_hops.begin(), m_hops.end(), same))
        return;
    const QSignalBlocker blocker(m_hop);
    const bool sameCount = hops.size() == m_hops.size();
    const int chosen = sameCount ? m_hop->currentIndex() : int(hops.size()) - 1;
    m_hops = hops;
    m_hop->clear();
    for (const HttpHop& hop : hops)
        m_hop->addItem(QStringLiteral("%1 \u2192 %2").arg(hop.url, HttpWords::status(hop)));
    m_hop->setCurrentIndex(chosen);
    m_hop->setVisible(hops.size() > 1);
    showHop(chosen);
}

void FieldsPage::showHop(int index)
{
    const HttpHop hop = m_hops.value(index);
    m_table->clearSpans();
    m_model->setHop(hop);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->isHeading(row))
            m_table->setSpan(row, WireFieldsModel::Name, 1, WireFieldsModel::ColumnCount);
    }
    m_line->setFullText(lineOf(hop));
    m_warnings->setHint(Marks::Sign::Error, hop.warnings.join(u'\n'));
}

void FieldsPage::find()
{
    m_find->open();
}

void FieldsPage::copy()
{
    QStringList lines;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows(WireFieldsModel::Name)) {
        const QString value = index.siblingAtColumn(WireFieldsModel::Value).data().toString();
        lines << (m_model->isHeading(index.row()) ? index.data().toString()
                                                  : index.data().toString() + QStringLiteral(": ") + value);
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace wl
