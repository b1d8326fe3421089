// SPDX-License-Identifier: MIT
#include "capture/savecapture.h"

#include "base/filecommit.h"
#include "capture/capturesaver.h"
#include "capture/saveselection.h"

namespace wl {

namespace {

constexpr quint64 recordsPerProgress = 4096;

} // namespace

Result<SaveResult> saveCapture(const RecordSource& source, const QString& path, const SaveOptions& options)
{
    auto file = FileCommit::begin(path);
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    CaptureSaver saver(source, options.notes, [&file](QByteArrayView blocks) { return file->write(blocks); });
    const std::vector<RecordId> selected =
        options.selection ? withOpenings(source, *options.selection) : std::vector<RecordId>();
    const quint64 total = options.selection ? selected.size() : source.recordCount();
    for (quint64 done = 0; done < total; ++done) {
        if (done % recordsPerProgress == 0) {
            if (options.stop.stop_requested()) {
                return fail(ErrorCode::Canceled, path);
            }
            if (options.progress) {
                options.progress(done, total);
            }
        }
        const RecordId id = options.selection ? selected[done] : RecordId(done);
        for (quint64 passed = done > 0 && options.selection ? selected[done - 1].value() + 1 : id.value();
             passed < id.value(); ++passed) {
            saver.leaveOut(source.record(RecordId(passed)));
        }
        if (const auto added = saver.add(id); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    if (const auto finished = saver.finish(); !finished) {
        return tl::make_unexpected(finished.error());
    }
    if (const auto committed = file->commit(); !committed) {
        return tl::make_unexpected(committed.error());
    }
    if (options.progress) {
        options.progress(total, total);
    }
    return SaveResult{saver.records(), saver.recordsDropped(), saver.bytes()};
}

} // namespace wl
