// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

namespace wl::cli {

/// One exchange of the demo: starts, and tells exactly once whether all was as it must be. Main thread.
class DemoExchange : public QObject
{
    Q_OBJECT
public:
    explicit DemoExchange(const QString& name)
        : m_name(name)
    {
    }

    [[nodiscard]] QString name() const { return m_name; }
    virtual void start() = 0;

signals:
    /// `what` is what happened, in a few words.
    void finished(bool isRight, const QString& what);

private:
    QString m_name;
};

/// Bytes as a quoted piece of text, shortened: "Hello\n".
[[nodiscard]] QString demoQuoted(const QByteArray& bytes);

} // namespace wl::cli
