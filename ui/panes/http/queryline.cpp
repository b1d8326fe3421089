// SPDX-License-Identifier: MIT
#include "ui/panes/http/queryline.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/problemedge.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace wl {

namespace {
constexpr int typingMs = 200; ///< after the last key
}

QueryLine::QueryLine(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_edge(new ProblemEdge(*m_text))
{
    m_text->setObjectName(QStringLiteral("httpQuery"));
    m_text->setAccessibleName(tr("JSONPath filter"));
    m_text->setPlaceholderText(tr("JSONPath filter: $.items[?@.price < 10].name"));
    m_text->setToolTip(tr("Shows what a JSONPath query (RFC 9535) finds, as it stands in the body.\n"
                          "$ is the whole, .name or ['name'] a member, [0] an element, [1:3] a slice, * all, "
                          "..name at any depth, [?@.a == 1 && match(@.b, 'x.*')] a condition."));
    m_text->setClearButtonEnabled(true);
    m_problem->setObjectName(QStringLiteral("httpQueryProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    m_edge->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 4, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_text, 3);
    row->addWidget(m_problem, 2);
    m_problem->setWordWrap(true);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QueryLine::take);
    connect(m_text, &QLineEdit::textChanged, this, [this] { m_timer.start(typingMs); });
    connect(m_text, &QLineEdit::returnPressed, this, &QueryLine::take);
}

void QueryLine::setText(const QString& text)
{
    m_text->setText(text);
    take();
}

QString QueryLine::text() const
{
    return m_text->text();
}

void QueryLine::take()
{
    m_timer.stop();
    const QString text = m_text->text().trimmed();
    if (text.isEmpty()) {
        m_problem->hide();
        m_edge->hide();
        m_text->setAccessibleDescription({});
        if (m_query.has_value()) {
            m_query.reset();
            m_taken.clear();
            emit queryChanged();
        }
        return;
    }
    auto parsed = JsonQuery::parse(text);
    m_problem->setVisible(!parsed);
    m_edge->setVisible(!parsed);
    if (!parsed) {
        const QString problem = tr("Character %1: %2").arg(parsed.error().place + 1).arg(parsed.error().text);
        QPalette palette = this->palette();
        palette.setColor(QPalette::WindowText, Colors::current().error);
        m_problem->setPalette(palette);
        m_problem->setText(problem);
        m_text->setAccessibleDescription(problem);
        return;
    }
    m_text->setAccessibleDescription({});
    if (m_query && m_taken == text)
        return;
    m_query = std::move(*parsed);
    m_taken = text;
    emit queryChanged();
}

} // namespace wl
