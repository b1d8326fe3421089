// SPDX-License-Identifier: MIT
#include "history/historyquery.h"

#include <QDateTime>
#include <QRegularExpression>

namespace wl {

namespace {

tl::unexpected<Error> bad(const QString& words)
{
    return fail(ErrorCode::BadSyntax, words);
}

/// Words at blanks; quotes hold blanks together and go.
struct Token
{
    QString key; ///< before the first colon outside of quotes, lower case; empty = none
    QString value;
};

QList<Token> tokensOf(const QString& text)
{
    QList<Token> tokens;
    Token token;
    bool isQuoted = false;
    bool hasAny = false;
    const auto finish = [&] {
        if (hasAny)
            tokens.append(token);
        token = {};
        hasAny = false;
    };
    for (const QChar c : text) {
        if (c == u'"') {
            isQuoted = !isQuoted;
            hasAny = true;
        } else if (c.isSpace() && !isQuoted) {
            finish();
        } else if (c == u':' && !isQuoted && token.key.isEmpty() && !token.value.isEmpty()) {
            token.key = std::exchange(token.value, {}).toLower();
        } else {
            token.value += c;
            hasAny = true;
        }
    }
    finish();
    return tokens;
}

Result<HistoryQuery::Range> statusOf(const QString& text)
{
    static const QRegularExpression classes(QStringLiteral("^([0-9])xx$"),
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression numbers(QStringLiteral("^(<=|>=|<|>)?([0-9]{1,3})(?:-([0-9]{1,3}))?$"));
    if (const auto match = classes.match(text); match.hasMatch()) {
        const int hundred = match.captured(1).toInt() * 100;
        return HistoryQuery::Range{hundred, hundred + 99};
    }
    const auto match = numbers.match(text);
    const QString sign = match.captured(1);
    if (!match.hasMatch() || (!sign.isEmpty() && match.hasCaptured(3)))
        return bad(QStringLiteral("status:%1 is none of 404, 4xx, 400-499, >=500").arg(text));
    const int first = match.captured(2).toInt();
    HistoryQuery::Range range{first, match.hasCaptured(3) ? match.captured(3).toInt() : first};
    if (sign.startsWith(u'<'))
        range = {1, sign.size() == 2 ? first : first - 1};
    else if (sign.startsWith(u'>'))
        range = {sign.size() == 2 ? first : first + 1, 999};
    return range;
}

Result<qint64> timeOf(const QString& text, qint64 nowMs)
{
    static const QRegularExpression spans(QStringLiteral("^([0-9]{1,9})([smhdw])$"));
    const QString word = text.toLower();
    if (const auto match = spans.match(word); match.hasMatch()) {
        static const QHash<QChar, qint64> units{
            {u's', 1000}, {u'm', 60'000}, {u'h', 3'600'000}, {u'd', 86'400'000}, {u'w', 7 * 86'400'000LL}};
        return nowMs - match.captured(1).toLongLong() * units.value(match.captured(2).at(0));
    }
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs).date();
    QDateTime time = QDateTime::fromString(text.toUpper(), Qt::ISODate);
    if (word == QLatin1String("today"))
        time = today.startOfDay();
    else if (word == QLatin1String("yesterday"))
        time = today.addDays(-1).startOfDay();
    if (!time.isValid())
        return bad(QStringLiteral("\"%1\" is no time such as 30m, 1h, 2d, today or 2026-11-27").arg(text));
    return time.toMSecsSinceEpoch();
}

Result<void> takeState(HistoryQuery& query, const QString& word)
{
    if (word == QLatin1String("pinned"))
        query.isPinned = true;
    else if (word == QLatin1String("failed"))
        query.hasFailed = true;
    else
        return bad(QStringLiteral("is:%1 is neither is:pinned nor is:failed").arg(word));
    return {};
}

template <typename Value>
Result<void> put(std::optional<Value>& to, Result<Value> value)
{
    if (!value)
        return tl::make_unexpected(value.error());
    to = *value;
    return {};
}

Result<void> take(HistoryQuery& query, const Token& token, qint64 nowMs)
{
    if (token.key == QLatin1String("host"))
        query.hosts.append(token.value.toLower());
    else if (token.key == QLatin1String("url"))
        query.urls.append(token.value);
    else if (token.key == QLatin1String("method"))
        query.methods.append(token.value);
    else if (token.key == QLatin1String("status"))
        return put(query.status, statusOf(token.value));
    else if (token.key == QLatin1String("since"))
        return put(query.sinceMs, timeOf(token.value, nowMs));
    else if (token.key == QLatin1String("before"))
        return put(query.beforeMs, timeOf(token.value, nowMs));
    else if (token.key == QLatin1String("is"))
        return takeState(query, token.value.toLower());
    else
        query.words.append(token.key.isEmpty() ? token.value : token.key + u':' + token.value);
    return {};
}

} // namespace

Result<HistoryQuery> HistoryQuery::parse(const QString& text, qint64 nowMs)
{
    HistoryQuery query;
    for (const Token& token : tokensOf(text)) {
        if (token.value.isEmpty() && token.key.isEmpty())
            continue;
        if (Result<void> taken = take(query, token, nowMs); !taken)
            return tl::make_unexpected(taken.error());
    }
    return query;
}

} // namespace wl
