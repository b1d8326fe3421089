// SPDX-License-Identifier: MIT
#include "ui/widgets/copymenu.h"

#include "ui/widgets/bytestext.h"
#include "ui/widgets/format.h"

#include <QApplication>
#include <QClipboard>
#include <QFutureWatcher>
#include <QMenu>
#include <QtConcurrentRun>
#include <QToolTip>

namespace wl {

namespace {

constexpr qsizetype fewBytes = 256 * 1024; ///< are formatted at once

void addCopy(QMenu& menu, const QString& text, const QString& name,
             const std::function<void(CopyFormat)>& copy, CopyFormat format)
{
    QAction* action = menu.addAction(text);
    action->setObjectName(name);
    QObject::connect(action, &QAction::triggered, &menu, [copy, format] { copy(format); });
}

/// A late result does not replace what was copied after it was asked for.
void copyOnPool(const QByteArray& bytes, CopyFormat format)
{
    auto* watcher = new QFutureWatcher<QString>(QApplication::clipboard());
    QObject::connect(QApplication::clipboard(), &QClipboard::dataChanged, watcher, &QObject::deleteLater);
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, [watcher] {
        watcher->disconnect();
        watcher->deleteLater();
        QObject::disconnect(QApplication::clipboard(), nullptr, watcher, nullptr);
        QApplication::clipboard()->setText(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run([bytes, format] { return format(bytes); }));
}

} // namespace

QString copyAsText(QByteArrayView bytes)
{
    return QString::fromUtf8(bytes);
}

void addCopyActions(QMenu& menu, const std::function<void(CopyFormat format)>& copy)
{
    addCopy(menu, QCoreApplication::translate("CopyMenu", "Copy as Text"), QStringLiteral("copyText"), copy,
            copyAsText);
    addCopy(menu, QCoreApplication::translate("CopyMenu", "Copy as Hex"), QStringLiteral("copyHex"), copy,
            bytestext::hex);
    addCopy(menu, QCoreApplication::translate("CopyMenu", "Copy as C Array"), QStringLiteral("copyCArray"),
            copy, bytestext::cArray);
    addCopy(menu, QCoreApplication::translate("CopyMenu", "Copy as Python Bytes"),
            QStringLiteral("copyPythonBytes"), copy, bytestext::pythonBytes);
}

void copyBytes(const QByteArray& bytes, CopyFormat format, qint64 all, const QWidget& view)
{
    if (bytes.size() <= fewBytes)
        QApplication::clipboard()->setText(format(bytes));
    else
        copyOnPool(bytes, format);
    if (all > bytes.size())
        QToolTip::showText(view.mapToGlobal(view.rect().center()),
                           QCoreApplication::translate("CopyMenu", "Copied the first %1 of %2.")
                               .arg(format::size(bytes.size()), format::size(all)));
}

} // namespace wl
