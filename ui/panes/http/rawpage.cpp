// SPDX-License-Identifier: MIT
#include "ui/panes/http/rawpage.h"

#include "base/errortext.h"
#include "http/requestcode.h"
#include "payload/hex.h"
#include "ui/panes/common/elidinglabel.h"
#include "ui/widgets/format.h"
#include "ui/widgets/payloadeditor.h"

namespace wl {

namespace {

constexpr int enoughLines = 12;
constexpr qsizetype mostEdited = 4 * 1024 * 1024; ///< bytes that are put into the editor

/// The bytes as text where they are one, else as hex.
PayloadSpec payloadOf(const QByteArray& bytes)
{
    PayloadSpec raw = verbatimPayload();
    if (bytes.isValidUtf8()) {
        raw.text = QString::fromUtf8(bytes);
        if (raw.text.toUtf8() == bytes)
            return raw;
    }
    raw.form = PayloadSpec::Form::Hex;
    raw.text = formatHex(bytes);
    return raw;
}

} // namespace

RawPage::RawPage(QWidget* parent)
    : QWidget(parent)
    , m_fill(new QPushButton(tr("Make raw from this request"), this))
    , m_note(new ElidingLabel(this))
    , m_editor(new PayloadEditor(this))
{
    setObjectName(QStringLiteral("httpRawPage"));
    setAccessibleName(tr("Raw request"));
    m_fill->setObjectName(QStringLiteral("httpMakeRaw"));
    m_fill->setAccessibleName(m_fill->text());
    m_fill->setToolTip(tr("Replaces the bytes by what the form without Raw would send by the exact engine"));
    m_note->setObjectName(QStringLiteral("httpRawNote"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_editor->setObjectName(QStringLiteral("httpRawEditor"));
    m_editor->setAccessibleName(tr("Bytes of the whole request"));
    m_editor->offerLineEnds();
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_fill);
    row->addWidget(m_note, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(m_editor, 1);
    setFocusProxy(m_editor);
    connect(m_fill, &QPushButton::clicked, this, &RawPage::fillRequested);
    connect(m_editor, &PayloadEditor::edited, this, &RawPage::edited);
    connect(m_editor, &PayloadEditor::checkedLate, this, &RawPage::edited);
    connect(m_editor, &PayloadEditor::sendRequested, this, &RawPage::sendRequested);
    showPlace({});
}

void RawPage::setRaw(const PayloadSpec& raw)
{
    m_job.cancel();
    if (m_editor->spec() != raw)
        m_editor->setSpec(raw);
}

PayloadSpec RawPage::raw() const
{
    return m_editor->spec();
}

bool RawPage::isEmpty() const
{
    return m_editor->spec().text.isEmpty();
}

void RawPage::showPlace(const QString& authority)
{
    const QString what = tr("Sent byte for byte by the exact engine; no redirects, no cookies and no "
                            "authentication are added");
    m_note->setFullText(authority.isEmpty() ? what : tr("To %1. %2").arg(authority, what));
}

void RawPage::fillFrom(const HttpRequest& request)
{
    HttpRequest typed = request;
    typed.isRaw = false;
    m_job.start([typed](const std::stop_token&) { return rawRequestBytes(typed); },
                [this](const Result<QByteArray>& bytes) { take(bytes); });
}

void RawPage::take(const Result<QByteArray>& bytes)
{
    if (!bytes) {
        m_note->setFullText(ErrorText::sentence(tr("Raw cannot be made from this request"), bytes.error()));
    } else if (bytes->size() > mostEdited) {
        m_note->setFullText(
            tr("The request has %1: too much to be edited here; save it as a file and choose File")
                .arg(format::size(bytes->size())));
    } else {
        m_editor->setSpec(payloadOf(*bytes));
        emit edited();
    }
}

int RawPage::neededHeight() const
{
    return m_fill->sizeHint().height() + 80 + enoughLines * fontMetrics().lineSpacing();
}

} // namespace wl
