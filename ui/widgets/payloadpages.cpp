// SPDX-License-Identifier: MIT
#include "ui/widgets/payloadpages.h"

#include "base/errortext.h"
#include "payload/escapes.h"
#include "payload/hex.h"
#include "payload/payloadprogram.h"
#include "payload/payloadsource.h"
#include "ui/widgets/format.h"
#include "ui/widgets/payloadconversion.h"
#include "ui/widgets/payloadfilepage.h"
#include "ui/widgets/payloadpreview.h"
#include "ui/widgets/payloadtextedit.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QRandomGenerator>
#include <QStackedWidget>
#include <QTabBar>

namespace wl {

namespace {

constexpr qsizetype checkAtOnceChars = 64 * 1024; ///< longer texts are checked when the typing pauses
constexpr int checkDelayMs = 150;
constexpr qsizetype convertedBytes = 1024 * 1024; ///< the most that one page makes of another's
constexpr qsizetype previewBytes = 256;

} // namespace

PayloadPages::PayloadPages(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_text(new PayloadTextEdit(this))
    , m_hex(new PayloadTextEdit(this))
    , m_file(new PayloadFilePage(this))
    , m_escapes(new QCheckBox(tr("Escapes"), this))
    , m_templates(new QCheckBox(tr("Templates"), this))
    , m_encoding(new QComboBox(this))
    , m_preview(new PayloadPreview(this))
{
    setUpPages();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(setUpSwitches());
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_preview);
    m_checkTimer.setSingleShot(true);
    connectAll();
    setSpec({});
}

void PayloadPages::setUpPages()
{
    m_tabs->setObjectName(QStringLiteral("payloadTabs"));
    m_tabs->setAccessibleName(tr("How the payload is typed"));
    m_tabs->addTab(tr("Text"));
    m_tabs->addTab(tr("Hex"));
    m_tabs->addTab(tr("File"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false);
    m_text->setObjectName(QStringLiteral("payloadText"));
    m_text->setAccessibleName(tr("Payload text"));
    m_hex->setObjectName(QStringLiteral("payloadHex"));
    m_hex->setAccessibleName(tr("Payload in hex"));
    for (PayloadTextEdit* edit : {m_text, m_hex}) {
        // One line; a splitter gives more.
        edit->setMinimumHeight(edit->fontMetrics().lineSpacing() + 2 * edit->frameWidth() +
                               int(2 * edit->document()->documentMargin()));
        edit->installEventFilter(this);
    }
    m_file->line()->installEventFilter(this);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_hex);
    m_stack->addWidget(m_file);
    m_stack->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QWidget* PayloadPages::setUpSwitches()
{
    m_escapes->setObjectName(QStringLiteral("payloadEscapes"));
    m_escapes->setToolTip(tr("Escapes: \\n \\r \\t \\0 \\\\ \\xNN \\u{N} stand for bytes and characters"));
    m_templates->setObjectName(QStringLiteral("payloadTemplates"));
    m_templates->setToolTip(
        tr("Templates: {{counter}} {{timestamp}} {{uuid}} {{random}} {{length}} {{crc16}} … are filled in; "
           "\\{{ is a literal {{"));
    m_encoding->setObjectName(QStringLiteral("payloadEncoding"));
    m_encoding->setAccessibleName(tr("Text encoding"));
    m_encoding->setToolTip(tr("How characters become bytes"));
    m_encoding->addItems(TextEncoding::names());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_escapes, m_templates, m_encoding})
        widget->installEventFilter(this);
    m_escapes->setAccessibleName(tr("Escapes"));
    m_templates->setAccessibleName(tr("Templates"));
    m_encoding->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_encoding->setMinimumContentsLength(7);

    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_tabs);
    layout->addStretch(1);
    layout->addWidget(m_escapes);
    layout->addWidget(m_templates);
    layout->addWidget(m_encoding);
    return row;
}

/// In a narrow pane the switches say by a sign what they stand for; names and tooltips stay.
void PayloadPages::shortenSwitches()
{
    const auto text = [this](bool isShort) {
        m_escapes->setText(isShort ? QStringLiteral("\\n") : tr("Escapes"));
        m_templates->setText(isShort ? QStringLiteral("{{ }}") : tr("Templates"));
    };
    text(false);
    const int gaps = 5 * 8;
    const int ends = m_lineEnds ? m_lineEnds->sizeHint().width() : 0;
    const int full = m_tabs->sizeHint().width() + m_escapes->sizeHint().width() +
                     m_templates->sizeHint().width() + m_encoding->sizeHint().width() + ends + gaps;
    text(full > width());
}

