// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodycheck.h"

#include "decode/jsonformat.h"
#include "decode/markupformat.h"
#include "ui/widgets/payloadconversion.h"

#include <QCoreApplication>
#include <QXmlStreamReader>

namespace wl {

namespace {

class BodyCheckText
{
    Q_DECLARE_TR_FUNCTIONS(BodyCheck)
};

void checkJsonText(BodyCheck& check, const QByteArray& bytes, const std::stop_token& stop)
{
    const std::optional<JsonError> error = checkJson(bytes, stop);
    check.isValid = !error;
    if (!error)
        return;
    check.problem = JsonWords::sentence(bytes, *error);
    check.at = QString::fromUtf8(bytes.first(error->offset)).size();
}

/// Well-formedness only: nothing that the text names is opened, and entities are expanded within Qt's limit.
void checkXmlText(BodyCheck& check, const QString& text, const std::stop_token& stop)
{
    QXmlStreamReader reader(text);
    int tokens = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (++tokens % 1024 == 0 && stop.stop_requested())
            return;
    }
    check.isValid = !reader.hasError();
    if (check.isValid)
        return;
    check.problem = BodyCheckText::tr("line %1, column %2: %3")
                        .arg(reader.lineNumber())
                        .arg(reader.columnNumber())
                        .arg(reader.errorString());
    check.at = std::clamp<qsizetype>(reader.characterOffset() - 1, 0, text.size());
}

} // namespace

BodyCheck BodyCheck::of(const QString& text, BodyLanguage language, const std::stop_token& stop)
{
    BodyCheck check;
    const QByteArray bytes = text.toUtf8();
    check.bytes = bytes.size();
    check.hasSpecials = payloadconversion::hasSpecials(text);
    if (bytes.isEmpty())
        return check;
    if (language == BodyLanguage::Json)
        checkJsonText(check, bytes, stop);
    else if (language == BodyLanguage::Xml)
        checkXmlText(check, text, stop);
    return check;
}

QString BodyCheck::formatted(const QString& text, BodyLanguage language, bool indented)
{
    const QByteArray bytes = text.toUtf8();
    if (language == BodyLanguage::Json) {
        JsonStyle style;
        style.kind = indented ? JsonStyle::Kind::Indented : JsonStyle::Kind::Minified;
        return QString::fromUtf8(formattedJson(bytes, style));
    }
    if (language != BodyLanguage::Xml || !indented)
        return text;
    QByteArray made;
    (void)formatMarkup(bytes, false, [&](QByteArrayView piece) {
        made += piece;
        return true;
    });
    return QString::fromUtf8(made);
}

} // namespace wl
