// SPDX-License-Identifier: MIT
#include "ui/panes/http/requestbar.h"

#include "ui/panes/common/hintline.h"
#include "ui/panes/common/plaintooltip.h"
#include "ui/widgets/fixedfont.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/problemedge.h"

#include <QCompleter>
#include <QToolButton>

#include <array>

namespace wl {

namespace {

/// Those of RFC 9110, RFC 5789 and RFC 10008, then some of WebDAV.
constexpr std::array methods{"GET",   "POST",    "PUT",      "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY",
                             "TRACE", "CONNECT", "PROPFIND", "MKCOL", "COPY",   "MOVE", "REPORT",  "SEARCH"};

} // namespace

RequestBar::RequestBar(QWidget* parent)
    : QWidget(parent)
    , m_method(new QComboBox(this))
    , m_url(new QLineEdit(this))
    , m_encode(new QToolButton(this))
    , m_raw(new QToolButton(this))
    , m_send(new QPushButton(this))
    , m_hint(new HintLine(this))
    , m_unverified(new HintLine(this))
    , m_methodEdge(new ProblemEdge(*m_method))
    , m_urlEdge(new ProblemEdge(*m_url))
{
    setUpMethod();
    setUpSwitches();
    m_url->setObjectName(QStringLiteral("httpUrl"));
    m_url->setAccessibleName(tr("URL"));
    m_url->setPlaceholderText(tr("http://127.0.0.1:8080/path"));
    m_url->setFont(fixedFont());
    m_send->setObjectName(QStringLiteral("httpSend"));
    m_send->setMinimumWidth(88);
    m_hint->setObjectName(QStringLiteral("httpHint"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_hint);
    m_unverified->setObjectName(QStringLiteral("httpUnverifiedMark"));
    column->addWidget(m_unverified);
    row->addWidget(m_method);
    row->addWidget(m_url, 1);
    row->addWidget(m_encode);
    row->addWidget(m_raw);
    row->addWidget(m_send);
    const auto edit = [this] {
        if (!m_isLoading)
            emit edited();
    };
    connect(m_method, &QComboBox::editTextChanged, this, edit);
    connect(m_url, &QLineEdit::textChanged, this, edit);
    for (QLineEdit* line : {m_url, m_method->lineEdit()})
        connect(line, &QLineEdit::returnPressed, this, [this] {
            if (!m_isBusy)
                emit sendRequested();
        });
    connect(m_send, &QPushButton::clicked, this, [this] {
        if (m_isBusy)
            emit cancelRequested();
        else
            emit sendRequested();
    });
    updateButton();
}

void RequestBar::setUpMethod()
{
    m_method->setObjectName(QStringLiteral("httpMethod"));
    m_method->setAccessibleName(tr("Method"));
    m_method->setToolTip(tr("The request's method; type any other one"));
    m_method->setEditable(true);
    m_method->setInsertPolicy(QComboBox::NoInsert);
    for (const char* method : methods)
        m_method->addItem(QString::fromLatin1(method));
    m_method->completer()->setCompletionMode(QCompleter::InlineCompletion);
    m_method->completer()->setCaseSensitivity(Qt::CaseSensitive); // so is the method (RFC 9110 §9.1)
    m_method->setFixedWidth(m_method->fontMetrics().horizontalAdvance(QStringLiteral("OPTIONS")) + 48);
}

void RequestBar::setUpSwitches()
{
    m_encode->setObjectName(QStringLiteral("httpEncodeSwitch"));
    m_encode->setText(QStringLiteral("%20"));
    m_encode->setAccessibleName(tr("Encode the URL"));
    m_encode->setToolTip(tr("On: what a URL cannot have is percent-encoded. Off: it is sent as typed"));
    m_raw->setObjectName(QStringLiteral("httpRawSwitch"));
    m_raw->setText(tr("Raw"));
    m_raw->setAccessibleName(tr("Raw request"));
    m_raw->setToolTip(tr("Edit and send the bytes of the whole request"));
    for (QToolButton* button : {m_encode, m_raw})
        button->setCheckable(true);
    m_encode->setChecked(true);
    connect(m_encode, &QToolButton::clicked, this, &RequestBar::encodeChosen);
    connect(m_raw, &QToolButton::clicked, this, &RequestBar::rawChosen);
}

void RequestBar::setEncodesUrl(bool on)
{
    m_encode->setChecked(on);
}

bool RequestBar::encodesUrl() const
{
    return m_encode->isChecked();
}

void RequestBar::setRaw(bool on)
{
    m_raw->setChecked(on);
    m_method->setEnabled(!on);
    m_encode->setEnabled(!on);
    m_url->setToolTip(on ? tr("Scheme, host and port say where the bytes go") : QString());
}

bool RequestBar::isRaw() const
{
    return m_raw->isChecked();
}

void RequestBar::setMethod(const QString& method)
{
    m_isLoading = true;
    if (m_method->currentText() != method)
        m_method->setEditText(method);
    m_isLoading = false;
}

QString RequestBar::method() const
{
    return m_method->currentText();
}

void RequestBar::setUrl(const QString& url)
{
    m_isLoading = true;
    if (m_url->text() != url)
        m_url->setText(url);
    // The host is what tells URLs apart; a user who types there keeps the place.
    if (!m_url->hasFocus())
        m_url->setCursorPosition(0);
    m_isLoading = false;
}

QString RequestBar::url() const
{
    return m_url->text();
}

void RequestBar::setBusy(bool busy)
{
    m_isBusy = busy;
    updateButton();
}

void RequestBar::setUnverified(bool on)
{
    m_unverified->setHint(Marks::Sign::Warning,
                          on ? tr("Certificates are not verified for this request: anyone on the way could "
                                  "answer in the server's place. See Options.")
                             : QString());
}

void RequestBar::setProblem(const QString& problem, Field field, bool isAsked)
{
    m_problem = problem;
    const bool isShown = !problem.isEmpty() && (isAsked || !m_url->text().trimmed().isEmpty());
    m_hint->setHint(Marks::Sign::Error, isShown ? problem : QString());
    m_methodEdge->setVisible(isShown && field == Field::Method);
    m_urlEdge->setVisible(isShown && field == Field::Url);
    m_method->setAccessibleDescription(isShown && field == Field::Method ? problem : QString());
    m_url->setAccessibleDescription(isShown && field == Field::Url ? problem : QString());
    updateButton();
}

void RequestBar::focusField(Field field)
{
    if (field == Field::Method)
        m_method->lineEdit()->setFocus();
    else
        focusUrl();
}

void RequestBar::focusUrl()
{
    m_url->setFocus();
    m_url->selectAll();
}

void RequestBar::updateButton()
{
    m_send->setText(m_isBusy ? tr("Cancel") : tr("Send"));
    m_send->setAccessibleName(m_send->text());
    m_send->setIcon(icons::icon(m_isBusy ? QStringLiteral("stop") : QStringLiteral("send")));
    m_send->setEnabled(m_isBusy || m_problem.isEmpty());
    m_send->setToolTip(m_isBusy              ? tr("End this request at once (Esc)")
                       : m_problem.isEmpty() ? tr("Send the request (Ctrl+Enter)")
                                             : plainToolTip(m_problem));
    m_send->setAccessibleDescription(m_isBusy ? QString() : m_problem);
}

} // namespace wl
