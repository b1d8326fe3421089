// SPDX-License-Identifier: MIT
#pragma once

#include "session/commandline.h"

#include <QTimer>
#include <QWidget>

class QCompleter;
class QLineEdit;
class QPushButton;
class QStringListModel;

namespace wl {

class AddressHint;

/// The fast way in: an address with options, or a curl command. Says what Enter would do while it is typed,
/// and what is wrong, in a note below. Recent addresses complete.
class AddressBar : public QWidget
{
    Q_OBJECT
public:
    explicit AddressBar(QWidget* parent = nullptr);

    void setRecent(const QStringList& addresses);
    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    void focusField();

    /// The verb for what an address opens: "Listen", "Connect", "Send", "Bind".
    [[nodiscard]] static QString verb(const Opened& opened);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    /// Enter or the button, with text that parses.
    void opened(const wl::Opened& what, const QString& text);

private:
    void update(const QString& text);
    void open();
    void showHint(bool isAsked);

    QLineEdit* m_field = nullptr;
    QPushButton* m_button = nullptr;
    QAction* m_problem = nullptr;
    AddressHint* m_hint = nullptr;
    QTimer m_hintTimer; ///< not at every key
    QStringListModel* m_recent = nullptr;
};

} // namespace wl
