// SPDX-License-Identifier: MIT
#include "workspace/yamlreader.h"

#include "base/limits.h"
#include "workspace/workspacetext.h"
#include "workspace/yamlbuilder.h"

#include <QStringDecoder>

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

namespace wl {
namespace {

[[nodiscard]] tl::unexpected<Error> malformed(int line, int column, const QString& what)
{
    return fail(ErrorCode::FileMalformed, yamlPlace(line, column, what));
}

/// UTF-8 without byte order mark, lines ended by LF alone, no control characters (YAML 1.2.2 §5.1; yaml-cpp
/// would take an EOT for the end of the file).
[[nodiscard]] Result<QByteArray> cleanText(QByteArrayView text)
{
    QByteArray clean = text.toByteArray();
    if (clean.startsWith("\xEF\xBB\xBF"))
        clean.remove(0, 3);
    clean.replace("\r\n", "\n");
    clean.replace('\r', '\n');
    int line = 1;
    qsizetype lineStart = 0;
    for (qsizetype i = 0; i < clean.size(); ++i) {
        const auto c = static_cast<uchar>(clean.at(i));
        if (c == '\n') {
            ++line;
            lineStart = i + 1;
        } else if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return malformed(line, int(i - lineStart) + 1, WorkspaceText::tr("a control character"));
        }
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    line = 1;
    for (const QByteArray& row : clean.split('\n')) {
        [[maybe_unused]] const QString decoded = decoder.decode(row);
        if (decoder.hasError())
            return malformed(line, 1, WorkspaceText::tr("not UTF-8 text"));
        ++line;
    }
    return clean;
}

} // namespace

QString yamlPlace(int line, int column, const QString& what)
{
    return WorkspaceText::tr("line %1, column %2: %3").arg(line).arg(column).arg(what);
}

bool hasMoreDocuments(QByteArrayView text)
{
    bool hasContent = false;
    for (QByteArrayView rest = text; !rest.isEmpty();) {
        const qsizetype end = rest.indexOf('\n');
        const QByteArrayView line = (end < 0 ? rest : rest.first(end)).trimmed();
        const bool isMark = rest.startsWith("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t');
        if (isMark && hasContent)
            return true;
        hasContent = hasContent || isMark || !(line.isEmpty() || line[0] == '#' || line[0] == '%');
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
    }
    return false;
}

Result<YamlDocument> readYaml(QByteArrayView text)
{
    if (text.size() > limits::workspaceFileBytes)
        return fail(ErrorCode::TooLarge,
                    WorkspaceText::tr("more than %1 bytes").arg(limits::workspaceFileBytes));
    const Result<QByteArray> clean = cleanText(text);
    if (!clean)
        return tl::make_unexpected(clean.error());
    std::istringstream input(clean->toStdString());
    YamlBuilder builder(*clean);
    try {
        YAML::Parser parser(input);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& e) {
        return malformed(e.mark.line + 1, e.mark.column + 1, QString::fromStdString(e.msg));
    } catch (const YamlRefused& e) {
        return malformed(e.line, e.column, e.what);
    }
    return builder.takeDocument();
}

} // namespace wl
