// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QComboBox;
class QToolButton;

namespace wl {

/// Which cookie jar requests use: choose, make, delete. UI thread.
class JarChooser : public QWidget
{
    Q_OBJECT
public:
    explicit JarChooser(QWidget* parent = nullptr);

    /// `names` begins with the one that cannot be deleted. Emits nothing.
    void setJars(const QStringList& names, const QString& current);

signals:
    /// One of the list, or a new name.
    void chosen(const QString& name);
    void removeWanted(const QString& name);

private:
    void askForName();

    QComboBox* m_jars = nullptr;
    QToolButton* m_remove = nullptr;
};

} // namespace wl
