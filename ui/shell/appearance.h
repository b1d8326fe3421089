// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings.h"

#include <QDBusVariant>
#include <QObject>

#include <optional>

namespace wl {

/// Light or dark: what the setting forces, or what the desktop's portal says (asked over D-Bus without
/// waiting; it also tells changes). UI thread.
class Appearance : public QObject
{
    Q_OBJECT
public:
    enum class Choice : quint8 { System, Light, Dark };

    /// `wasDark`: what the desktop said the last time, for the first frame. Applies at once.
    Appearance(Settings& settings, bool wasDark, QObject* parent = nullptr);

    [[nodiscard]] Choice choice() const;
    /// Stores the setting and applies it. Errors: those of Settings::store (it is applied all the same).
    Result<void> choose(Choice choice);
    /// What the desktop said last.
    [[nodiscard]] bool isSystemDark() const { return m_isSystemDark; }

    /// Asks the desktop; call it after the first frame.
    void askDesktop();

    /// What a portal's color-scheme value means: 1 = dark; 0 (no preference) and all other numbers = light;
    /// nothing where it is no number.
    [[nodiscard]] static std::optional<bool> isDarkScheme(const QVariant& value);

signals:
    void changed();

private slots:
    void portalChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void apply();

    Settings& m_settings;
    Choice m_choice = Choice::System;
    bool m_isSystemDark = false;
};

} // namespace wl
