// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodyjob.h"

#include "decode/jsonformat.h"
#include "decode/markupformat.h"
#include "decode/utf8check.h"
#include "ui/panes/http/bodykind.h"
#include "ui/panes/http/madetext.h"
#include "ui/panes/http/querynote.h"
#include "ui/panes/http/xmloutline.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QStringConverter>

namespace wl::bodyjob {

namespace {

constexpr qsizetype kindBytes = 4096;
constexpr qsizetype pieceBytes = 1024 * 1024;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(BodyWords)
};

QString cannotWrite()
{
    return Words::tr(
        "The text cannot be made: the folder for temporary files cannot be written (is the disk full?). "
        "Raw and Hex show the body as it is.");
}

QString cutNote()
{
    return Words::tr("Only the first %1 are shown here; Hex and Save body have all.")
        .arg(format::size(MadeText::maxBytes));
}

bool isUtf8(const QString& charset)
{
    return charset.compare(QLatin1String("UTF-8"), Qt::CaseInsensitive) == 0 ||
           charset.compare(QLatin1String("US-ASCII"), Qt::CaseInsensitive) == 0 ||
           charset.compare(QLatin1String("utf8"), Qt::CaseInsensitive) == 0;
}

/// What is said of a text that is not what its charset says; of long ones the beginning is looked at.
QString utf8Note(QByteArrayView text)
{
    Utf8Check check;
    const QByteArrayView looked = text.first(std::min(text.size(), pieceBytes));
    std::optional<qsizetype> wrong = check.feed(looked);
    if (!wrong && looked.size() == text.size() && !check.isAtEnd())
        wrong = text.size(); // cut short
    return wrong
               ? Words::tr(
                     "Not all of this is UTF-8, first near byte %1: such bytes are shown as \uFFFD, Hex has "
                     "them.")
                     .arg(format::count(quint64(*wrong)))
               : QString();
}

/// The text in UTF-8, null where it was canceled or cannot be written.
std::shared_ptr<BodyDocument> transcoded(QByteArrayView text, QStringDecoder decoder, std::stop_token stop,
                                         QString* note)
{
    MadeText made;
    for (qsizetype at = 0; at < text.size() && !stop.stop_requested(); at += pieceBytes) {
        const QString piece = decoder.decode(text.sliced(at, std::min(pieceBytes, text.size() - at)));
        if (!made.append(piece.toUtf8()))
            break;
    }
    if (stop.stop_requested())
        return nullptr;
    if (!made.isGood())
        *note = cannotWrite();
    else if (made.isCut())
        *note = cutNote();
    return made.finish(std::move(stop));
}

struct Opened
{
    std::shared_ptr<const MappedFile> file;
    BodyKind kind;
};

Opened opened(const Source& source)
{
    Opened result;
    if (source.body)
        result.file = MappedFile::open(source.body->path());
    if (result.file) {
        const QByteArrayView text = result.file->view();
        result.kind = BodyKind::of(source.contentType, text.first(std::min(text.size(), kindBytes)));
    }
    return result;
}

Text binary(const Opened& body, const Source& source)
{
    Text result;
    result.isBinary = true;
    const QString type = QString::fromLatin1(BodyKind::mediaType(source.contentType));
    result.note = Words::tr("This body is not text (%1, %2). Hex shows its bytes, Save body keeps it.")
                      .arg(type.isEmpty() ? Words::tr("no content type") : type,
                           format::exactSize(body.file->view().size()));
    return result;
}

Text unreadable()
{
    return {nullptr, Words::tr("The body's file cannot be read any more."), false};
}

Text rawOf(const Opened& body, const Source& source, const std::shared_ptr<const BodyDocument>& before,
           std::stop_token stop)
{
    Text result;
    if (!isUtf8(body.kind.charset)) {
        const QByteArray name = body.kind.charset.toLatin1();
        QStringDecoder decoder(name.constData());
        if (decoder.isValid()) {
            result.note = Words::tr("Decoded from %1.").arg(body.kind.charset);
            result.document =
                transcoded(body.file->view(), std::move(decoder), std::move(stop), &result.note);
            return result;
        }
        result.note = Words::tr("The encoding %1 is not known here; shown as UTF-8.").arg(body.kind.charset);
    } else {
        result.note = utf8Note(body.file->view());
    }
    auto document = std::make_shared<BodyDocument>();
    if (before && before->owner == source.body)
        document->index = before->index;
    document->owner = source.body;
    document->file = body.file;
    if (document->index.extend(document->text(), std::move(stop)))
        result.document = document;
    return result;
}

} // namespace

