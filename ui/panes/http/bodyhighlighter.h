// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodycheck.h"

#include <QSyntaxHighlighter>

namespace wl {

/// Colors JSON, XML or GraphQL while it is typed, line by line. Long texts and long lines stay plain, so that
/// they stay fast. UI thread.
class BodyHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    static constexpr int mostCharacters = 512 * 1024;
    static constexpr int mostLineCharacters = 20'000;

    /// Belongs to the document.
    explicit BodyHighlighter(QTextDocument* document);

    void setLanguage(BodyLanguage language);
    [[nodiscard]] BodyLanguage language() const { return m_language; }

protected:
    void highlightBlock(const QString& text) override;

private:
    void json(const QString& text);
    void xml(const QString& text);
    void graphQl(const QString& text);
    [[nodiscard]] int xmlTag(const QString& text, int at);
    void paint(qsizetype from, qsizetype to, const QColor& color);

    BodyLanguage m_language = BodyLanguage::Plain;
};

} // namespace wl
