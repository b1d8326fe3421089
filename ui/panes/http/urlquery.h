// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

/// The parameters that stand in a URL's text, as they are typed: nothing is decoded or encoded. Pure
/// functions.
namespace wl::urlquery {

struct Parameter
{
    QString name;
    QString value;
    bool hasEquals = true;

    bool operator==(const Parameter&) const = default;
};

/// The pieces between & behind the first ?, up to a #.
[[nodiscard]] QList<Parameter> parameters(const QString& url);
/// The URL with one parameter's text replaced, everything else as it is; one with neither name nor value is
/// taken out.
[[nodiscard]] QString withParameter(const QString& url, qsizetype index, const Parameter& parameter);

} // namespace wl::urlquery
