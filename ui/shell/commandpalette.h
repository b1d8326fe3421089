// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>
#include <QIcon>
#include <QPointer>

#include <functional>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace wl {

/// One thing that the palette can do.
struct PaletteEntry
{
    QString text;
    QString detail; ///< the menu it is in, a shortcut
    QIcon icon;
    std::function<void()> run;
};

/// Ctrl+K: a field over a list of everything that can be done; Enter does it, Escape leaves; the focus is
/// then where it was before.
class CommandPalette : public QFrame
{
    Q_OBJECT
public:
    explicit CommandPalette(QWidget* parent);

    /// Shows itself over the parent with these entries.
    void open(QList<PaletteEntry> entries);

    /// How well `pattern` matches `text`: 0 = not at all; letters must come in order, the starts of words
    /// count more. Without a pattern everything matches alike.
    [[nodiscard]] static int score(QStringView pattern, QStringView text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& text);
    void run();
    void leave();

    QPointer<QWidget> m_focusBefore; ///< gets it back
    QLineEdit* m_field = nullptr;
    QListView* m_list = nullptr;
    QStandardItemModel* m_model = nullptr;
    QList<PaletteEntry> m_entries;
};

} // namespace wl
