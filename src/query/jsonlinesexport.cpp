// SPDX-License-Identifier: MIT
#include "query/jsonlinesexport.h"

#include "query/jsonline.h"

namespace wl {

JsonLinesExport::JsonLinesExport(const RecordSource& source, PayloadForm payload, ExportOutput& output)
    : m_facts(source)
    , m_payload(payload)
    , m_output(output)
{
}

void JsonLinesExport::add(const Item& item)
{
    const QByteArrayView payload = item.payload.value_or(QByteArrayView());
    const RecordFacts facts = m_facts.factsOf(item.id, item.entry, payload);
    JsonLine line;
    line.add("number", qint64(facts.number)).add("time", facts.time).add("conn", qint64(facts.connection));
    line.add("pane", facts.pane).add("dir", QString::fromLatin1(facts.direction));
    line.add("kind", QString::fromLatin1(facts.kind)).add("src", facts.source).add("dst", facts.destination);
    line.add("proto", facts.protocol).add("length", qint64(facts.length)).add("info", facts.info);
    if (item.entry.kind == RecordKind::Data && !item.payload) {
        line.add("missing", true);
    } else if (item.entry.kind == RecordKind::Data && m_payload != PayloadForm::None) {
        line.addText("text", payload);
        if (m_payload == PayloadForm::Hex)
            line.addHex("hex", payload);
        if (m_payload == PayloadForm::Base64)
            line.add("base64",
                     QString::fromLatin1(QByteArray::fromRawData(payload.data(), payload.size()).toBase64()));
    }
    m_output.write(line.line());
    countRecord();
}

} // namespace wl
