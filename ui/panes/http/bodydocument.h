// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/mappedfile.h"
#include "ui/panes/http/textindex.h"

#include <QString>

#include <memory>

namespace wl {

class BodyFile;

/// A text on disk with its line index, for a BodyTextView. Immutable once it is shared; any thread.
struct BodyDocument
{
    enum class Syntax : quint8 { None, Json, Markup };

    std::shared_ptr<const BodyFile> owner; ///< keeps the file
    std::shared_ptr<const MappedFile> file;
    TextIndex index;
    Syntax syntax = Syntax::None; ///< colors

    [[nodiscard]] QByteArrayView text() const { return file ? file->view() : QByteArrayView(); }
};

} // namespace wl
