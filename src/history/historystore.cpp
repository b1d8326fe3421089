// SPDX-License-Identifier: MIT
#include "history/historystore.h"

#include "base/filecommit.h"
#include "history/historycodec.h"
#include "history/historydatabase.h"
#include "history/historysecrets.h"
#include "http/httpurl.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>

namespace wl {

namespace {

constexpr int removedAtOnce = 100;
constexpr std::chrono::milliseconds tidyAtTheEnd{500};
/// A trimmed history has some room, so that not each exchange removes another.
constexpr double roomAfterTrim = 0.95;

HistoryEntry::End endOf(const HttpExchange& exchange)
{
    switch (exchange.phase) {
    case HttpExchange::Phase::Done: return HistoryEntry::End::Done;
    case HttpExchange::Phase::Failed: return HistoryEntry::End::Failed;
    default: return HistoryEntry::End::Canceled;
    }
}

HttpExchange::Phase phaseOf(HistoryEntry::End end)
{
    switch (end) {
    case HistoryEntry::End::Done: return HttpExchange::Phase::Done;
    case HistoryEntry::End::Failed: return HttpExchange::Phase::Failed;
    default: return HttpExchange::Phase::Canceled;
    }
}

/// The last moment that is known of a hop.
Timestamp endOf(const HttpTimings& timings)
{
    return std::max({timings.started, timings.sent, timings.firstByte, timings.finished});
}

void fillEntry(HistoryEntry& entry, const HttpExchange& exchange)
{
    entry.end = endOf(exchange);
    entry.error = exchange.phase == HttpExchange::Phase::Failed ? exchange.error : Error();
    if (exchange.hops.isEmpty())
        return;
    const HttpHop& last = exchange.hops.last();
    entry.status = last.status;
    entry.wireBytes = last.wireBodyBytes;
    entry.bodyBytes = exchange.contentBytes();
    const Timestamp begun = exchange.hops.first().timings.started;
    const Timestamp ended = endOf(last.timings);
    if (begun.isValid() && ended >= begun)
        entry.durationUs = (ended - begun).count() / 1000;
}

/// The first bytes of a text, for the search; nothing of what is none.
QString searchText(const BodyFile* body)
{
    if (!body)
        return {};
    QByteArray bytes =
        body->bytes().first(std::min<qsizetype>(body->bytes().size(), HistoryBody::inlineBytes));
    if (body->bytes().isNull()) {
        QFile file(body->path());
        if (!file.open(QIODevice::ReadOnly))
            return {};
        bytes = file.read(HistoryBody::inlineBytes);
    }
    return bytes.contains('\0') ? QString() : QString::fromUtf8(bytes);
}

QString requestText(const HttpRequest& request)
{
    QString text = request.body.text + u'\n' + request.body.variables;
    for (const HttpField& field : request.body.fields)
        text += u'\n' + field.name + u'=' + field.value;
    return text.left(HistoryBody::inlineBytes);
}

} // namespace

HistoryStore::HistoryStore(HistoryConfig config)
    : m_config(std::move(config))
{
}

HistoryStore::~HistoryStore()
{
    if (!m_database)
        return;
    if (m_database->forgetDeletions())
        m_untidy = Untidy::Deleted;
    for (const QDeadlineTimer deadline(tidyAtTheEnd); !deadline.hasExpired() && tidy();) {
    }
}

QString HistoryStore::bodyPath(qint64 id, bool isDecoded) const
{
    return QStringLiteral("%1/bodies/%2%3")
        .arg(m_config.folder)
        .arg(id)
        .arg(isDecoded ? QStringLiteral(".decoded") : QString());
}

Result<void> HistoryStore::open()
{
    if (m_database)
        return {};
    if (Result<void> made = makePrivateFolder(m_config.folder + QStringLiteral("/bodies")); !made)
        return made;
    Result<std::unique_ptr<HistoryDatabase>> opened =
        HistoryDatabase::open(m_config.folder + QStringLiteral("/history.db"));
    if (!opened)
        return tl::make_unexpected(opened.error());
    m_database = std::move(*opened);
    (void)m_database->endInterrupted(); // they are only shown as running until it works
    m_untidy = Untidy::Deleted;
    removeOrphans();
    const Result<void> counted = count();
    if (!counted)
        m_database.reset();
    return counted;
}

template <typename Call>
auto HistoryStore::withDatabase(Call call) -> decltype(call(std::declval<HistoryDatabase&>()))
{
    for (const bool isLast : {false, true}) {
        Result<void> opened = open();
        if (opened) {
            auto result = call(*m_database);
            if (result || result.error().code != ErrorCode::FileMalformed || isLast)
                return result;
            m_database.reset();
        } else if (opened.error().code != ErrorCode::FileMalformed || isLast) {
            return tl::make_unexpected(opened.error());
        }
        putAside();
    }
    return tl::make_unexpected(Error{ErrorCode::FileMalformed, m_config.folder, 0});
}

/// Nothing of it is removed: somebody may know how to read it.
void HistoryStore::putAside()
{
    const QDir folder(m_config.folder);
    const QString name = QDateTime::currentDateTime().toString(QStringLiteral("'damaged-'yyyyMMdd-HHmmss"));
    QString aside = name;
    for (int i = 2; folder.exists(aside); ++i)
        aside = QStringLiteral("%1-%2").arg(name).arg(i);
    if (!makePrivateFolder(folder.filePath(aside)))
        return;
    for (const char* part : {"history.db", "history.db-wal", "history.db-shm", "bodies"}) {
        const QString from = folder.filePath(QLatin1String(part));
        if (QFileInfo::exists(from))
            QFile::rename(from, folder.filePath(aside) + u'/' + QLatin1String(part));
    }
    m_putAside = folder.filePath(aside);
}

bool HistoryStore::tidy()
{
    if (!m_database)
        return false;
    switch (m_untidy) {
    case Untidy::Nothing: break;
    case Untidy::Deleted: {
        const Result<QList<qint64>> ids = m_database->deletedForGood(removedAtOnce);
        if (!ids || (!ids->isEmpty() && !removeNow(*ids)))
            m_untidy = Untidy::Nothing; // another time
        else if (!ids->isEmpty())
            m_hasRemoved = true;
        else
            m_untidy = std::exchange(m_hasRemoved, false) ? Untidy::Words : Untidy::Nothing;
        break;
    }
    case Untidy::Words:
        m_database->mergeWords();
        m_untidy = Untidy::Space;
        break;
    case Untidy::Space:
        if (!m_database->giveSpaceBack())
            m_untidy = Untidy::Nothing;
        break;
    }
    return m_untidy != Untidy::Nothing;
}

/// Files that a process left when it was killed between the file and its entry.
void HistoryStore::removeOrphans()
{
    const QDir folder(m_config.folder + QStringLiteral("/bodies"));
    QHash<qint64, QStringList> files;
    for (const QString& name : folder.entryList(QDir::Files)) {
        bool isNumber = false;
        const qint64 id = name.section(u'.', 0, 0).toLongLong(&isNumber);
        if (isNumber)
            files[id].append(name);
    }
    const Result<QList<HistoryEntry>> known = m_database->entries(files.keys());
    if (!known)
        return;
    for (const HistoryEntry& entry : *known)
        files.remove(entry.id);
    for (const QStringList& names : files) {
        for (const QString& name : names)
            QFile::remove(folder.filePath(name));
    }
}

Result<qint64> HistoryStore::begin(const HttpRequest& request, qint64 startedMs)
{
    const HistorySecrets secrets(request);
    HistoryRecord record;
    record.entry.startedMs = startedMs;
    record.entry.method = request.method;
    const Result<HttpUrl> url = makeHttpUrl(secrets.request());
    record.entry.url = url ? url->url.toString(QUrl::FullyEncoded) : secrets.request().url;
    record.entry.host = url ? url->url.host(QUrl::FullyEncoded).toLower() : QString();
    record.request = historycodec::encodeRequest(secrets.request());
    record.emptied = secrets.emptied();
    record.text = requestText(secrets.request());
    Result<qint64> id = withDatabase([&](HistoryDatabase& database) { return database.add(record); });
    if (id)
        m_storedBytes += record.storedBytes();
    return id;
}

Result<void> HistoryStore::finish(qint64 id, const HttpRequest& request, const HttpExchange& exchange)
{
    const HistorySecrets secrets(request);
    Result<QList<HistoryEntry>> found =
        withDatabase([&](HistoryDatabase& database) { return database.entries({id}); });
    if (!found)
        return tl::make_unexpected(found.error());
    if (found->isEmpty())
        return fail(ErrorCode::FileNotFound, QStringLiteral("exchange %1 of the history").arg(id));
    HistoryRecord record;
    record.entry = found->first();
    fillEntry(record.entry, exchange);
    QList<HttpHop> hops;
    for (const HttpHop& hop : exchange.hops) {
        hops.append(secrets.cleaned(hop));
        record.heads +=
            QString::fromUtf8(hops.last().requestHead) + QString::fromUtf8(hops.last().responseHead);
    }
    record.hops = historycodec::encodeHops(hops);
    record.request = historycodec::encodeRequest(secrets.request());
    record.isDecodedSame = !exchange.decoded || exchange.decoded == exchange.body;
    record.decodeError = exchange.decodeError;
    record.text = requestText(secrets.request()) + u'\n' + searchText(exchange.content().get());
    Result<void> kept; // where the disk is full, the rest is kept all the same
    const auto keep = [&](const std::shared_ptr<BodyFile>& body, qint64 bytes, bool isDecoded,
                          HistoryBody& to) {
        if (!body)
            return;
        Result<HistoryBody> result = keepBody(*body, bytes, bodyPath(id, isDecoded));
        if (!result)
            kept = tl::make_unexpected(result.error());
        to = result ? std::move(*result) : HistoryBody{HistoryBody::Place::Lost, bytes, {}};
    };
    keep(exchange.body, exchange.bodyBytes, false, record.body);
    if (!record.isDecodedSame)
        keep(exchange.decoded, exchange.decodedBytes, true, record.decoded);
    const Result<void> done =
        withDatabase([&](HistoryDatabase& database) { return database.update(record); });
    if (!done)
        return done;
    m_storedBytes += record.storedBytes();
    const Result<void> trimmed = trim();
    return kept ? trimmed : kept;
}

/// Of what is too large for half of the history only the heads are kept: it would drive out all else.
Result<HistoryBody> HistoryStore::keepBody(const BodyFile& body, qint64 bytes, const QString& file)
{
    HistoryBody kept;
    kept.bytes = bytes;
    if (!body.bytes().isNull() && bytes <= HistoryBody::inlineBytes) {
        kept.place = HistoryBody::Place::Inline;
        kept.content = body.bytes();
    } else if (bytes <= HistoryBody::inlineBytes) {
        const Result<QByteArray> content = readFile(body.path(), HistoryBody::inlineBytes);
        if (!content)
            return tl::make_unexpected(content.error());
        kept.place = HistoryBody::Place::Inline;
        kept.content = *content;
    } else if (bytes > m_config.capBytes / 2) {
        kept.place = HistoryBody::Place::TooLarge;
    } else {
        if (Result<void> linked = linkOrCopy(body.path(), file); !linked)
            return tl::make_unexpected(linked.error());
        kept.place = HistoryBody::Place::File;
    }
    return kept;
}

Result<void> HistoryStore::count()
{
    const Result<qint64> bytes = m_database->storedBytes();
    if (!bytes)
        return tl::make_unexpected(bytes.error());
    m_storedBytes = *bytes;
    return {};
}

Result<void> HistoryStore::trim()
{
    if (m_storedBytes <= m_config.capBytes)
        return {};
    // Others may have written or removed since we counted.
    if (Result<void> counted = count(); !counted || m_storedBytes <= m_config.capBytes)
        return counted;
    (void)m_database->endInterrupted();
    Result<void> done;
    const auto wanted = qint64(double(m_config.capBytes) * roomAfterTrim);
    while (done && m_storedBytes > wanted) {
        const Result<HistoryDatabase::Oldest> oldest =
            m_database->oldest(m_storedBytes - wanted, removedAtOnce);
        if (!oldest || oldest->ids.isEmpty())
            return oldest ? Result<void>() : tl::make_unexpected(oldest.error());
        done = removeNow(oldest->ids);
        m_storedBytes -= oldest->bytes;
        m_trimmed += oldest->ids.size();
    }
    m_untidy = Untidy::Deleted;
    m_hasRemoved = true;
    return done;
}

Result<void> HistoryStore::removeNow(const QList<qint64>& ids)
{
    if (Result<void> removed = m_database->remove(ids); !removed)
        return removed;
    for (const qint64 id : ids) {
        QFile::remove(bodyPath(id, false));
        QFile::remove(bodyPath(id, true));
    }
    return {};
}

Result<QList<qint64>> HistoryStore::find(const HistoryQuery& query)
{
    return withDatabase([&](HistoryDatabase& database) { return database.find(query); });
}

Result<QList<HistoryEntry>> HistoryStore::entries(const QList<qint64>& ids)
{
    return withDatabase([&](HistoryDatabase& database) { return database.entries(ids); });
}

Result<StoredExchange> HistoryStore::load(qint64 id)
{
    const Result<HistoryRecord> record =
        withDatabase([&](HistoryDatabase& database) { return database.record(id); });
    if (!record)
        return tl::make_unexpected(record.error());
    StoredExchange stored;
    stored.entry = record->entry;
    stored.emptied = record->emptied;
    Result<HttpRequest> request = historycodec::decodeRequest(record->request);
    if (!request)
        return tl::make_unexpected(request.error());
    stored.request = std::move(*request);
    HttpExchange& exchange = stored.exchange;
    exchange.phase = phaseOf(record->entry.end);
    exchange.error = exchange.phase == HttpExchange::Phase::Canceled ? Error{ErrorCode::Canceled, {}, 0}
                                                                     : record->entry.error;
    Result<QList<HttpHop>> hops = historycodec::decodeHops(record->hops);
    if (!hops)
        return tl::make_unexpected(hops.error());
    exchange.hops = std::move(*hops);
    exchange.decodeError = record->decodeError;
    if (record->entry.end == HistoryEntry::End::Interrupted)
        stored.notes.append(QStringLiteral("The program ended before this exchange did."));
    const Result<std::shared_ptr<BodyFile>> body = bodyOf(record->body, bodyPath(id, false), stored.notes);
    const Result<std::shared_ptr<BodyFile>> decoded =
        record->isDecodedSame ? body : bodyOf(record->decoded, bodyPath(id, true), stored.notes);
    if (!body || !decoded)
        return tl::make_unexpected(body ? decoded.error() : body.error());
    exchange.body = *body;
    exchange.bodyBytes = *body ? record->body.bytes : 0;
    const bool hasDecoded = !record->decodeError || !record->isDecodedSame;
    exchange.decoded = hasDecoded ? *decoded : nullptr;
    exchange.decodedBytes =
        exchange.decoded ? (record->isDecodedSame ? record->body.bytes : record->decoded.bytes) : 0;
    return stored;
}

Result<std::shared_ptr<BodyFile>> HistoryStore::bodyOf(const HistoryBody& body, const QString& file,
                                                       QStringList& notes)
{
    switch (body.place) {
    case HistoryBody::Place::None: break;
    case HistoryBody::Place::Inline: return std::make_shared<BodyFile>(body.content, m_bodies);
    case HistoryBody::Place::TooLarge:
        notes.append(QStringLiteral("The body of %1 bytes was too large for the history.").arg(body.bytes));
        break;
    case HistoryBody::Place::Lost:
        notes.append(QStringLiteral("The body of %1 bytes could not be kept.").arg(body.bytes));
        break;
    case HistoryBody::Place::File: {
        Result<std::shared_ptr<BodyFile>> linked = m_bodies->link(file);
        if (linked || linked.error().code != ErrorCode::FileNotFound)
            return linked;
        notes.append(QStringLiteral("The file of the body, %1, is gone.").arg(file));
        break;
    }
    }
    return nullptr;
}

Result<void> HistoryStore::setPinned(const QList<qint64>& ids, bool isPinned)
{
    return withDatabase([&](HistoryDatabase& database) { return database.setPinned(ids, isPinned); });
}

Result<qint64> HistoryStore::remove(const QList<qint64>& ids)
{
    m_untidy = Untidy::Deleted; // of the deletion before
    return withDatabase([&](HistoryDatabase& database) { return database.markDeleted(ids); });
}

Result<qint64> HistoryStore::clear()
{
    m_untidy = Untidy::Deleted;
    return withDatabase([](HistoryDatabase& database) {
        const Result<void> ended = database.endInterrupted();
        return ended ? database.markAllDeleted() : tl::make_unexpected(ended.error());
    });
}

Result<void> HistoryStore::takeBack(qint64 deletion)
{
    return withDatabase([&](HistoryDatabase& database) { return database.takeBack(deletion); });
}

} // namespace wl
