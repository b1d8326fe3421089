// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"

#include <QWidget>

#include <memory>

class QComboBox;

namespace Ui {
class GroupsForm;
}

namespace wl {

class GroupsModel;
class ProblemEdge;

/// The table of multicast groups to join, with a line to add one and a button to leave one. UI thread.
class GroupsForm : public QWidget
{
    Q_OBJECT
public:
    explicit GroupsForm(QWidget* parent = nullptr);
    ~GroupsForm() override;

    void setGroups(const QList<MulticastGroup>& groups);
    [[nodiscard]] QList<MulticastGroup> groups() const;

    /// Fills a box with the machine's network interfaces that can multicast; the first item, with no data,
    /// leaves the choice to the system.
    static void fillInterfaces(QComboBox& box);
    /// The interface that the box says, by name; "" for the system's choice.
    [[nodiscard]] static QString interfaceOf(const QComboBox& box);
    /// Makes the box say the interface, also one that this machine does not have.
    static void showInterface(QComboBox& box, const QString& name);

signals:
    void edited();

private:
    void join();
    void leave();
    void updateControls();
    void showProblem(bool isAsked);

    std::unique_ptr<Ui::GroupsForm> m_ui;
    ProblemEdge* m_edge = nullptr;
    GroupsModel* m_model = nullptr;
};

} // namespace wl
