// SPDX-License-Identifier: MIT
#pragma once

#include <QSplitter>

namespace wl {

class RequestForm;

/// A request over its response. The response gets most of the room: the request takes what its page in front
/// has to show and at most about a third, until the user moves the handle. UI thread.
class RequestSplit : public QSplitter
{
    Q_OBJECT
public:
    RequestSplit(RequestForm* request, QWidget* response, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    RequestForm* m_request = nullptr;
    bool m_isUsers = false; ///< the user has placed the handle
};

} // namespace wl
