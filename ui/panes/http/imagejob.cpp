// SPDX-License-Identifier: MIT
#include "ui/panes/http/imagejob.h"

#include "ui/panes/http/bodykind.h"
#include "ui/widgets/format.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QHash>
#include <QImageReader>
#include <QPainter>
#include <QSvgRenderer>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace wl::imagejob {

namespace {

constexpr qint64 maxSvgParts = 100'000; ///< with what <use> repeats
constexpr int maxSvgDepth = 200;
constexpr int svgSide = 1024; ///< of an SVG that names no size

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ImageWords)
};

QString tooLarge(const QSize& size)
{
    return Words::tr("This picture is too large to be shown: %1 × %2 pixels. Save body keeps it.")
        .arg(format::count(quint64(size.width())), format::count(quint64(size.height())));
}

bool isTooLarge(const QSize& size)
{
    return qint64(size.width()) * size.height() > maxPixels;
}

/// What an element with an id holds, for counting what <use> makes of it.
struct SvgPart
{
    qint64 elements = 0;
    QList<QString> uses;
};

/// How many elements a part is when everything that it uses is put in; more than maxSvgParts where that is
/// too many or it uses itself.
qint64 expandedCount(const QHash<QString, SvgPart>& parts, const QString& id, QHash<QString, qint64>& known,
                     int depth)
{
    const auto counted = known.constFind(id);
    if (counted != known.constEnd())
        return *counted;
    if (depth > maxSvgDepth)
        return maxSvgParts + 1;
    known.insert(id, maxSvgParts + 1); // while it is counted: a loop
    const SvgPart part = parts.value(id);
    qint64 count = part.elements;
    for (const QString& used : part.uses) {
        count += expandedCount(parts, used, known, depth + 1);
        if (count > maxSvgParts)
            return maxSvgParts + 1;
    }
    known.insert(id, count);
    return count;
}

bool isReference(QStringView name)
{
    return name.compare(u"href", Qt::CaseInsensitive) == 0 || name.compare(u"src", Qt::CaseInsensitive) == 0;
}

/// Only what is in the file itself: its own parts, and pixels. (A picture in it that is an SVG again could
/// open files.)
bool staysInside(QStringView value)
{
    const QStringView text = value.trimmed();
    if (text.startsWith(u'#'))
        return true;
    if (!text.startsWith(u"data:image/", Qt::CaseInsensitive))
        return false;
    const QStringView data = text.mid(text.indexOf(u',') + 1).trimmed();
    return data.startsWith(u"iVBOR") || data.startsWith(u"/9j/") || data.startsWith(u"R0lGOD");
}

Picture svg(QByteArrayView bytes)
{
    Picture picture;
    picture.format = QStringLiteral("SVG");
    int leftOut = 0;
    const QByteArray safe = safeSvg(bytes, &leftOut);
    QSvgRenderer renderer;
    if (safe.isEmpty() || !renderer.load(safe)) {
        picture.problem = Words::tr("This SVG cannot be shown: it is not valid, or too complex.");
        return picture;
    }
    QSize size = renderer.defaultSize();
    if (size.isEmpty())
        size = QSize(svgSide, svgSide);
    picture.size = size;
    if (isTooLarge(size)) {
        picture.problem = tooLarge(size);
        return picture;
    }
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    picture.frames.push_back({image, 0});
    if (leftOut > 0)
        picture.note = Words::tr("%n reference(s) to other files were left out.", nullptr, leftOut);
    return picture;
}

bool looksLikeSvg(QByteArrayView start)
{
    return start.contains("<svg") && start.trimmed().startsWith('<');
}

} // namespace

bool isPicture(const QByteArray& contentType, QByteArrayView start)
{
    const QByteArray type = BodyKind::mediaType(contentType);
    if (type.startsWith("image/"))
        return true;
    if (start.startsWith("\x89PNG") || start.startsWith("\xFF\xD8\xFF") || start.startsWith("GIF8") ||
        (start.size() >= 12 && start.startsWith("RIFF") && start.sliced(8).startsWith("WEBP")))
        return true;
    return type != "text/html" && looksLikeSvg(start);
}

