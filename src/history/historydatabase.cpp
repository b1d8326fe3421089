// SPDX-License-Identifier: MIT
#include "history/historydatabase.h"

#include "history/processlife.h"

#include <QSqlError>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace wl {

namespace {

/// The number that SQLite gave, without what it says beyond the kind.
ErrorCode sqlErrorCode(const QSqlError& error)
{
    // https://www.sqlite.org/rescode.html: PERM, READONLY, CORRUPT, FULL, CANTOPEN, NOTADB
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case 3:
    case 8:
    case 14: return ErrorCode::FileNotWritable;
    case 11:
    case 26: return ErrorCode::FileMalformed;
    case 13: return ErrorCode::DiskFull;
    default: return ErrorCode::FileFailed;
    }
}

tl::unexpected<Error> failed(const QSqlError& error)
{
    return fail(sqlErrorCode(error), error.databaseText());
}

QString endName(HistoryEntry::End end)
{
    switch (end) {
    case HistoryEntry::End::Done: return QStringLiteral("done");
    case HistoryEntry::End::Failed: return QStringLiteral("failed");
    case HistoryEntry::End::Canceled: return QStringLiteral("canceled");
    case HistoryEntry::End::Running:
    case HistoryEntry::End::Interrupted: break;
    }
    return QStringLiteral("begun");
}

HistoryEntry::End endOf(const QString& name, qint64 process, qint64 sinceMs)
{
    using End = HistoryEntry::End;
    if (name == QLatin1String("done"))
        return End::Done;
    if (name == QLatin1String("failed"))
        return End::Failed;
    if (name == QLatin1String("canceled"))
        return End::Canceled;
    return isProcessThere(process, sinceMs) ? End::Running : End::Interrupted;
}

QVariant errorValue(const std::optional<Error>& error)
{
    return error ? QVariant(errorName(error->code)) : QVariant();
}

QString marks(qsizetype count)
{
    QString text = QStringLiteral("?,").repeated(count);
    text.chop(1);
    return text;
}

QVariantList valuesOf(const QList<qint64>& ids)
{
    return {ids.begin(), ids.end()};
}

constexpr qsizetype idsAtOnce = 500;

QList<qint64> chunkOf(const QList<qint64>& ids, qsizetype from)
{
    return ids.sliced(from, std::min(idsAtOnce, ids.size() - from));
}

const QString entryColumns =
    QStringLiteral("id, started_ms, method, url, host, status, ended, error, error_detail, "
                   "duration_us, wire_bytes, body_bytes, pinned, process");

HistoryEntry entryOf(const QSqlQuery& row)
{
    HistoryEntry entry;
    entry.id = row.value(0).toLongLong();
    entry.startedMs = row.value(1).toLongLong();
    entry.method = row.value(2).toString();
    entry.url = row.value(3).toString();
    entry.host = row.value(4).toString();
    entry.status = row.value(5).toInt();
    entry.end = endOf(row.value(6).toString(), row.value(13).toLongLong(), entry.startedMs);
    if (entry.end == HistoryEntry::End::Failed)
        entry.error = {errorCodeOf(row.value(7).toString()).value_or(ErrorCode::NetworkFailed),
                       row.value(8).toString(), 0};
    entry.durationUs = row.value(9).toLongLong();
    entry.wireBytes = row.value(10).toLongLong();
    entry.bodyBytes = row.value(11).toLongLong();
    entry.isPinned = row.value(12).toBool();
    return entry;
}

HistoryBody bodyOf(const QSqlQuery& row, int column)
{
    HistoryBody body;
    body.place = HistoryBody::Place(std::clamp(row.value(column).toInt(), 0, int(HistoryBody::Place::Lost)));
    body.bytes = row.value(column + 1).toLongLong();
    body.content = row.value(column + 2).toByteArray();
    return body;
}

