// SPDX-License-Identifier: MIT
#include "ui/widgets/copymenu.h"

#include "ui/widgets/bytestext.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace wl {

namespace {

void addCopy(QMenu& menu, const QString& text, const QString& name, const std::function<QByteArray()>& bytes,
             QString (*format)(QByteArrayView))
{
    QAction* action = menu.addAction(text);
    action->setObjectName(name);
    QObject::connect(action, &QAction::triggered, &menu,
                     [bytes, format] { QApplication::clipboard()->setText(format(bytes())); });
}

QString asText(QByteArrayView bytes)
{
    return QString::fromUtf8(bytes);
}

} // namespace

void addCopyActions(QMenu& menu, const std::function<QByteArray()>& bytes)
{
    addCopy(menu, QCoreApplication::translate("CopyMenu", "Copy as Text"), QStringLiteral("copyText"), bytes,
            asText);
    addCopy(menu, QCoreApplication::translate("CopyMenu", "Copy as Hex"), QStringLiteral("copyHex"), bytes,
            bytestext::hex);
    addCopy(menu, QCoreApplication::translate("CopyMenu", "Copy as C Array"), QStringLiteral("copyCArray"),
            bytes, bytestext::cArray);
    addCopy(menu, QCoreApplication::translate("CopyMenu", "Copy as Python Bytes"),
            QStringLiteral("copyPythonBytes"), bytes, bytestext::pythonBytes);
}

} // namespace wl
