// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/widgets/copymenu.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace wl {

enum class Protocol : quint8;

/// The decoded messages of one connection, a line each, live while it grows, and the fields of the selected
/// one below them. Follows the tail while at the bottom. UI thread.
class MessagesView : public QWidget
{
    Q_OBJECT
public:
    explicit MessagesView(QWidget* parent = nullptr);
    ~MessagesView() override;

    /// An invalid connection shows nothing.
    void show(std::shared_ptr<const RecordSource> source, ConnectionId connection,
              std::optional<Protocol> decodeAs);
    [[nodiscard]] ConnectionId connection() const;
    /// Pulls what is new.
    void refresh();
    [[nodiscard]] int count() const;
    /// How much of the connection is decoded, 0 to 100.
    [[nodiscard]] int percent() const;
    [[nodiscard]] Protocol protocol() const;

    [[nodiscard]] bool isFollowing() const;
    void follow();
    /// Selects the first message that a record is part of.
    void showRecord(RecordId id);

signals:
    /// A message was selected: the record that it begins in.
    void recordActivated(wl::RecordId id);
    void followingChanged(bool isFollowing);

private:
    void setUpTable();
    void setUpTree();
    void setFollowing(bool isFollowing);
    void selectionChanged(int row);
    void copyLine();
    void copyContent(CopyFormat format);
    void showMenu(const QPoint& position);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
