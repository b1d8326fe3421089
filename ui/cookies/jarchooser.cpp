// SPDX-License-Identifier: MIT
#include "ui/cookies/jarchooser.h"

#include "ui/widgets/icons.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

namespace wl {

namespace {

constexpr int maxNameChars = 24; // percent-encoded, up to 9 bytes each, it is a file's name
constexpr int minComboChars = 12;

} // namespace

JarChooser::JarChooser(QWidget* parent)
    : QWidget(parent)
    , m_jars(new QComboBox(this))
    , m_remove(new QToolButton(this))
{
    auto* label = new QLabel(tr("&Jar"), this);
    label->setBuddy(m_jars);
    m_jars->setObjectName(QStringLiteral("cookieJar"));
    m_jars->setAccessibleName(tr("Cookie jar"));
    m_jars->setToolTip(
        tr("All requests of the window use this jar: one for each environment, or one for each user "
           "that you log in as."));
    m_jars->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_jars->setMinimumContentsLength(minComboChars);
    auto* add = new QToolButton(this);
    add->setObjectName(QStringLiteral("cookieJarNew"));
    add->setText(tr("New jar…"));
    add->setFocusPolicy(Qt::StrongFocus);
    m_remove->setObjectName(QStringLiteral("cookieJarRemove"));
    m_remove->setIcon(icons::icon(QStringLiteral("trash")));
    m_remove->setAccessibleName(tr("Delete the jar"));
    m_remove->setToolTip(tr("Delete this jar with its cookies"));
    m_remove->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(m_jars);
    row->addWidget(add);
    row->addWidget(m_remove);
    connect(m_jars, &QComboBox::activated, this, [this] { emit chosen(m_jars->currentData().toString()); });
    connect(add, &QToolButton::clicked, this, &JarChooser::askForName);
    connect(m_remove, &QToolButton::clicked, this,
            [this] { emit removeWanted(m_jars->currentData().toString()); });
}

void JarChooser::setJars(const QStringList& names, const QString& current)
{
    const QSignalBlocker quiet(m_jars);
    m_jars->clear();
    for (const QString& name : names)
        m_jars->addItem(name, name);
    if (!names.contains(current))
        m_jars->addItem(current, current);
    m_jars->setCurrentIndex(m_jars->findData(current));
    m_remove->setEnabled(m_jars->currentIndex() > 0);
}

void JarChooser::askForName()
{
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("cookieJarDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("New Cookie Jar"));
    dialog->setLabelText(tr("Name of the jar, such as \"staging\""));
    dialog->setOkButtonText(tr("Create"));
    dialog->setTextValue({});
    if (auto* line = dialog->findChild<QLineEdit*>())
        line->setMaxLength(maxNameChars);
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
        const QString name = text.simplified();
        if (!name.isEmpty())
            emit chosen(name);
    });
    dialog->open();
}

} // namespace wl
