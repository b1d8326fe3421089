// SPDX-License-Identifier: MIT
#include "commands.h"

#include "base/errortext.h"
#include "decode/jsonformat.h"
#include "decode/jsonquery.h"
#include "exitcode.h"
#include "query/jsondiff.h"
#include "runoptions.h"
#include "terminaltext.h"

#include <QFile>

#include <unistd.h>

namespace wl::cli {

namespace {

OptionParser makeParser()
{
    OptionParser parser(
        QStringLiteral("json"), QStringLiteral("query QUERY [FILE] | diff A B [options]"),
        QStringLiteral(
            "'query' prints what a JSONPath query (RFC 9535) finds in a file or in standard input, one "
            "result\n"
            "a line, each as it stands but for the blanks between its parts. 'diff' prints where two files\n"
            "differ by their structure: + added, - removed, ~ changed, # another order. Numbers are compared "
            "as\n"
            "they are written. The exit code is 1 where nothing was found, or where the files differ."));
    parser.add(QStringLiteral("--paths"), QString(),
               QStringLiteral("query: print the path of each result before it"));
    parser.add(QStringLiteral("--ordered"), QString(),
               QStringLiteral("diff: the order of an object's members counts"));
    parser.add(QStringLiteral("-h, --help"), QString(), QStringLiteral("this help"));
    parser.addExample(QStringLiteral("wireloupe-cli http GET http://127.0.0.1:8080/posts --quiet | "
                                     "wireloupe-cli json query '$[?@.id < 3].title'"),
                      QStringLiteral("two titles"));
    parser.addExample(QStringLiteral("wireloupe-cli json diff before.json after.json"),
                      QStringLiteral("what changed"));
    return parser;
}

/// A file that is mapped, or all of standard input.
class Text
{
public:
    /// False where it cannot be read, which was told.
    bool open(const QString& path)
    {
        const bool isInput = path.isEmpty() || path == QLatin1String("-");
        const QString name = isInput ? QStringLiteral("standard input") : path;
        const bool isOpen = isInput ? m_file.open(STDIN_FILENO, QIODevice::ReadOnly) : openPath(path);
        if (!isOpen) {
            complain(QStringLiteral("Cannot read %1: %2").arg(name, m_file.errorString()));
            return false;
        }
        const qint64 size = isInput ? 0 : m_file.size();
        const uchar* mapped = size > 0 ? m_file.map(0, size) : nullptr;
        if (mapped != nullptr) {
            m_view = QByteArrayView(mapped, size);
        } else {
            m_content = m_file.readAll();
            m_view = m_content;
        }
        m_index = JsonIndex::build(m_view);
        if (m_index->error())
            complain(QStringLiteral("%1 is not valid JSON: %2; what is before it counts")
                         .arg(isInput ? QStringLiteral("Standard input") : path,
                              JsonWords::sentence(m_view, *m_index->error())));
        return true;
    }
    [[nodiscard]] JsonNodes nodes() const { return {m_view, *m_index}; }
    [[nodiscard]] bool isWhole() const { return !m_index->error(); }

private:
    bool openPath(const QString& path)
    {
        m_file.setFileName(path);
        return m_file.open(QIODevice::ReadOnly);
    }

    QFile m_file;
    QByteArray m_content;
    QByteArrayView m_view;
    std::optional<JsonIndex> m_index;
};

/// On one line; harmless where somebody looks at it.
void writeValue(Outlet& out, QByteArrayView value)
{
    JsonStyle style;
    style.kind = JsonStyle::Kind::Minified;
    const QByteArray line = formattedJson(value, style);
    out.write(out.isTerminal() ? harmlessLine(QString::fromUtf8(line)).toUtf8() : line);
}

int query(const OptionParser& parser)
{
    const QStringList& words = parser.positionals();
    const auto parsed = JsonQuery::parse(words.at(1));
    if (!parsed)
        return wrongUsage(parser, QStringLiteral("character %1 of the query: %2")
                                      .arg(parsed.error().place + 1)
                                      .arg(parsed.error().text));
    Text text;
    if (!text.open(words.value(2)))
        return FileFailed;
    const JsonNodes nodes = text.nodes();
    const JsonQueryResult found = runJsonQuery(*parsed, nodes);
    Outlet out(STDOUT_FILENO);
    for (const JsonNode& node : found.nodes) {
        if (out.isBroken())
            break;
        if (parser.isSet(QStringLiteral("--paths")))
            out.write(nodes.normalizedPath(node.offset).toUtf8() + '\t');
        writeValue(out, node.value(nodes.text()));
        out.write("\n");
    }
    if (found.isCut)
        complain(QStringLiteral("There are more results than %1.").arg(JsonQueryResult::maxNodes));
    if (found.gaveUp)
        complain(QStringLiteral("Gave up: this query takes too long on this text. There may be more."));
    const bool isWhole = !found.isCut && !found.gaveUp && text.isWhole();
    return endOutput(out, !isWhole ? FileFailed : found.nodes.empty() ? NotMet : Done);
}

int diff(const OptionParser& parser)
{
    Text before;
    Text after;
    if (!before.open(parser.positionals().at(1)) || !after.open(parser.positionals().at(2)))
        return FileFailed;
    const JsonNodes left = before.nodes();
    const JsonNodes right = after.nodes();
    const JsonDiff found = diffJson(left, right, !parser.isSet(QStringLiteral("--ordered")));
    Outlet out(STDOUT_FILENO);
    for (const JsonChange& change : found.changes) {
        if (out.isBroken())
            break;
        const char* sign = change.kind == JsonChange::Kind::Added     ? "+ "
                           : change.kind == JsonChange::Kind::Removed ? "- "
                           : change.kind == JsonChange::Kind::Changed ? "~ "
                                                                      : "# ";
        const QString path = change.after.isValid() ? right.normalizedPath(change.after.offset)
                                                    : left.normalizedPath(change.before.offset);
        out.write(sign + harmlessLine(path).toUtf8());
        if (change.kind != JsonChange::Kind::Reordered) {
            if (change.before.isValid()) {
                out.write("\t");
                writeValue(out, change.before.value(left.text()));
            }
            if (change.after.isValid()) {
                out.write("\t");
                writeValue(out, change.after.value(right.text()));
            }
        }
        out.write("\n");
    }
    if (found.isCut || found.gaveUp)
        complain(QStringLiteral("There are more differences."));
    const bool isWhole = before.isWhole() && after.isWhole();
    return endOutput(out, !isWhole ? FileFailed : found.changes.empty() ? Done : NotMet);
}

} // namespace

int runJson(const QStringList& words)
{
    OptionParser parser = makeParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    const QStringList& rest = parser.positionals();
    const bool isQuery = rest.value(0) == QLatin1String("query") && (rest.size() == 2 || rest.size() == 3);
    const bool isDiff = rest.value(0) == QLatin1String("diff") && rest.size() == 3;
    if (!isQuery && !isDiff)
        return wrongUsage(parser, QStringLiteral("json takes 'query QUERY [FILE]' or 'diff A B'"));
    return isQuery ? query(parser) : diff(parser);
}

} // namespace wl::cli
