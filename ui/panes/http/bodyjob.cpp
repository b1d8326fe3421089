// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodyjob.h"

#include "decode/jsonformat.h"
#include "ui/panes/http/bodykind.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QDir>
#include <QStringConverter>
#include <QTemporaryFile>

namespace wl::bodyjob {

namespace {

constexpr qsizetype kindBytes = 4096;
constexpr qsizetype pieceBytes = 1024 * 1024;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(BodyWords)
};

/// A text that is made on disk, up to maxMadeBytes, and goes away with its last owner.
class MadeText
{
public:
    MadeText()
        : m_file(QDir::tempPath() + QStringLiteral("/wireloupe-text-XXXXXX"))
    {
        m_file.setAutoRemove(false);
        m_isGood = m_file.open();
        if (m_isGood)
            m_owner = std::make_shared<BodyFile>(m_file.fileName());
    }

    bool append(QByteArrayView bytes)
    {
        const qint64 room = maxMadeBytes - m_size;
        const QByteArrayView taken = bytes.first(std::min<qsizetype>(bytes.size(), room));
        m_isCut = m_isCut || taken.size() < bytes.size();
        m_isGood = m_isGood && m_file.write(taken.data(), taken.size()) == taken.size();
        m_size += taken.size();
        return m_isGood && !m_isCut;
    }

    /// Null where it could not be written.
    std::shared_ptr<BodyDocument> finish(std::stop_token stop)
    {
        m_isGood = m_isGood && m_file.flush();
        if (!m_isGood)
            return nullptr;
        m_file.close();
        auto document = std::make_shared<BodyDocument>();
        document->owner = m_owner;
        document->file = MappedFile::open(m_owner->path());
        if (!document->file || !document->index.extend(document->text(), std::move(stop)))
            return nullptr;
        return document;
    }

    [[nodiscard]] bool isCut() const { return m_isCut; }
    [[nodiscard]] bool isGood() const { return m_isGood; }

private:
    QTemporaryFile m_file;
    std::shared_ptr<BodyFile> m_owner;
    qint64 m_size = 0;
    bool m_isGood = false;
    bool m_isCut = false;
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
        .arg(format::size(maxMadeBytes));
}

bool isUtf8(const QString& charset)
{
    return charset.compare(QLatin1String("UTF-8"), Qt::CaseInsensitive) == 0 ||
           charset.compare(QLatin1String("US-ASCII"), Qt::CaseInsensitive) == 0 ||
           charset.compare(QLatin1String("utf8"), Qt::CaseInsensitive) == 0;
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

Text pretty(const Source& source, std::stop_token stop)
{
    const Opened body = opened(source);
    if (!body.file)
        return unreadable();
    if (body.kind.kind == BodyKind::Kind::Binary)
        return binary(body, source);
    if (body.kind.kind != BodyKind::Kind::Json)
        return rawOf(body, source, nullptr, std::move(stop));
    QByteArrayView text = body.file->view();
    std::shared_ptr<const BodyDocument> decoded;
    if (!isUtf8(body.kind.charset)) {
        decoded = rawOf(body, source, nullptr, stop).document;
        if (!decoded)
            return {};
        text = decoded->text();
    }
    MadeText made;
    const auto outcome = formatJson(
        text, {}, [&](QByteArrayView piece) { return made.append(piece); }, stop);
    if (outcome.isCanceled)
        return {};
    Text result;
    if (outcome.error)
        result.note = Words::tr("Not valid JSON: %1. From there on it is shown as it is.")
                          .arg(JsonWords::sentence(text, *outcome.error));
    if (made.isCut())
        result.note = cutNote();
    auto document = made.finish(stop);
    if (!document && !stop.stop_requested())
        result.note = cannotWrite();
    if (document)
        document->isJson = true;
    result.document = document;
    return result;
}

Table table(const Source& source, std::stop_token stop)
{
    Table result;
    const Opened body = opened(source);
    result.body = source.body;
    result.file = body.file;
    if (!body.file)
        return result;
    if (body.kind.kind == BodyKind::Kind::Json && isUtf8(body.kind.charset))
        result.table = JsonTable::find(body.file->view(), stop);
    if (stop.stop_requested())
        return result;
    if (!result.table)
        result.note = Words::tr("A JSON array of objects would show here as rows and columns.");
    else if (result.table->error())
        result.note = Words::tr("Not valid JSON: %1. The rows before it are shown.")
                          .arg(JsonWords::sentence(body.file->view(), *result.table->error()));
    else if (result.table->isCut())
        result.note = Words::tr("Only the first %1 rows and %2 columns are shown.")
                          .arg(format::count(JsonTable::maxRows), format::count(JsonTable::maxColumns));
    return result;
}

qsizetype find(QByteArrayView text, const QByteArray& needle, qsizetype from, bool backward, bool matchCase,
               std::stop_token stop)
{
    if (needle.isEmpty())
        return -1;
    const QByteArray wanted = matchCase ? needle : needle.toLower();
    const qsizetype overlap = wanted.size() - 1;
    const auto piece = [&](qsizetype at) {
        QByteArray bytes = text.sliced(at, std::min(pieceBytes + overlap, text.size() - at)).toByteArray();
        return matchCase ? bytes : bytes.toLower();
    };
    if (!backward) {
        for (qsizetype at = from; at < text.size() && !stop.stop_requested(); at += pieceBytes) {
            if (const qsizetype found = piece(at).indexOf(wanted); found >= 0)
                return at + found;
        }
        return -1;
    }
    // Occurrences that start before `from`.
    for (qsizetype end = std::min(from, text.size()); end > 0 && !stop.stop_requested();) {
        const qsizetype at = std::max<qsizetype>(0, end - pieceBytes);
        const QByteArray bytes = piece(at).first(std::min(end - at + overlap, text.size() - at));
        if (const qsizetype found = bytes.lastIndexOf(wanted); found >= 0)
            return at + found;
        end = at;
    }
    return -1;
}

} // namespace wl::bodyjob
