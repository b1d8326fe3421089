// SPDX-License-Identifier: MIT
#include "ui/shell/commandpalette.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/rowheight.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace wl {

namespace {

constexpr int entryRole = Qt::UserRole;
constexpr int detailRole = Qt::UserRole + 1;
constexpr int shownRows = 12;
constexpr int leastRowHeight = 28;
constexpr int margin = 12;
constexpr int maxListed = 200;

/// Draws the detail muted at the right of each row.
class EntryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        // The row's background first, then the name in what the detail leaves of it.
        const QStyle* style = option.widget->style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
        const QString detail = option.fontMetrics.elidedText(index.data(detailRole).toString(),
                                                             Qt::ElideMiddle, option.rect.width() / 2);
        const int width = option.fontMetrics.horizontalAdvance(detail);
        QStyleOptionViewItem left = option;
        left.rect.adjust(0, 0, -width - 3 * margin, 0);
        QStyledItemDelegate::paint(painter, left, index);
        painter->save();
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(0, 0, -margin, 0), Qt::AlignVCenter | Qt::AlignRight, detail);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {100, rowHeightFor(option.fontMetrics, leastRowHeight)};
    }
};

bool isWordStart(QStringView text, qsizetype at)
{
    return at == 0 || !text.at(at - 1).isLetterOrNumber();
}

} // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QFrame(parent)
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_model(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Command palette"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setAccessibleName(tr("Type to find an action"));
    m_field->setPlaceholderText(tr("Type to find an action, a pane, an entry or a recent address"));
    m_field->addAction(icons::icon(QStringLiteral("search"), icons::Tint::Muted), QLineEdit::LeadingPosition);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Actions"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(this));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(m_field);
    column->addWidget(m_list);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::open(QList<PaletteEntry> entries)
{
    m_entries = std::move(entries);
    if (QWidget* focus = QApplication::focusWidget(); focus != m_field)
        m_focusBefore = focus;
    const int width = std::min(640, parentWidget()->width() - 32);
    setGeometry((parentWidget()->width() - width) / 2, 48, width, leastRowHeight);
    m_field->clear();
    filter({});
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

int CommandPalette::score(QStringView pattern, QStringView text)
{
    int score = 1;
    qsizetype at = 0;
    qsizetype previous = -2;
    for (const QChar c : pattern) {
        if (c.isSpace())
            continue;
        qsizetype found = -1;
        for (qsizetype i = at; i < text.size(); ++i) {
            if (text.at(i).toCaseFolded() != c.toCaseFolded())
                continue;
            if (found < 0)
                found = i;
            if (i == previous + 1 || isWordStart(text, i)) { // a better place than the first one
                found = i;
                break;
            }
        }
        if (found < 0)
            return 0;
        score += found == previous + 1 ? 6 : isWordStart(text, found) ? 4 : 1;
        previous = found;
        at = found + 1;
    }
    return score;
}

void CommandPalette::filter(const QString& text)
{
    struct Scored
    {
        int score;
        int entry;
    };
    QList<Scored> scored;
    for (int i = 0; i < m_entries.size(); ++i) {
        if (const int points = score(text, m_entries.at(i).text); points > 0)
            scored += {points, i};
    }
    std::stable_sort(scored.begin(), scored.end(), [](Scored a, Scored b) { return a.score > b.score; });
    m_model->clear();
    for (const Scored& one : std::as_const(scored).first(std::min<qsizetype>(scored.size(), maxListed))) {
        const PaletteEntry& entry = m_entries.at(one.entry);
        auto* item = new QStandardItem(entry.icon, entry.text);
        item->setData(one.entry, entryRole);
        item->setData(entry.detail, detailRole);
        m_model->appendRow(item);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
    const int rows = std::clamp(m_model->rowCount(), 1, shownRows);
    resize(width(), std::min(rows * rowHeightFor(m_list->fontMetrics(), leastRowHeight) +
                                 m_field->sizeHint().height() + 28,
                             parentWidget()->height() - 64));
}

void CommandPalette::leave()
{
    hide();
    if (m_focusBefore && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::OtherFocusReason);
    else
        parentWidget()->setFocus();
}

void CommandPalette::run()
{
    const QModelIndex index = m_list->currentIndex();
    leave(); // first: "Find" acts on what had the focus
    if (index.isValid()) {
        const std::function<void()> run = m_entries.at(index.data(entryRole).toInt()).run;
        run();
    }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut && !isAncestorOf(QApplication::focusWidget()))
        hide();
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int row = m_list->currentIndex().row();
    switch (key) {
    case Qt::Key_Escape: leave(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: run(); return true;
    case Qt::Key_Up: m_list->setCurrentIndex(m_model->index(std::max(0, row - 1), 0)); return true;
    case Qt::Key_Down:
        m_list->setCurrentIndex(m_model->index(std::min(m_model->rowCount() - 1, row + 1), 0));
        return true;
    default: return QFrame::eventFilter(watched, event);
    }
}

} // namespace wl
