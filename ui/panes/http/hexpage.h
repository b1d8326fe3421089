// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QWidget>

class QCheckBox;

namespace wl {

class FindBar;
class HexView;
class MappedFile;

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
    /// What is shown, for looking through it; the same file as long as nothing comes.
    [[nodiscard]] std::shared_ptr<const MappedFile> mapped();

    HexView* m_view = nullptr;
    FindBar* m_find = nullptr;
    QCheckBox* m_transferred = nullptr;
    std::shared_ptr<const BodyFile> m_body;
    std::shared_ptr<const BodyFile> m_decoded;
    std::shared_ptr<const BodyFile> m_shown;
    std::shared_ptr<const MappedFile> m_mapped;
};

} // namespace wl
