// SPDX-License-Identifier: MIT
#include "ui/shell/helpdialogs.h"

#include "ui/shell/shellactions.h"
#include "ui/widgets/icons.h"

#include <QBoxLayout>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QTableWidget>

namespace wl::helpdialogs {

namespace {

struct Shortcut
{
    QString keys;
    QString text;
};

QString tr(const char* text)
{
    return QCoreApplication::translate("HelpDialogs", text);
}

void collect(const QMenu& menu, QList<Shortcut>& shortcuts)
{
    const QList<QAction*> actions = menu.actions();
    for (const QAction* action : actions) {
        if (action->menu()) {
            collect(*action->menu(), shortcuts);
        } else if (!action->shortcuts().isEmpty()) {
            QStringList keys;
            const QList<QKeySequence> sequences = action->shortcuts();
            for (const QKeySequence& sequence : sequences)
                keys += sequence.toString(QKeySequence::NativeText);
            shortcuts += {keys.join(QStringLiteral(", ")), ShellActions::plainText(*action)};
        }
    }
}

/// Keys that are not actions of a menu.
QList<Shortcut> fixedShortcuts()
{
    return {
        {QStringLiteral("Ctrl+Enter"),
         tr(QT_TRANSLATE_NOOP("HelpDialogs", "Send what the payload editor holds"))},
        {QStringLiteral("Alt+Up, Alt+Down"),
         tr(QT_TRANSLATE_NOOP("HelpDialogs", "Walk the history of payloads"))},
        {QStringLiteral("End"), tr(QT_TRANSLATE_NOOP("HelpDialogs", "Go to the newest record and follow"))},
        {QStringLiteral("Enter"), tr(QT_TRANSLATE_NOOP("HelpDialogs", "In Traffic: open the conversation"))},
    };
}

QDialog* makeDialog(QWidget& window, const QString& title, const char* name)
{
    auto* dialog = new QDialog(&window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setObjectName(QLatin1String(name));
    new QVBoxLayout(dialog);
    return dialog;
}

void addCloseButton(QDialog& dialog)
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    dialog.layout()->addWidget(buttons);
}

} // namespace

void showShortcuts(QMainWindow& window)
{
    QList<Shortcut> shortcuts;
    const QList<QAction*> menus = window.menuBar()->actions();
    for (const QAction* menu : menus) {
        if (menu->menu())
            collect(*menu->menu(), shortcuts);
    }
    shortcuts += fixedShortcuts();

    QDialog* dialog =
        makeDialog(window, tr(QT_TRANSLATE_NOOP("HelpDialogs", "Keyboard Shortcuts")), "shortcutList");
    auto* table = new QTableWidget(int(shortcuts.size()), 2, dialog);
    table->setObjectName(QStringLiteral("shortcutTable"));
    table->setAccessibleName(dialog->windowTitle());
    table->setHorizontalHeaderLabels(
        {tr(QT_TRANSLATE_NOOP("HelpDialogs", "Keys")), tr(QT_TRANSLATE_NOOP("HelpDialogs", "What they do"))});
    table->verticalHeader()->hide();
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->setColumnWidth(0, 220);
    table->setShowGrid(false);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int row = 0; row < int(shortcuts.size()); ++row) {
        table->setItem(row, 0, new QTableWidgetItem(shortcuts.at(row).keys));
        table->setItem(row, 1, new QTableWidgetItem(shortcuts.at(row).text));
    }
    dialog->layout()->addWidget(table);
    addCloseButton(*dialog);
    dialog->resize(560, 560);
    dialog->show();
}

void showAbout(QWidget& window)
{
    QDialog* dialog = makeDialog(window, tr(QT_TRANSLATE_NOOP("HelpDialogs", "About Wireloupe")), "about");
    auto* icon = new QLabel(dialog);
    icon->setPixmap(
        icons::icon(QStringLiteral("wireloupe")).pixmap(QSize(64, 64), window.devicePixelRatioF()));
    icon->setAccessibleName(QStringLiteral("Wireloupe"));
    auto* text = new QLabel(dialog);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setText(
        tr(QT_TRANSLATE_NOOP("HelpDialogs",
                             "Wireloupe %1\n\nA loupe for the wire: talk TCP, UDP and HTTP, and see every "
                             "byte.\n\nWith Qt %2. MIT license. No account, no telemetry; workspaces and "
                             "captures are plain files."))
            .arg(QStringLiteral(WIRELOUPE_VERSION), QString::fromLatin1(qVersion())));
    text->setMinimumWidth(360);
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(text, 1);
    static_cast<QVBoxLayout*>(dialog->layout())->addLayout(row);
    addCloseButton(*dialog);
    dialog->show();
}

} // namespace wl::helpdialogs