QByteArray safeSvg(QByteArrayView bytes, int* leftOut)
{
    if (bytes.size() > maxSvgBytes)
        return {};
    QXmlStreamReader reader(bytes.toByteArray());
    QByteArray out;
    QXmlStreamWriter writer(&out);
    QHash<QString, SvgPart> parts;
    QList<QString> open; ///< ids of the elements that are open, empty where one has none
    const QString whole = QStringLiteral("/"); // no id begins so in a reference
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartElement: {
            open << reader.attributes().value(QLatin1String("id")).toString();
            if (open.size() > maxSvgDepth)
                return {};
            QStringList around{whole};
            for (const QString& id : std::as_const(open)) {
                if (!id.isEmpty())
                    around << id;
            }
            for (const QString& id : std::as_const(around))
                ++parts[id].elements;
            if (reader.name() == QLatin1String("script") || reader.name() == QLatin1String("foreignObject")) {
                reader.skipCurrentElement();
                open.removeLast();
                ++*leftOut;
                break;
            }
            // As they are spelled: the renderer looks for xlink:href.
            writer.writeStartElement(reader.qualifiedName().toString());
            for (const QXmlStreamNamespaceDeclaration& each : reader.namespaceDeclarations()) {
                const QString prefix = each.prefix().toString();
                writer.writeAttribute(prefix.isEmpty() ? QStringLiteral("xmlns")
                                                       : QStringLiteral("xmlns:%1").arg(prefix),
                                      each.namespaceUri().toString());
            }
            for (const QXmlStreamAttribute& attribute : reader.attributes()) {
                const bool isLink = isReference(attribute.name());
                if ((isLink && !staysInside(attribute.value())) ||
                    attribute.value().contains(QLatin1String("url("), Qt::CaseInsensitive) !=
                        attribute.value().contains(QLatin1String("url(#"), Qt::CaseInsensitive)) {
                    ++*leftOut;
                    continue;
                }
                if (isLink && attribute.value().trimmed().startsWith(u'#')) {
                    for (const QString& id : std::as_const(around))
                        parts[id].uses << attribute.value().trimmed().mid(1).toString();
                }
                writer.writeAttribute(attribute.qualifiedName().toString(), attribute.value().toString());
            }
            break;
        }
        case QXmlStreamReader::EndElement:
            writer.writeEndElement();
            open.removeLast();
            break;
        case QXmlStreamReader::Characters: writer.writeCharacters(reader.text().toString()); break;
        default: break;
        }
    }
    QHash<QString, qint64> known;
    if (reader.hasError() || expandedCount(parts, whole, known, 0) > maxSvgParts)
        return {};
    return out;
}

Picture read(QByteArrayView bytes, std::stop_token stop)
{
    Picture picture;
    if (bytes.size() > maxBytes) {
        picture.problem = Words::tr("This picture is too large to be shown: %1. Save body keeps it.")
                              .arg(format::size(bytes.size()));
        return picture;
    }
    if (looksLikeSvg(bytes.first(std::min<qsizetype>(bytes.size(), 4096))))
        return svg(bytes);
    QByteArray data = QByteArray::fromRawData(bytes.data(), bytes.size());
    QBuffer buffer(&data);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    picture.format = QString::fromLatin1(reader.format()).toUpper();
    picture.size = reader.size();
    if (picture.format.isEmpty() || reader.format() == "svg" || reader.format() == "svgz") {
        picture.problem = Words::tr("This is no picture that can be shown here. Hex shows its bytes.");
        return picture;
    }
    if (isTooLarge(picture.size)) {
        picture.problem = tooLarge(picture.size);
        return picture;
    }
    qint64 pixels = 0;
    while (int(picture.frames.size()) < maxFrames && !stop.stop_requested()) {
        QImage image;
        if (!reader.read(&image))
            break;
        pixels += qint64(image.width()) * image.height();
        if (isTooLarge(image.size())) {
            picture.problem = tooLarge(image.size());
            return picture;
        }
        if (pixels > maxPixels && !picture.frames.empty()) {
            picture.note = Words::tr("Only the first %1 pictures of the animation are shown.")
                               .arg(picture.frames.size());
            break;
        }
        picture.size = image.size();
        picture.frames.push_back({std::move(image), std::max(10, reader.nextImageDelay())});
        if (!reader.supportsAnimation() || !reader.canRead())
            break;
    }
    if (picture.frames.empty())
        picture.problem = Words::tr("This picture cannot be read: %1.").arg(reader.errorString());
    return picture;
}

} // namespace wl::imagejob