/// What brings a file of one version to the next.
const QList<QStringList>& migrations()
{
    static const QList<QStringList> steps{
        {
            QStringLiteral(
                "CREATE TABLE exchange (id INTEGER PRIMARY KEY AUTOINCREMENT, started_ms INTEGER NOT NULL, "
                "method TEXT NOT NULL, url TEXT NOT NULL, host TEXT NOT NULL, status INTEGER NOT NULL, "
                "ended TEXT NOT NULL, error TEXT, error_detail TEXT, duration_us INTEGER NOT NULL, "
                "wire_bytes INTEGER NOT NULL, body_bytes INTEGER NOT NULL, "
                "pinned INTEGER NOT NULL DEFAULT 0, process INTEGER NOT NULL DEFAULT 0, "
                "deletion INTEGER NOT NULL DEFAULT 0, stored_bytes INTEGER NOT NULL)"),
            QStringLiteral("CREATE INDEX exchange_deletion ON exchange (deletion, id)"),
            QStringLiteral(
                "CREATE TABLE content (id INTEGER PRIMARY KEY REFERENCES exchange (id) ON DELETE CASCADE, "
                "request BLOB NOT NULL, emptied TEXT NOT NULL, hops BLOB, "
                "body_place INTEGER, body_size INTEGER, body BLOB, "
                "decoded_place INTEGER, decoded_size INTEGER, decoded BLOB, "
                "is_decoded_same INTEGER, decode_error TEXT, decode_detail TEXT)"),
            QStringLiteral("CREATE VIRTUAL TABLE words USING fts5 (url, heads, body, "
                           "tokenize = \"unicode61 remove_diacritics 2\")"),
        },
        {
            // Who may take which deletion back; numbers are never given twice.
            QStringLiteral("CREATE TABLE deletion (id INTEGER PRIMARY KEY AUTOINCREMENT, "
                           "process INTEGER NOT NULL, made_ms INTEGER NOT NULL)"),
            QStringLiteral("INSERT INTO sqlite_sequence (name, seq) "
                           "SELECT 'deletion', coalesce(max(deletion), 0) FROM exchange"),
        },
    };
    return steps;
}

} // namespace

qint64 HistoryRecord::storedBytes() const
{
    constexpr qint64 perRow = 1024; // of both tables and the index
    constexpr qint64 perText = 2;   // the text itself and its words in the index
    qint64 bytes = perRow + request.size() + hops.size() + perText * (heads.size() + text.size());
    for (const HistoryBody* held : {&body, &decoded}) {
        if (held->place == HistoryBody::Place::Inline || held->place == HistoryBody::Place::File)
            bytes += held->bytes;
    }
    return bytes;
}

HistoryDatabase::HistoryDatabase(QString connection)
    : m_connection(std::move(connection))
    , m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection))
{
}

