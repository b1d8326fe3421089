// SPDX-License-Identifier: MIT
#include "ui/widgets/icons.h"

#include "ui/widgets/colors.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initializeResources()
{
    Q_INIT_RESOURCE(wireloupe);
}

namespace wl::icons {

namespace {

QColor colorOf(Tint tint)
{
    const Colors& colors = Colors::current();
    switch (tint) {
    case Tint::Text: return colors.text;
    case Tint::Muted: return colors.muted;
    case Tint::Accent: return colors.accent;
    case Tint::Good: return colors.good;
    case Tint::Warning: return colors.warning;
    case Tint::Error: return colors.error;
    }
    return colors.text;
}

/// Draws one SVG whose strokes are `currentColor`, in the color of the moment.
class Engine final : public QIconEngine
{
public:
    Engine(QString name, Tint tint)
        : m_name(std::move(name))
        , m_tint(tint)
    {
        QFile file(QStringLiteral(":/wireloupe/icons/%1.svg").arg(m_name));
        if (file.open(QIODevice::ReadOnly))
            m_svg = file.readAll();
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QColor color = colorOf(m_tint);
        if (mode == QIcon::Disabled)
            color.setAlphaF(0.4F);
        QByteArray svg = m_svg;
        svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        painter->save();
        painter->setOpacity(painter->opacity() * double(color.alphaF()));
        renderer.render(painter, rect);
        painter->restore();
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        const QString key = QStringLiteral("wl-icon/%1/%2x%3/%4/%5")
                                .arg(m_name)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(colorOf(m_tint).name())
                                .arg(int(mode));
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = QPixmap(size);
            pixmap.fill(Qt::transparent);
            QPainter painter(&pixmap);
            paint(&painter, QRect(QPoint(), size), mode, state);
            painter.end();
            QPixmapCache::insert(key, pixmap);
        }
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    [[nodiscard]] QIconEngine* clone() const override { return new Engine(*this); }
    bool isNull() override { return m_svg.isEmpty(); }

private:
    QString m_name;
    Tint m_tint;
    QByteArray m_svg;
};

} // namespace

QIcon icon(const QString& name, Tint tint)
{
    initializeResources();
    return QIcon(new Engine(name, tint));
}

} // namespace wl::icons
