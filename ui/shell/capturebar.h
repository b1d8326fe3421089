// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace wl {

class ElidingLabel;

/// The line over the traffic list while an opened capture is shown or a capture is being saved: what it is,
/// how far it has come, a way to cancel, a way back to the live capture. Hidden while there is nothing to
/// say.
class CaptureBar : public QWidget
{
    Q_OBJECT
public:
    enum class Saving : quint8 { Capture, Payload, Export };

    explicit CaptureBar(QWidget* parent = nullptr);

    /// `percent` below 0: no progress and nothing to cancel.
    void showOpened(const QString& text, int percent);
    void hideOpened();
    /// Pixels that the line of an opened capture takes; 0 where none is shown.
    [[nodiscard]] int openedHeight() const;
    void showSaving(Saving what, const QString& text, int percent);
    void hideSaving(Saving what);

signals:
    void openingCanceled();
    void liveRequested();
    void savingCanceled(wl::CaptureBar::Saving what);

private:
    struct Row
    {
        QWidget* widget = nullptr;
        ElidingLabel* text = nullptr;
        QProgressBar* progress = nullptr;
        QPushButton* cancel = nullptr;
    };
    [[nodiscard]] Row makeRow(const QString& name);
    static void showRow(const Row& row, const QString& text, int percent);
    void updateVisibility();

    Row m_opened;
    QPushButton* m_live = nullptr;
    [[nodiscard]] const Row& rowOf(Saving what) const;

    Row m_savingCapture;
    Row m_savingPayload;
    Row m_exporting;
};

} // namespace wl
