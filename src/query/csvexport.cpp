// SPDX-License-Identifier: MIT
#include "query/csvexport.h"

namespace wl {

namespace {

bool isControl(QChar c)
{
    return (c < u' ' && c != u'\n' && c != u'\r' && c != u'\t') || (c >= QChar(0x7f) && c < QChar(0xa0));
}

/// What a spreadsheet evaluates begins with one of these (OWASP, CSV Injection).
bool isFormula(const QString& text)
{
    return !text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front());
}

QString withoutControls(const QString& text)
{
    if (std::none_of(text.begin(), text.end(), isControl))
        return text;
    QString shown;
    for (const QChar c : text)
        shown += isControl(c) ? QStringLiteral("\\x%1").arg(int(c.unicode()), 2, 16, QLatin1Char('0'))
                              : QString(c);
    return shown;
}

/// The payload's column; an empty cell where it is not known.
QByteArray payloadCell(PayloadForm form, QByteArrayView payload)
{
    const QByteArray bytes = QByteArray::fromRawData(payload.data(), payload.size());
    switch (form) {
    case PayloadForm::None: break;
    case PayloadForm::Text: return ',' + CsvExport::cell(QString::fromUtf8(payload));
    case PayloadForm::Hex: return ',' + bytes.toHex();
    case PayloadForm::Base64: {
        const QByteArray text = bytes.toBase64();
        return text.startsWith('+') ? ",\"'" + text + '"' : ',' + text;
    }
    }
    return {};
}

const char* payloadColumn(PayloadForm form)
{
    switch (form) {
    case PayloadForm::None: break;
    case PayloadForm::Text: return ",text";
    case PayloadForm::Hex: return ",hex";
    case PayloadForm::Base64: return ",base64";
    }
    return "";
}

} // namespace

CsvExport::CsvExport(const RecordSource& source, PayloadForm payload, ExportOutput& output)
    : m_facts(source)
    , m_payload(payload)
    , m_output(output)
{
}

void CsvExport::begin()
{
    m_output.write("number,time,conn,pane,dir,kind,src,dst,proto,length,info");
    m_output.write(payloadColumn(m_payload));
    m_output.write("\r\n");
}

void CsvExport::add(const Item& item)
{
    const QByteArrayView payload = item.payload.value_or(QByteArrayView());
    const RecordFacts facts = m_facts.factsOf(item.id, item.entry, payload);
    QByteArray line = QByteArray::number(facts.number) + ',' + cell(facts.time) + ',' +
                      QByteArray::number(facts.connection) + ',' + cell(facts.pane) + ',' + facts.direction +
                      ',' + facts.kind + ',' + cell(facts.source) + ',' + cell(facts.destination) + ',' +
                      cell(facts.protocol) + ',' + QByteArray::number(facts.length) + ',' + cell(facts.info);
    const bool isData = item.entry.kind == RecordKind::Data;
    line += payloadCell(m_payload, isData ? payload : QByteArrayView()) + "\r\n";
    m_output.write(line);
    countRecord();
}

QByteArray CsvExport::cell(const QString& text)
{
    const QString shown = (isFormula(text) ? QStringLiteral("'") : QString()) + withoutControls(text);
    const auto isSpecial = [](QChar c) { return QStringView(u"\",\r\n\t").contains(c); };
    const bool isQuoted = shown.startsWith(u' ') || shown.endsWith(u' ') || shown.startsWith(u'\'') ||
                          std::any_of(shown.begin(), shown.end(), isSpecial);
    if (!isQuoted)
        return shown.toUtf8();
    return '"' + QString(shown).replace(u'"', QStringLiteral("\"\"")).toUtf8() + '"';
}

} // namespace wl
