// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/responsecomparison.h"
#include "ui/widgets/pooljob.h"

#include <QWidget>

#include <functional>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace wl {

class DiffView;
class JsonChangeModel;

/// Compares the response of a pane with another one: head, structure of JSON, text, bytes. The comparing is
/// done on the pool. UI thread.
class CompareTab : public QWidget
{
    Q_OBJECT
public:
    using Choices = std::function<QList<NamedResponse>()>;
    using Taker = std::function<void(const QList<NamedResponse>& responses)>;
    using MoreChoices = std::function<void(QObject* context, const Taker& take)>;

    explicit CompareTab(QWidget* parent = nullptr);

    /// Where the other responses come from; asked each time when the list is opened.
    void setChoices(Choices choices) { m_choices = std::move(choices); }
    /// Further ones that come later, such as those of the history.
    void setMoreChoices(MoreChoices choices) { m_moreChoices = std::move(choices); }
    /// The response of the pane, the right side; one that is not finished is none.
    void setResponse(const HttpExchange& exchange);
    void clear();
    /// The left side.
    void compareWith(const NamedResponse& other);
    [[nodiscard]] QString summary() const;

signals:
    void compared();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum Form : int { Head, Structure, Text, Hex };

    void setUpBar();
    QToolButton* addStep(const QString& name, const QString& text, const QString& icon, int step);
    void fillChoices();
    void showChoices();
    void choose(int index);
    void compare();
    void take(std::shared_ptr<const ResponseComparison> result);
    void showForm();
    void showDiff(int form);
    void say();

    Choices m_choices;
    MoreChoices m_moreChoices;
    quint64 m_filling = 0; ///< which time the list is filled
    QList<NamedResponse> m_offered;
    QList<NamedResponse> m_more; ///< those of m_moreChoices, as they were last
    QComboBox* m_other = nullptr;
    QButtonGroup* m_forms = nullptr;
    QCheckBox* m_order = nullptr;
    QWidget* m_steps = nullptr;
    QLabel* m_summary = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_changes = nullptr;
    DiffView* m_view = nullptr;
    JsonChangeModel* m_model = nullptr;
    HttpExchange m_response;
    std::optional<NamedResponse> m_left;
    std::shared_ptr<const ResponseComparison> m_result;
    PoolJob<std::shared_ptr<const ResponseComparison>> m_job;
};

} // namespace wl
