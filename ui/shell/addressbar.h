// SPDX-License-Identifier: MIT
#pragma once

#include "session/commandline.h"

#include <QWidget>

class QCompleter;
class QLineEdit;
class QPushButton;
class QStringListModel;

namespace wl {

/// The fast way in: an address with options, or a curl command. Says what Enter would do while it is typed,
/// and what is wrong. Recent addresses complete.
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

signals:
    /// Enter or the button, with text that parses.
    void opened(const wl::Opened& what, const QString& text);

private:
    void update(const QString& text);
    void open();

    QLineEdit* m_field = nullptr;
    QPushButton* m_button = nullptr;
    QAction* m_problem = nullptr;
    QStringListModel* m_recent = nullptr;
};

} // namespace wl
