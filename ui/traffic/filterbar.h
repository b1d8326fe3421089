// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"
#include "query/query.h"
#include "ui/traffic/filtermemory.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QLabel;
class QToolButton;

namespace wl {

class FilterField;
class RecordSource;

/// The filter of the traffic list: the box, a menu of saved and earlier filters, the connections that are
/// hidden. While what is typed cannot be read, the last filter that could be stays in force, and the words
/// under the box say so. UI thread.
class FilterBar : public QWidget
{
    Q_OBJECT
public:
    static constexpr qsizetype maxHidden = 1'000;

    explicit FilterBar(QWidget* parent = nullptr);
    ~FilterBar() override;

    /// Whose panes and addresses are offered while typing; hidden connections are those of one source, and
    /// shown again when it changes. It outlives its being set.
    void setSource(const RecordSource* source);

    /// Applies at once.
    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    /// The text that is in force: the last that could be read.
    [[nodiscard]] const QString& appliedText() const { return m_appliedText; }
    /// What is in force, hidden connections included.
    [[nodiscard]] const Query& query() const { return m_query; }

    /// Nothing changes where they are more than maxHidden.
    void setHidden(const QSet<ConnectionId>& connections);
    [[nodiscard]] const QSet<ConnectionId>& hidden() const { return m_hidden; }

    [[nodiscard]] const FilterMemory& memory() const { return m_memory; }
    void setMemory(const FilterMemory& memory);

    /// Puts the focus into the box.
    void find();

signals:
    /// query() is another one.
    void applied();
    /// The memory changed by what somebody did.
    void remembered();

protected:
    void changeEvent(QEvent* event) override;

private:
    void setUp();
    void validate();
    void apply();
    void use();
    void updateQuery();
    void updateNotice();
    void fillMenu();
    void saveCurrent();
    void editSaved();

    FilterField* m_field = nullptr;
    QToolButton* m_menu = nullptr;
    QWidget* m_notice = nullptr;
    QLabel* m_problem = nullptr;
    QToolButton* m_showHidden = nullptr;
    QTimer m_typing;
    FilterMemory m_memory;
    QString m_appliedText; ///< the last that could be read
    QSet<ConnectionId> m_hidden;
    Query m_query;
};

} // namespace wl