HistoryDatabase::~HistoryDatabase()
{
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<HistoryDatabase>> HistoryDatabase::open(const QString& path)
{
    static std::atomic<int> number{0};
    std::unique_ptr<HistoryDatabase> database(
        new HistoryDatabase(QStringLiteral("history-%1").arg(++number)));
    if (Result<void> prepared = database->prepareFile(path); !prepared)
        return tl::make_unexpected(prepared.error());
    if (Result<void> migrated = database->migrate(); !migrated)
        return tl::make_unexpected(migrated.error());
    return database;
}

Result<void> HistoryDatabase::prepareFile(const QString& path)
{
    // SQLite gives the files beside it the mode of this one.
    const int fd =
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return fail(fileErrorCode(errno), path, errno);
    ::close(fd);
    m_database.setDatabaseName(path);
    if (!m_database.open())
        return failed(m_database.lastError());
    for (const char* pragma : {"auto_vacuum=INCREMENTAL", "journal_mode=WAL", "synchronous=NORMAL",
                               "foreign_keys=ON", "temp_store=MEMORY", "secure_delete=ON"}) {
        if (Result<void> set = execute(QStringLiteral("PRAGMA ") + QLatin1String(pragma)); !set)
            return set;
    }
    return {};
}

Result<void> HistoryDatabase::migrate()
{
    Result<QList<qint64>> version = ids(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return tl::make_unexpected(version.error());
    const qint64 found = version->value(0);
    if (found > schemaVersion)
        return fail(ErrorCode::FileMalformed,
                    QStringLiteral("it was written by a later version of this program"));
    if (found == schemaVersion)
        return {};
    return inTransaction([&]() -> Result<void> {
        // Another program may have done it meanwhile.
        version = ids(QStringLiteral("PRAGMA user_version"));
        if (!version)
            return tl::make_unexpected(version.error());
        for (qint64 step = version->value(0); step < schemaVersion; ++step) {
            for (const QString& sql : migrations().at(step)) {
                if (Result<void> done = execute(sql); !done)
                    return done;
            }
        }
        return execute(QStringLiteral("PRAGMA user_version = %1").arg(schemaVersion));
    });
}

Result<QSqlQuery> HistoryDatabase::run(const QString& sql, const QVariantList& values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failed(query.lastError());
    for (const QVariant& value : values) {
        // A null text would be NULL, not an empty one.
        const bool isNullText = value.typeId() == QMetaType::QString && value.toString().isNull();
        query.addBindValue(isNullText ? QVariant(QStringLiteral("")) : value);
    }
    if (!query.exec())
        return failed(query.lastError());
    return query;
}

Result<void> HistoryDatabase::execute(const QString& sql, const QVariantList& values)
{
    const Result<QSqlQuery> query = run(sql, values);
    return query ? Result<void>() : tl::make_unexpected(query.error());
}

Result<void> HistoryDatabase::executeIn(const QString& sql, const QList<qint64>& numbers)
{
    Result<void> done;
    for (qsizetype from = 0; done && from < numbers.size(); from += idsAtOnce) {
        const QList<qint64> chunk = chunkOf(numbers, from);
        done = execute(sql + QStringLiteral(" IN (%1)").arg(marks(chunk.size())), valuesOf(chunk));
    }
    return done;
}

Result<QList<qint64>> HistoryDatabase::ids(const QString& sql, const QVariantList& values)
{
    Result<QSqlQuery> query = run(sql, values);
    if (!query)
        return tl::make_unexpected(query.error());
    QList<qint64> found;
    while (query->next())
        found.append(query->value(0).toLongLong());
    if (query->lastError().isValid())
        return failed(query->lastError());
    return found;
}

Result<void> HistoryDatabase::index(const HistoryRecord& record)
{
    if (Result<void> removed =
            execute(QStringLiteral("DELETE FROM words WHERE rowid = ?"), {record.entry.id});
        !removed)
        return removed;
    return execute(QStringLiteral("INSERT INTO words (rowid, url, heads, body) VALUES (?, ?, ?, ?)"),
                   {record.entry.id, record.entry.url, record.heads, record.text});
}

Result<qint64> HistoryDatabase::add(const HistoryRecord& record)
{
    return inTransaction([&]() -> Result<qint64> {
        const HistoryEntry& entry = record.entry;
        const QString sql =
            QStringLiteral("INSERT INTO exchange (started_ms, method, url, host, status, ended, "
                           "duration_us, wire_bytes, body_bytes, process, stored_bytes) "
                           "VALUES (%1)")
                .arg(marks(11));
        Result<QSqlQuery> inserted =
            run(sql, {entry.startedMs, entry.method, entry.url, entry.host, entry.status,
                      endName(HistoryEntry::End::Running), entry.durationUs, entry.wireBytes, entry.bodyBytes,
                      qint64(::getpid()), record.storedBytes()});
        if (!inserted)
            return tl::make_unexpected(inserted.error());
        HistoryRecord stored = record;
        stored.entry.id = inserted->lastInsertId().toLongLong();
        Result<void> done =
            execute(QStringLiteral("INSERT INTO content (id, request, emptied) VALUES (?, ?, ?)"),
                    {stored.entry.id, record.request, record.emptied.join(u'\n')});
        if (done)
            done = index(stored);
        return done ? Result<qint64>(stored.entry.id) : tl::make_unexpected(done.error());
    });
}

Result<void> HistoryDatabase::update(const HistoryRecord& record)
{
    return inTransaction([&]() -> Result<void> {
        const HistoryEntry& entry = record.entry;
        Result<void> done = execute(
            QStringLiteral(
                "UPDATE exchange SET status = ?, ended = ?, error = ?, error_detail = ?, duration_us = ?, "
                "wire_bytes = ?, body_bytes = ?, process = 0, stored_bytes = ? WHERE id = ?"),
            {entry.status, endName(entry.end), errorName(entry.error.code), entry.error.detail,
             entry.durationUs, entry.wireBytes, entry.bodyBytes, record.storedBytes(), entry.id});
        if (done)
            done = execute(
                QStringLiteral("UPDATE content SET hops = ?, body_place = ?, body_size = ?, body = ?, "
                               "decoded_place = ?, decoded_size = ?, decoded = ?, is_decoded_same = ?, "
                               "decode_error = ?, decode_detail = ? WHERE id = ?"),
                {record.hops, int(record.body.place), record.body.bytes, record.body.content,
                 int(record.decoded.place), record.decoded.bytes, record.decoded.content,
                 record.isDecodedSame, errorValue(record.decodeError),
                 record.decodeError ? record.decodeError->detail : QString(), entry.id});
        return done ? index(record) : done;
    });
}

Result<QList<HistoryEntry>> HistoryDatabase::entries(const QList<qint64>& wanted)
{
    QHash<qint64, HistoryEntry> found;
    for (qsizetype from = 0; from < wanted.size(); from += idsAtOnce) {
        const QList<qint64> chunk = chunkOf(wanted, from);
        Result<QSqlQuery> query = run(
            QStringLiteral("SELECT %1 FROM exchange WHERE id IN (%2)").arg(entryColumns, marks(chunk.size())),
            valuesOf(chunk));
        if (!query)
            return tl::make_unexpected(query.error());
        while (query->next()) {
            const HistoryEntry entry = entryOf(*query);
            found.insert(entry.id, entry);
        }
    }
    QList<HistoryEntry> list;
    for (const qint64 id : wanted) {
        if (const auto entry = found.constFind(id); entry != found.constEnd())
            list.append(*entry);
    }
    return list;
}

Result<HistoryRecord> HistoryDatabase::record(qint64 id)
{
    Result<QSqlQuery> query =
        run(QStringLiteral("SELECT %1 FROM exchange WHERE id = ? AND deletion = 0").arg(entryColumns), {id});
    if (!query)
        return tl::make_unexpected(query.error());
    if (!query->next())
        return fail(ErrorCode::FileNotFound, QStringLiteral("exchange %1 of the history").arg(id));
    HistoryRecord record;
    record.entry = entryOf(*query);
    query = run(QStringLiteral("SELECT request, emptied, hops, body_place, body_size, body, decoded_place, "
                               "decoded_size, decoded, is_decoded_same, decode_error, decode_detail "
                               "FROM content WHERE id = ?"),
                {id});
    if (!query)
        return tl::make_unexpected(query.error());
    if (!query->next())
        return fail(ErrorCode::FileMalformed, QStringLiteral("exchange %1 of the history").arg(id));
    record.request = query->value(0).toByteArray();
    record.emptied = query->value(1).toString().split(u'\n', Qt::SkipEmptyParts);
    record.hops = query->value(2).toByteArray();
    record.body = bodyOf(*query, 3);
    record.decoded = bodyOf(*query, 6);
    record.isDecodedSame = query->value(9).isNull() || query->value(9).toBool();
    if (const auto code = errorCodeOf(query->value(10).toString()))
        record.decodeError = Error{*code, query->value(11).toString(), 0};
    return record;
}

Result<void> HistoryDatabase::setPinned(const QList<qint64>& which, bool isPinned)
{
    return inTransaction([&] {
        return executeIn(QStringLiteral("UPDATE exchange SET pinned = %1 WHERE id").arg(int(isPinned)),
                         which);
    });
}

Result<HistoryDatabase::Oldest> HistoryDatabase::oldest(qint64 bytes, int limit)
{
    Result<QSqlQuery> query =
        run(QStringLiteral("SELECT id, stored_bytes FROM exchange WHERE deletion = 0 AND "
                           "pinned = 0 AND process = 0 ORDER BY id LIMIT ?"),
            {limit});
    if (!query)
        return tl::make_unexpected(query.error());
    Oldest oldest;
    while (oldest.bytes < bytes && query->next()) {
        oldest.ids.append(query->value(0).toLongLong());
        oldest.bytes += query->value(1).toLongLong();
    }
    return oldest;
}

Result<qint64> HistoryDatabase::storedBytes()
{
    const Result<QList<qint64>> sum =
        ids(QStringLiteral("SELECT total(stored_bytes) FROM exchange WHERE deletion = 0"));
    return sum ? Result<qint64>(sum->value(0)) : tl::make_unexpected(sum.error());
}

} // namespace wl
