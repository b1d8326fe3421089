// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"

#include <QWidget>

#include <memory>

namespace wl {

/// The one payload editor: text, hex and file; what is typed in one shows in the others; switches for escapes
/// and templates, encoding, exact byte count, preview of what would be sent, the history (Alt+Up, Alt+Down),
/// Ctrl+Enter. Bad input is said while it is typed.
class PayloadEditor : public QWidget
{
    Q_OBJECT
public:
    explicit PayloadEditor(QWidget* parent = nullptr);
    ~PayloadEditor() override;

    /// Offers what a line break of the text stands for (CR LF in the head, CR LF, LF); without, it is LF.
    void offerLineEnds();
    void setSpec(const PayloadSpec& spec);
    [[nodiscard]] PayloadSpec spec() const;
    /// Empty where the input can be sent; else what is wrong with it.
    [[nodiscard]] QString problem() const;
    /// Whether a long text was just edited and is only looked at when the typing pauses; problem() and
    /// isEmpty() look at once.
    [[nodiscard]] bool isUnchecked() const;
    /// Puts what was just sent on top of the history.
    void remember();
    /// How many messages of this payload were sent: the preview shows the counters' next values. 0 again with
    /// each change of the payload.
    void setMessagesBefore(quint64 messages);
    [[nodiscard]] quint64 messagesBefore() const;
    /// Whether nothing would be sent: zero bytes. False where there is a problem.
    [[nodiscard]] bool isEmpty() const;
    /// Hands the line that says what would be sent over to an owner who has a better place for it. It stays
    /// up to date.
    [[nodiscard]] QWidget* takePreview();
    void setHistory(const QList<PayloadSpec>& history);
    [[nodiscard]] QList<PayloadSpec> history() const;

signals:
    void edited();
    void problemChanged(const QString& problem);
    void checkedLate();   ///< what isUnchecked() was true for
    void sendRequested(); ///< Ctrl+Enter

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
