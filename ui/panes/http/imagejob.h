// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QImage>
#include <QList>
#include <QString>

#include <stop_token>
#include <vector>

/// Pictures of a body, made on the pool. Nothing here opens anything but the bytes it is given.
namespace wl::imagejob {

/// The largest picture in pixels, and all pictures of an animation together.
inline constexpr qint64 maxPixels = 64 * 1024 * 1024;
inline constexpr int maxFrames = 1000;
inline constexpr qint64 maxBytes = 256 * 1024 * 1024;
inline constexpr qsizetype maxSvgBytes = 16 * 1024 * 1024;

struct Frame
{
    QImage image;
    int delayMs = 0;
};

struct Picture
{
    std::vector<Frame> frames; ///< one, or those of an animation
    QSize size;
    QString format;  ///< "PNG"
    QString note;    ///< what is shown other than it is
    QString problem; ///< why there is none
};

/// Whether the first bytes are those of a picture: PNG, JPEG, GIF, WebP, BMP, ICO or SVG.
[[nodiscard]] bool isPicture(const QByteArray& contentType, QByteArrayView start);

[[nodiscard]] Picture read(QByteArrayView bytes, std::stop_token stop);

/// An SVG without what would open other files or take forever: references to anything outside of it are left
/// out. Empty where it is no SVG, or where its parts refer to each other too often.
[[nodiscard]] QByteArray safeSvg(QByteArrayView bytes, int* leftOut);

} // namespace wl::imagejob
