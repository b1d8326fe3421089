// SPDX-License-Identifier: MIT
#include "ui/panes/http/authform.h"

#include "ui/widgets/secretedit.h"

#include <QComboBox>
#include <QGridLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>

namespace wl {

namespace {

constexpr int shortestChoice = 10; ///< characters that a box shows at least, so that the page can be narrow

} // namespace

AuthForm::AuthForm(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnStretch(3, 1);
}

void AuthForm::place(const QString& label, QWidget* control, QWidget* buddy)
{
    auto* text = new QLabel(label, this);
    text->setTextFormat(Qt::PlainText);
    text->setBuddy(buddy);
    m_grid->addWidget(text, m_places / 2, m_places % 2 * 2);
    m_grid->addWidget(control, m_places / 2, m_places % 2 * 2 + 1);
    ++m_places;
}

void AuthForm::watch(QLineEdit* line, Member member)
{
    m_loads.append([line, member](HttpAuth& auth) {
        if (line->text() != member(auth))
            line->setText(member(auth));
    });
    m_stores.append([line, member](HttpAuth& auth) { member(auth) = line->text(); });
    connect(line, &QLineEdit::textChanged, this, &AuthForm::typed);
}

void AuthForm::typed()
{
    if (!m_isLoading)
        emit edited();
}

QLineEdit* AuthForm::addLine(const QString& label, const QString& name, Member member,
                             const QString& placeholder)
{
    auto* line = new QLineEdit(this);
    line->setObjectName(name);
    line->setAccessibleName(label);
    line->setPlaceholderText(placeholder);
    place(label, line, line);
    watch(line, std::move(member));
    return line;
}

void AuthForm::addSecret(const QString& label, const QString& name, Member member)
{
    auto* edit = new SecretEdit(name, label, this);
    place(label, edit, &edit->line());
    watch(&edit->line(), std::move(member));
}

QLineEdit* AuthForm::addPort(const QString& label, const QString& name,
                             std::function<quint16&(HttpAuth&)> member)
{
    auto* line = new QLineEdit(this);
    line->setObjectName(name);
    line->setAccessibleName(label);
    line->setValidator(new QIntValidator(0, 65535, line));
    place(label, line, line);
    m_loads.append([line, member](HttpAuth& auth) {
        const quint16 port = member(auth);
        if (line->text().toUShort() != port)
            line->setText(port == 0 ? QString() : QString::number(port));
    });
    m_stores.append([line, member](HttpAuth& auth) { member(auth) = line->text().toUShort(); });
    connect(line, &QLineEdit::textChanged, this, &AuthForm::typed);
    return line;
}

QComboBox* AuthForm::addChoice(const QString& label, const QString& name, const QStringList& words,
                               std::function<int(const HttpAuth&)> read,
                               std::function<void(HttpAuth&, int)> write)
{
    auto* box = new QComboBox(this);
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->addItems(words);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(shortestChoice);
    place(label, box, box);
    m_loads.append([box, read](HttpAuth& auth) { box->setCurrentIndex(read(auth)); });
    m_stores.append([box, write](HttpAuth& auth) { write(auth, box->currentIndex()); });
    connect(box, &QComboBox::currentIndexChanged, this, &AuthForm::typed);
    return box;
}

void AuthForm::addBelow(QWidget* widget)
{
    m_places += m_places % 2;
    m_grid->addWidget(widget, m_places / 2, 0, 1, 4);
    m_places += 2;
}

void AuthForm::load(const HttpAuth& auth)
{
    m_isLoading = true;
    HttpAuth copy = auth;
    for (const auto& take : m_loads)
        take(copy);
    m_isLoading = false;
}

void AuthForm::store(HttpAuth& auth) const
{
    for (const auto& put : m_stores)
        put(auth);
}

} // namespace wl