Text raw(const Source& source, const std::shared_ptr<const BodyDocument>& before, std::stop_token stop)
{
    const Opened body = opened(source);
    if (!body.file)
        return unreadable();
    if (body.kind.kind == BodyKind::Kind::Binary)
        return binary(body, source);
    return rawOf(body, source, before, std::move(stop));
}

namespace {

/// The text in UTF-8: of the body itself, or decoded. Null where it was canceled or cannot be made.
std::shared_ptr<const BodyDocument> utf8Of(const Opened& body, const Source& source, std::stop_token stop)
{
    if (!isUtf8(body.kind.charset))
        return rawOf(body, source, nullptr, std::move(stop)).document;
    auto document = std::make_shared<BodyDocument>();
    document->owner = source.body;
    document->file = body.file;
    return document;
}

/// JSON texts one a line, each re-indented, from the first wrong one on as they stand.
QString formatLines(QByteArrayView text, MadeText& made, const std::stop_token& stop)
{
    qint64 number = 1;
    for (qsizetype at = 0; at < text.size() && !stop.stop_requested(); ++number) {
        const qsizetype found = text.indexOf('\n', at);
        const qsizetype end = found < 0 ? text.size() : found;
        const QByteArrayView line = text.sliced(at, end - at);
        at = end + 1;
        if (line.trimmed().isEmpty())
            continue;
        const auto outcome = formatJson(
            line, {}, [&](QByteArrayView piece) { return made.append(piece); }, stop);
        if (outcome.isCanceled || outcome.isStopped || !made.append("\n"))
            return {};
        if (outcome.error) {
            if (at < text.size())
                made.append(text.sliced(at));
            return Words::tr("Line %1 is not valid JSON: %2. From there on it is shown as it is.")
                .arg(format::count(quint64(number)), JsonWords::problem(outcome.error->problem));
        }
    }
    return {};
}

/// The results of a query as one JSON array, each as it stands in the text.
QString formatFound(const IndexedBody& body, const JsonQuery& query, MadeText& made,
                    const std::stop_token& stop)
{
    const JsonQueryResult found = runJsonQuery(query, body.nodes(), stop);
    made.append(found.nodes.empty() ? "[]" : "[");
    bool isFirst = true;
    for (const JsonNode& node : found.nodes) {
        if (stop.stop_requested() || !made.append(isFirst ? "\n  " : ",\n  "))
            break;
        isFirst = false;
        // One level to the right, as the elements of the array.
        formatJson(
            node.value(body.text()), {},
            [&](QByteArrayView piece) { return made.append(piece.toByteArray().replace('\n', "\n  ")); },
            stop);
    }
    if (!found.nodes.empty())
        made.append("\n]");
    return QueryNote::of(found);
}

} // namespace

