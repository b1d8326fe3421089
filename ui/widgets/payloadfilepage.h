// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLineEdit;

namespace wl {

/// A path with a button that opens a file dialog (not modal to the program). Files can be dropped on it. UI
/// thread.
class PayloadFilePage : public QWidget
{
    Q_OBJECT
public:
    explicit PayloadFilePage(QWidget* parent = nullptr);

    void setPath(const QString& path); ///< no edited()
    [[nodiscard]] QString path() const;
    [[nodiscard]] QLineEdit* line() const { return m_line; }

signals:
    void edited();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void choose();

    QLineEdit* m_line = nullptr;
};

} // namespace wl
