// SPDX-License-Identifier: MIT
#include "ui/panes/http/fieldrows.h"

#include <algorithm>

namespace wl::fieldrows {

QList<KeyValueRow> fromFields(const QList<HttpField>& fields)
{
    QList<KeyValueRow> rows;
    for (const HttpField& field : fields)
        rows << KeyValueRow{.name = field.name,
                            .value = field.value,
                            .description = field.description,
                            .files = {},
                            .fileName = {},
                            .contentType = {},
                            .enabled = field.enabled,
                            .secret = field.secret};
    return rows;
}

QList<HttpField> toFields(const QList<KeyValueRow>& rows)
{
    QList<HttpField> fields;
    for (const KeyValueRow& row : rows)
        fields << HttpField{row.name, row.value, row.enabled, row.secret, row.description};
    return fields;
}

QList<KeyValueRow> fromParts(const QList<HttpPart>& parts)
{
    QList<KeyValueRow> rows;
    for (const HttpPart& part : parts)
        rows << KeyValueRow{.name = part.name,
                            .value = part.text,
                            .description = part.description,
                            .files = part.files,
                            .fileName = part.fileName,
                            .contentType = part.contentType,
                            .enabled = part.enabled,
                            .secret = false};
    return rows;
}

QList<HttpPart> toParts(const QList<KeyValueRow>& rows)
{
    QList<HttpPart> parts;
    for (const KeyValueRow& row : rows)
        parts << HttpPart{row.name,    row.value,       row.files,   row.contentType,
                          row.enabled, row.description, row.fileName};
    return parts;
}

int activeCount(const QList<KeyValueRow>& rows)
{
    return int(std::count_if(rows.begin(), rows.end(), [](const KeyValueRow& row) { return row.enabled; }));
}

} // namespace wl::fieldrows