Text pretty(const Source& source, const std::optional<JsonQuery>& query, std::stop_token stop)
{
    const Opened body = opened(source);
    if (!body.file)
        return unreadable();
    const BodyKind::Kind kind = body.kind.kind;
    if (kind == BodyKind::Kind::Binary)
        return binary(body, source);
    if (kind == BodyKind::Kind::Text)
        return rawOf(body, source, nullptr, std::move(stop));
    const auto decoded = utf8Of(body, source, stop);
    if (!decoded)
        return {};
    const QByteArrayView text = decoded->text();
    MadeText made;
    const auto sink = [&](QByteArrayView piece) { return made.append(piece); };
    Text result;
    if (query && kind == BodyKind::Kind::Json) {
        const auto indexed = source.index ? source.index->get(source, stop) : nullptr;
        if (!indexed)
            return {};
        result.note = formatFound(*indexed, *query, made, stop);
    } else if (kind == BodyKind::Kind::JsonLines) {
        result.note = formatLines(text, made, stop);
    } else if (kind == BodyKind::Kind::Json) {
        const auto outcome = formatJson(text, {}, sink, stop);
        if (outcome.error)
            result.note = Words::tr("Not valid JSON: %1. From there on it is shown as it is.")
                              .arg(JsonWords::sentence(text, *outcome.error));
    } else {
        const auto outcome = formatMarkup(text, kind == BodyKind::Kind::Html, sink, stop);
        if (kind == BodyKind::Kind::Xml && !outcome.isBalanced)
            result.note = Words::tr("Not well-formed XML: some tags do not close in order.");
    }
    if (stop.stop_requested())
        return {};
    if (result.note.isEmpty())
        result.note = utf8Note(text);
    if (made.isCut())
        result.note = cutNote();
    const auto document = made.finish(stop);
    if (!document && !stop.stop_requested())
        result.note = cannotWrite();
    result.takesQuery = kind == BodyKind::Kind::Json;
    if (document) {
        const bool isMarkup = kind == BodyKind::Kind::Xml || kind == BodyKind::Kind::Html;
        document->syntax = isMarkup ? BodyDocument::Syntax::Markup : BodyDocument::Syntax::Json;
    }
    result.document = document;
    return result;
}

std::shared_ptr<const IndexedBody> indexed(const Source& source, std::stop_token stop)
{
    const Opened body = opened(source);
    if (!body.file || body.kind.kind != BodyKind::Kind::Json)
        return nullptr;
    const auto document = utf8Of(body, source, stop);
    if (!document)
        return nullptr;
    auto index = JsonIndex::build(document->text(), std::move(stop));
    if (!index)
        return nullptr;
    return std::make_shared<const IndexedBody>(IndexedBody{document, std::move(*index)});
}

std::shared_ptr<const XmlOutline> xmlOutline(const Source& source, std::stop_token stop)
{
    const Opened body = opened(source);
    if (!body.file || body.kind.kind != BodyKind::Kind::Xml)
        return nullptr;
    auto document = utf8Of(body, source, stop);
    if (!document)
        return nullptr;
    auto index = MarkupIndex::build(document->text(), std::move(stop));
    return index ? std::make_shared<const XmlOutline>(std::move(document), std::move(*index)) : nullptr;
}

Table table(const Source& source, qsizetype array, std::stop_token stop)
{
    Table result;
    const Opened body = opened(source);
    result.body = source.body;
    result.file = body.file;
    if (!body.file)
        return result;
    if (body.kind.kind == BodyKind::Kind::Json && isUtf8(body.kind.charset))
        result.table = array < 0 ? JsonTable::find(body.file->view(), stop)
                                 : JsonTable::at(body.file->view(), array, stop);
    if (stop.stop_requested())
        return result;
    if (!result.table)
        result.note = array < 0 ? Words::tr("A JSON array of objects would show here as rows and columns.")
                                : Words::tr("This array is empty.");
    else if (result.table->error())
        result.note = Words::tr("Not valid JSON: %1. The rows before it are shown.")
                          .arg(JsonWords::sentence(body.file->view(), *result.table->error()));
    else if (result.table->isCut())
        result.note = Words::tr("Only the first %1 rows and %2 columns are shown.")
                          .arg(format::count(JsonTable::maxRows), format::count(JsonTable::maxColumns));
    return result;
}

} // namespace wl::bodyjob
