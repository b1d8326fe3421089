// SPDX-License-Identifier: MIT
#include "figures.h"

#include <QLocale>

namespace wl::cli {

QString grouped(quint64 number)
{
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::DefaultNumberOptions);
    return locale.toString(qulonglong(number));
}

QString counted(quint64 number, const QString& one)
{
    return grouped(number) + u' ' + one + (number == 1 ? QString() : QStringLiteral("s"));
}

} // namespace wl::cli
