// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

namespace wl {

/// Plain text that wraps where it is narrow and asks for no width of its own. UI thread.
class WrappingLabel : public QLabel
{
    Q_OBJECT
public:
    explicit WrappingLabel(QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;
};

} // namespace wl