void PayloadPages::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        shortenSwitches();
}

void PayloadPages::connectAll()
{
    connect(m_tabs, &QTabBar::currentChanged, this, &PayloadPages::pageChosen);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] { typed(TextPage); });
    connect(m_hex, &QPlainTextEdit::textChanged, this, [this] { typed(HexPage); });
    connect(m_file, &PayloadFilePage::edited, this, [this] { typed(FilePage); });
    for (PayloadTextEdit* edit : {m_text, m_hex}) {
        connect(edit, &PayloadTextEdit::pasteNoted, this, [this](const QString& note) {
            m_note = note;
            check();
        });
    }
    const auto switched = [this] {
        if (m_isLoading)
            return;
        m_spec.escapes = m_escapes->isChecked();
        m_spec.templates = m_templates->isChecked();
        m_spec.encoding = m_encoding->currentText();
        m_typed.escapes = m_spec.escapes;
        m_typed.templates = m_spec.templates;
        m_typed.encoding = m_spec.encoding;
        applySwitches();
        specChanged();
    };
    connect(m_escapes, &QCheckBox::toggled, this, switched);
    connect(m_templates, &QCheckBox::toggled, this, switched);
    connect(m_encoding, &QComboBox::currentTextChanged, this, switched);
    connect(&m_checkTimer, &QTimer::timeout, this, [this] {
        check();
        emit checkedLate();
    });
}

void PayloadPages::offerLineEnds()
{
    m_lineEnds = new QComboBox(this);
    m_lineEnds->setObjectName(QStringLiteral("payloadLineEnds"));
    m_lineEnds->setAccessibleName(tr("Line ends"));
    m_lineEnds->setToolTip(
        tr("What a line break of the text is sent as; the head ends with the first empty line"));
    m_lineEnds->addItems({tr("CR LF head"), tr("CR LF all"), tr("LF")});
    m_lineEnds->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_lineEnds->setMinimumContentsLength(10);
    m_lineEnds->installEventFilter(this);
    m_encoding->parentWidget()->layout()->addWidget(m_lineEnds);
    setTabOrder(m_encoding, m_lineEnds);
    connect(m_lineEnds, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (m_isLoading)
            return;
        chooseLineEnds(LineEnds(index));
        typed(TextPage);
    });
    setSpec(m_spec);
}

void PayloadPages::chooseLineEnds(LineEnds ends)
{
    const bool wasLoading = std::exchange(m_isLoading, true);
    m_ends = ends;
    m_lineEnds->setCurrentIndex(int(ends));
    m_text->setTakesCrLf(ends != LineEnds::Lf);
    m_isLoading = wasLoading;
}

/// A text whose line ends no choice gives is shown with escapes.
void PayloadPages::takeSpec(const PayloadSpec& spec)
{
    m_spec = spec;
    if (!m_lineEnds || spec.form != PayloadSpec::Form::Text)
        return;
    const auto ends = payloadlineends::endsOf(spec.text, spec.escapes);
    chooseLineEnds(ends.value_or(LineEnds::Lf));
    if (ends)
        return;
    if (!spec.escapes)
        m_spec.text.replace(u'\\', QLatin1String("\\\\"));
    m_spec.text = payloadconversion::withEscapedSpecials(m_spec.text);
    m_spec.escapes = true;
}

void PayloadPages::setSpec(const PayloadSpec& spec)
{
    m_isLoading = true;
    takeSpec(spec);
    m_messagesBefore = 0;
    m_note.clear();
    if (!m_lineEnds && spec.form == PayloadSpec::Form::Text && !spec.escapes &&
        payloadconversion::hasSpecials(spec.text))
        m_note = tr("Has CR LF line ends; edited here without escapes, they become LF");
    if (spec.form != PayloadSpec::Form::File)
        m_typed = m_spec;
    applySwitches();
    const int page = spec.form == PayloadSpec::Form::Text  ? TextPage
                     : spec.form == PayloadSpec::Form::Hex ? HexPage
                                                           : FilePage;
    m_tabs->setCurrentIndex(page);
    pageChosen(page);
    m_isLoading = false;
    check();
}

QString PayloadPages::problem()
{
    if (m_isStale)
        check();
    return m_problem;
}

