// SPDX-License-Identifier: MIT
#include "ui/shell/appearance.h"

#include "ui/shell/theme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QtConcurrentRun>

namespace wl {

namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString group = QStringLiteral("org.freedesktop.appearance");
const QString key = QStringLiteral("color-scheme");
const QString settingName = QStringLiteral("look/theme");

/// Whether there is a session bus to talk to. Without an address, libdbus would start one itself.
bool hasSessionBus()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

Appearance::Choice choiceOf(const QString& value)
{
    if (value == QLatin1String("dark"))
        return Appearance::Choice::Dark;
    return value == QLatin1String("light") ? Appearance::Choice::Light : Appearance::Choice::System;
}

QString valueOf(Appearance::Choice choice)
{
    switch (choice) {
    case Appearance::Choice::Light: return QStringLiteral("light");
    case Appearance::Choice::Dark: return QStringLiteral("dark");
    case Appearance::Choice::System: break;
    }
    return QStringLiteral("system");
}

} // namespace

Appearance::Appearance(Settings& settings, bool wasDark, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_choice(choiceOf(settings.value(settingName)))
    , m_isSystemDark(wasDark)
{
    apply();
}

Appearance::Choice Appearance::choice() const
{
    return m_choice;
}

Result<void> Appearance::choose(Choice choice)
{
    m_choice = choice;
    apply();
    emit changed();
    return m_settings.store(settingName, valueOf(choice));
}

void Appearance::askDesktop()
{
    if (!hasSessionBus())
        return;
    // Connecting waits for the bus, so a pool thread does it.
    auto* watcher = new QFutureWatcher<void>(this);
    connect(watcher, &QFutureWatcher<void>::finished, this, [this, watcher] {
        watcher->deleteLater();
        askPortal();
    });
    watcher->setFuture(QtConcurrent::run([] { QDBusConnection::sessionBus(); }));
}

void Appearance::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    // No service name here: with one, Qt would wait for the bus to say who has it.
    bus.connect(QString(), path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(portalChanged(QString, QString, QDBusVariant)));
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    call.setArguments({group, key});
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (!reply.isError())
            portalChanged(group, key, reply.value());
        watcher->deleteLater();
    });
}

std::optional<bool> Appearance::isDarkScheme(const QVariant& value)
{
    QVariant inner = value;
    // Read() wraps the value twice, SettingChanged once.
    while (inner.canConvert<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant();
    if (inner.typeId() != QMetaType::UInt)
        return {};
    return inner.toUInt() == 1;
}

void Appearance::portalChanged(const QString& changedGroup, const QString& changedKey,
                               const QDBusVariant& value)
{
    if (changedGroup != group || changedKey != key)
        return;
    const std::optional<bool> isDark = isDarkScheme(value.variant());
    if (!isDark || *isDark == m_isSystemDark)
        return;
    m_isSystemDark = *isDark;
    apply();
    emit changed();
}

void Appearance::apply()
{
    const bool isDark = m_choice == Choice::Dark || (m_choice == Choice::System && m_isSystemDark);
    theme::apply(isDark);
}

} // namespace wl
