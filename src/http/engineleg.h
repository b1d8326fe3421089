// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

namespace wl {

/// One request of our own engine on its way, whatever version of HTTP it speaks. Network thread, belongs to
/// its engine.
class EngineLeg : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// The exchange that it carries, 0 where that is over.
    [[nodiscard]] virtual quint32 exchange() const = 0;
    /// Ends the exchange with Canceled.
    virtual void cancel() = 0;
    /// The reader of the body has taken some.
    virtual void resume() = 0;

signals:
    /// The exchange is over, and its observer knows.
    void ended();
};

} // namespace wl
