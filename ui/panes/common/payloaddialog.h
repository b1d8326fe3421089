// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"

#include <QDialog>

namespace wl {

class PayloadEditor;

/// The whole payload editor in a window of its own, for a field that has only one line. Every change is told
/// at once. UI thread.
class PayloadDialog : public QDialog
{
    Q_OBJECT
public:
    PayloadDialog(const QString& name, const PayloadSpec& spec, QWidget* parent = nullptr);

signals:
    void edited(const wl::PayloadSpec& spec);

private:
    PayloadEditor* m_editor = nullptr;
};

} // namespace wl
