// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "ui/widgets/pooljob.h"

#include <QHash>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace wl {

class BodySourceEdit;
class ElidingLabel;
class GraphQlEditor;
class KeyValueEditor;
class KeyValueTable;
class PayloadFilePage;

/// The body of a request: none, text, JSON, XML, form, parts, a file, GraphQL; what was typed for one kind
/// stays while another is chosen. Files can be dropped on it. Text goes out as it is: no escapes, no
/// templates. UI thread.
class BodyEditor : public QWidget
{
    Q_OBJECT
public:
    explicit BodyEditor(QWidget* parent = nullptr);

    void setBody(const HttpBody& body); ///< no edited()
    [[nodiscard]] const HttpBody& body() const { return m_body; }
    /// What Content-Type says where the user typed none.
    void setAutomaticType(const QString& contentType);

    /// Whether the kind in front is one that is written as text.
    [[nodiscard]] bool showsText() const;
    /// In pixels: little without a body, else what an editor of some lines takes.
    [[nodiscard]] int neededHeight() const;

signals:
    void edited();
    void kindShown();

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* setUpRow();
    void setUpPages();
    void connectAll();
    void chooseKind(HttpBody::Kind kind);
    void typed();
    void showKind();
    void takeText();
    void lookAtFiles();
    void showState();
    [[nodiscard]] QString textState(QString& problem) const;
    [[nodiscard]] QString fileState(QString& problem) const;
    [[nodiscard]] bool isPartFile(const QString& path) const;
    [[nodiscard]] BodySourceEdit& source();

    QComboBox* m_kind = nullptr;
    QLineEdit* m_type = nullptr;
    QPushButton* m_format = nullptr;
    QPushButton* m_minify = nullptr;
    QPushButton* m_addFile = nullptr;
    QStackedWidget* m_pages = nullptr;
    BodySourceEdit* m_text = nullptr;
    GraphQlEditor* m_graphQl = nullptr;
    KeyValueEditor* m_form = nullptr;
    KeyValueTable* m_parts = nullptr;
    PayloadFilePage* m_file = nullptr;
    ElidingLabel* m_state = nullptr;
    PoolJob<QHash<QString, qint64>> m_fileJob;
    QHash<QString, qint64> m_fileSizes;
    HttpBody m_body;
    bool m_isLoading = false;
};

} // namespace wl
