// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"
#include "ui/widgets/payloadlineends.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QStackedWidget;
class QTabBar;

namespace wl {

class PayloadFilePage;
class PayloadPreview;
class PayloadTextEdit;

/// The payload editor without its history: the three pages, the switches, the line that says what would be
/// sent. The page that was edited last is what is sent; the others are made from its bytes when they are
/// shown. UI thread.
class PayloadPages : public QWidget
{
    Q_OBJECT
public:
    explicit PayloadPages(QWidget* parent = nullptr);

    /// Offers what a line break of the text stands for; without, it is LF.
    void offerLineEnds();
    void setSpec(const PayloadSpec& spec); ///< no edited()
    [[nodiscard]] const PayloadSpec& spec() const { return m_spec; }
    /// Whether the check of what was typed last waits for a pause in the typing.
    [[nodiscard]] bool isUnchecked() const { return m_isStale; }
    [[nodiscard]] QString problem();
    [[nodiscard]] bool isEmpty(); ///< zero bytes would be sent
    [[nodiscard]] QWidget* takePreview();
    /// How many messages of this payload were sent: counters stand there. 0 again with each change of it.
    void setMessagesBefore(quint64 messages);
    [[nodiscard]] quint64 messagesBefore() const { return m_messagesBefore; }

signals:
    void edited();
    void problemChanged(const QString& problem);
    void
    checkedLate(); ///< a text that was too long to be checked with each key, now that the typing has paused
    void sendRequested();
    void historyRequested(bool older);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum Page { TextPage, HexPage, FilePage };
    /// What the compiler says of the payload as it is.
    struct Checked
    {
        QString problem;
        qsizetype at = -1; ///< of the problem in the text, −1 = no place
        QByteArray bytes;
        qint64 fileSize = -1;
    };

    void setUpPages();
    QWidget* setUpSwitches();
    void connectAll();
    void shortenSwitches();
    void pageChosen(int page);
    void takeSpec(const PayloadSpec& spec);
    void chooseLineEnds(LineEnds ends);
    [[nodiscard]] bool showPlainText(const QByteArray& bytes);
    void showTextPage();
    void showHexPage();
    [[nodiscard]] bool hasTemplates() const;
    void applySwitches();
    void typed(Page page);
    void specChanged();
    void check();
    [[nodiscard]] Checked checked() const;
    void showState(const Checked& state);

    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_stack = nullptr;
    PayloadTextEdit* m_text = nullptr;
    PayloadTextEdit* m_hex = nullptr;
    PayloadFilePage* m_file = nullptr;
    QCheckBox* m_escapes = nullptr;
    QCheckBox* m_templates = nullptr;
    QComboBox* m_encoding = nullptr;
    QComboBox* m_lineEnds = nullptr; ///< null: not offered
    PayloadPreview* m_preview = nullptr;
    QTimer m_checkTimer;
    PayloadSpec m_spec;  ///< what is sent
    PayloadSpec m_typed; ///< text or hex, to come back to from the file page
    LineEnds m_ends = LineEnds::Lf;
    quint64 m_messagesBefore = 0;
    QString m_problem;
    QString m_note; ///< shown instead of the preview until the next edit
    bool m_isEmpty = false;
    bool m_isStale = false;
    bool m_isLoading = false;
};

} // namespace wl