bool PayloadPages::isEmpty()
{
    if (m_isStale)
        check();
    return m_isEmpty;
}

QWidget* PayloadPages::takePreview()
{
    layout()->removeWidget(m_preview);
    return m_preview;
}

void PayloadPages::setMessagesBefore(quint64 messages)
{
    if (std::exchange(m_messagesBefore, messages) == messages || !hasTemplates())
        return;
    if (m_stack->currentIndex() == HexPage)
        showHexPage();
    else
        check();
}

bool PayloadPages::hasTemplates() const
{
    return m_spec.form == PayloadSpec::Form::Text && m_spec.templates &&
           m_spec.text.contains(QLatin1String("{{"));
}

/// Shows m_spec's switches; they mean something for text only.
void PayloadPages::applySwitches()
{
    const bool wasLoading = std::exchange(m_isLoading, true);
    m_escapes->setChecked(m_spec.escapes);
    m_templates->setChecked(m_spec.templates);
    if (m_encoding->findText(m_spec.encoding) < 0)
        m_encoding->addItem(m_spec.encoding);
    m_encoding->setCurrentText(m_spec.encoding);
    m_text->setPasteAsEscapes(m_spec.escapes);
    m_isLoading = wasLoading;
}

void PayloadPages::pageChosen(int page)
{
    m_stack->setCurrentIndex(page);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_escapes, m_templates, m_encoding, m_lineEnds}) {
        if (widget)
            widget->setVisible(page == TextPage);
    }
    setFocusProxy(page == TextPage  ? static_cast<QWidget*>(m_text)
                  : page == HexPage ? static_cast<QWidget*>(m_hex)
                                    : m_file->line());
    const bool isFile = m_spec.form == PayloadSpec::Form::File;
    if (page == FilePage) {
        m_file->setPath(isFile ? m_spec.text : m_file->path());
        if (!isFile)
            typed(FilePage);
        return;
    }
    if (isFile) {
        m_spec = m_typed;
        applySwitches();
        specChanged();
    }
    if (page == TextPage)
        showTextPage();
    else
        showHexPage();
}

void PayloadPages::showTextPage()
{
    m_text->setReadOnly(false);
    m_text->setPlaceholderText({});
    if (m_spec.form == PayloadSpec::Form::Text) {
        const QString shown = payloadlineends::toShown(m_spec.text, m_ends);
        const QString text = m_spec.escapes ? payloadconversion::withEscapedSpecials(shown) : shown;
        if (m_text->exactText() != text)
            m_text->setExactText(text);
        return;
    }
    const Checked state = checked();
    if (!state.problem.isEmpty() || state.bytes.size() > convertedBytes) {
        m_text->setExactText({});
        m_text->setReadOnly(true);
        m_text->setPlaceholderText(state.problem.isEmpty() ? tr("Too large to be shown as text")
                                                           : tr("The hex digits have to be corrected first"));
        return;
    }
    if (showPlainText(state.bytes))
        return;
    const auto made = payloadconversion::textFromBytes(state.bytes, m_spec);
    m_spec.escapes = made.escapes;
    m_spec.templates = made.templates;
    applySwitches();
    m_text->setExactText(made.text);
}

/// Bytes whose line ends one of the choices gives need no escapes.
bool PayloadPages::showPlainText(const QByteArray& bytes)
{
    const auto encoding = TextEncoding::byName(m_spec.encoding);
    if (!m_lineEnds || m_spec.escapes || !encoding)
        return false;
    const auto plain = encoding->decode(bytes);
    const auto ends = plain ? payloadlineends::endsOf(*plain, false) : std::nullopt;
    if (!ends || (m_spec.templates && plain->contains(QLatin1String("{{"))))
        return false;
    chooseLineEnds(*ends);
    m_text->setExactText(payloadlineends::toShown(*plain, *ends));
    return true;
}

void PayloadPages::showHexPage()
{
    m_hex->setReadOnly(false);
    m_hex->setPlaceholderText(tr("48 65 6c 6c 6f"));
    if (m_spec.form == PayloadSpec::Form::Hex) {
        if (m_hex->exactText() != m_spec.text)
            m_hex->setExactText(m_spec.text);
        return;
    }
    const Checked state = checked();
    if (!state.problem.isEmpty() || state.bytes.size() > convertedBytes) {
        m_hex->setExactText({});
        m_hex->setReadOnly(true);
        m_hex->setPlaceholderText(state.problem.isEmpty() ? tr("Too large to be shown in hex")
                                                          : tr("The text has to be corrected first"));
        return;
    }
    m_hex->setExactText(formatHex(state.bytes));
    m_note =
        hasTemplates() ? tr("The templates' next values; edited here, they become fixed bytes") : QString();
    check();
}

