// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"
#include "ui/widgets/pooljob.h"

#include <QWidget>

class QPushButton;

namespace wl {

class ElidingLabel;
class PayloadEditor;

/// The bytes of a whole request, as text with a choice of line ends, hex, or a file. UI thread.
class RawPage : public QWidget
{
    Q_OBJECT
public:
    explicit RawPage(QWidget* parent = nullptr);

    void setRaw(const PayloadSpec& raw); ///< no edited()
    [[nodiscard]] PayloadSpec raw() const;
    [[nodiscard]] bool isEmpty() const;
    /// Where the bytes go ("127.0.0.1:8080"); empty where the URL does not say.
    void showPlace(const QString& authority);
    /// Replaces the bytes by what the request would send; files are read on the pool.
    void fillFrom(const HttpRequest& request);
    [[nodiscard]] int neededHeight() const;

signals:
    void edited();
    void fillRequested();
    void sendRequested();

private:
    void take(const Result<QByteArray>& bytes);

    QPushButton* m_fill = nullptr;
    ElidingLabel* m_note = nullptr;
    PayloadEditor* m_editor = nullptr;
    PoolJob<Result<QByteArray>> m_job;
};

} // namespace wl
