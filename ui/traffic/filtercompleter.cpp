// SPDX-License-Identifier: MIT
#include "ui/traffic/filtercompleter.h"

#include "ui/widgets/colors.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

namespace wl {

namespace {

constexpr int leastWidth = 420;
constexpr int wordWidth = 150; ///< of the words, before what they mean
constexpr int itemPadding = 3;
constexpr int shownItems = 12;
constexpr int descriptionRole = Qt::UserRole;

/// A word and, muted, what it means.
class Delegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(0, 2 * itemPadding);
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QString description = index.data(descriptionRole).toString();
        const int used = option.fontMetrics.horizontalAdvance(index.data().toString()) + 16;
        const QRect room = option.rect.adjusted(std::max(wordWidth, used), 0, -8, 0);
        painter->setPen(Colors::current().muted);
        painter->setFont(option.font);
        painter->drawText(room, Qt::AlignVCenter | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(description, Qt::ElideRight, room.width()));
    }
};

} // namespace

FilterCompleter::FilterCompleter(QLineEdit& field)
    : QObject(&field)
    , m_field(field)
    , m_completer(new QCompleter(this))
    , m_items(new QStandardItemModel(this))
{
    m_completer->setModel(m_items);
    m_completer->setWidget(&field);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(shownItems);
    QAbstractItemView* list = m_completer->popup();
    list->setObjectName(QStringLiteral("filterCompletions"));
    list->setAccessibleName(tr("What may be typed here"));
    list->setItemDelegate(new Delegate(list));
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterCompleter::chosen);
}

void FilterCompleter::open(const QList<QueryCompletions::Item>& items, int left)
{
    m_items->clear();
    for (const QueryCompletions::Item& item : items) {
        auto* row = new QStandardItem(item.text);
        row->setData(item.description, descriptionRole);
        row->setData(item.description, Qt::AccessibleDescriptionRole);
        m_items->appendRow(row);
    }
    const int widest = std::max(0, m_field.width() - leastWidth);
    m_completer->complete(QRect(std::clamp(left, 0, widest), 0, leastWidth, m_field.height()));
    m_completer->popup()->setCurrentIndex({});
}

void FilterCompleter::close()
{
    m_completer->popup()->hide();
}

bool FilterCompleter::isOpen() const
{
    return m_completer->popup()->isVisible();
}

bool FilterCompleter::hasChoice() const
{
    return m_completer->popup()->currentIndex().isValid();
}

} // namespace wl
