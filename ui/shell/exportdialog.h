// SPDX-License-Identifier: MIT
#pragma once

#include "query/exportoptions.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;

namespace wl {

/// Asks in which form to export which records: all, those that are shown, the selected rows, one
/// conversation. Not modal; it only asks. UI thread.
class ExportDialog : public QDialog
{
    Q_OBJECT
public:
    /// What there is to choose from.
    struct Scopes
    {
        quint64 all = 0;                        ///< records
        RecordChoice shown = {};                ///< by the list
        std::optional<quint64> shownCount = {}; ///< none: nobody knows yet
        qsizetype selected = 0;
        ConnectionId conversation = {}; ///< of the current row; invalid: none
    };
    enum class Scope : quint8 { All, Shown, Selected, Conversation };

    explicit ExportDialog(const Scopes& scopes, QWidget* parent = nullptr);

    [[nodiscard]] Scope scope() const;
    /// Format, payload and directions; the records are the asker's, but for those of Shown.
    [[nodiscard]] ExportOptions options() const;
    /// "capture.har"
    [[nodiscard]] QString suggestedName() const;
    [[nodiscard]] QString suffix() const;

private:
    QComboBox* addBox(const QString& name, const QString& label, const QStringList& items);
    void setUpScopes();
    void updateControls();
    [[nodiscard]] ExportFormat format() const;

    Scopes m_scopes;
    QComboBox* m_format = nullptr;
    QComboBox* m_scope = nullptr;
    QComboBox* m_payload = nullptr;
    QComboBox* m_direction = nullptr;
    QLabel* m_hint = nullptr;
};

} // namespace wl
