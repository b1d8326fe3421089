// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl {

/// Builds one JSON array of values that are JSON already. A value.
class JsonArray
{
public:
    void add(const QByteArray& json)
    {
        m_items += m_items.isEmpty() ? "" : ",";
        m_items += json;
    }
    [[nodiscard]] QByteArray json() const { return '[' + m_items + ']'; }

private:
    QByteArray m_items;
};

} // namespace wl