void PayloadPages::typed(Page page)
{
    if (m_isLoading)
        return;
    m_note.clear();
    if (page == FilePage) {
        m_spec.form = PayloadSpec::Form::File;
        m_spec.text = m_file->path();
    } else {
        m_spec.form = page == TextPage ? PayloadSpec::Form::Text : PayloadSpec::Form::Hex;
        m_spec.text = page == TextPage
                          ? payloadlineends::toPayload(m_text->exactText(), m_ends, m_spec.escapes)
                          : m_hex->exactText();
        m_typed = m_spec;
    }
    specChanged();
}

void PayloadPages::specChanged()
{
    m_isStale = true;
    m_messagesBefore = 0;
    if (m_spec.text.size() <= checkAtOnceChars)
        check();
    else
        m_checkTimer.start(checkDelayMs);
    emit edited();
}

PayloadPages::Checked PayloadPages::checked() const
{
    Checked result;
    if (m_spec.form == PayloadSpec::Form::File) {
        const auto source = PayloadSource::compile(m_spec);
        if (!source) {
            result.problem = m_spec.text.isEmpty()
                                 ? tr("Choose the file to send")
                                 : ErrorText::sentence(tr("Cannot send this file"), source.error());
        } else {
            result.fileSize = QFileInfo(m_spec.text).size();
        }
        return result;
    }
    const auto program = PayloadProgram::compile(m_spec);
    const qint64 nowNs = QDateTime::currentMSecsSinceEpoch() * 1'000'000;
    auto bytes = program ? program->render({m_messagesBefore, nowNs, QRandomGenerator::global()})
                         : Placed<QByteArray>(tl::make_unexpected(program.error()));
    if (bytes) {
        result.bytes = std::move(*bytes);
    } else {
        result.problem = PayloadText::error(m_spec.text, bytes.error()).detail;
        result.problem.replace(0, 1, result.problem.at(0).toUpper());
        result.at = bytes.error().at;
    }
    return result;
}

void PayloadPages::check()
{
    m_checkTimer.stop();
    m_isStale = false;
    const Checked state = checked();
    m_isEmpty =
        state.problem.isEmpty() && (state.fileSize >= 0 ? state.fileSize == 0 : state.bytes.isEmpty());
    showState(state);
    if (std::exchange(m_problem, state.problem) != state.problem)
        emit problemChanged(m_problem);
}

void PayloadPages::showState(const Checked& state)
{
    const bool isText = m_spec.form == PayloadSpec::Form::Text;
    m_text->markProblem(isText ? payloadlineends::shownPlace(m_spec.text, m_ends, state.at) : -1);
    m_hex->markProblem(m_spec.form == PayloadSpec::Form::Hex ? state.at : -1);
    if (!state.problem.isEmpty()) {
        m_preview->showProblem(state.problem);
    } else if (!m_note.isEmpty()) {
        m_preview->showNote(m_note);
    } else if (state.fileSize >= 0) {
        m_preview->showPayload(format::exactSize(state.fileSize), QFileInfo(m_spec.text).fileName());
    } else {
        const auto encoding = TextEncoding::byName(m_spec.encoding).value_or(TextEncoding());
        const QByteArrayView start =
            QByteArrayView(state.bytes).first(std::min(state.bytes.size(), previewBytes));
        m_preview->showPayload(format::exactSize(state.bytes.size()), escapeBytes(start, encoding));
    }
}

bool PayloadPages::eventFilter(QObject* watched, QEvent* event)
{
    // ShortcutOverride first, so that no shortcut of the window takes these keys away from the editor.
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool isSend = isEnter && key->modifiers().testFlag(Qt::ControlModifier);
    const bool isStep = (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down) &&
                        (key->modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier;
    if (!isSend && !isStep)
        return QWidget::eventFilter(watched, event);
    event->accept();
    if (event->type() == QEvent::KeyPress && isSend)
        emit sendRequested();
    else if (event->type() == QEvent::KeyPress)
        emit historyRequested(key->key() == Qt::Key_Up);
    return true;
}

} // namespace wl
