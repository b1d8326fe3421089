// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QWidget>

class QCheckBox;

namespace wl {

class FindBar;
class HexView;

/// A response's body in hex: decoded, or as it was transferred where that differs. UI thread.
class HexPage : public QWidget
{
    Q_OBJECT
public:
    explicit HexPage(QWidget* parent = nullptr);

    void showExchange(const HttpExchange& exchange);
    void clear(const QString& why);
    Q_INVOKABLE void find(); ///< opens the line below it

private:
    void open();

    HexView* m_view = nullptr;
    FindBar* m_find = nullptr;
    QCheckBox* m_transferred = nullptr;
    std::shared_ptr<const BodyFile> m_body;
    std::shared_ptr<const BodyFile> m_decoded;
    std::shared_ptr<const BodyFile> m_shown;
};

} // namespace wl
