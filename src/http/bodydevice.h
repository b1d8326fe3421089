// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpbody.h"

#include <QFile>
#include <QIODevice>

#include <memory>

namespace wl {

/// A request's body as the engine reads it: segments one after another, files piece by piece, never held
/// whole. Lives on the managers' thread.
class BodyDevice final : public QIODevice
{
    Q_OBJECT
public:
    explicit BodyDevice(BodyPlan plan, QObject* parent = nullptr);

    [[nodiscard]] qint64 size() const override { return m_size; }
    [[nodiscard]] bool isSequential() const override { return false; }

    /// Nobody needs the rest any more: the next read fails, which ends the engine's request.
    void abandon() { m_hasFailed = true; }

signals:
    /// A file could not be read, or is shorter than it was.
    void failed(const wl::Error& error);

protected:
    qint64 readData(char* data, qint64 maxSize) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    [[nodiscard]] qint64 readPiece(qint64 position, char* data, qint64 maxSize);
    [[nodiscard]] qint64 readFile(qsizetype index, qint64 offset, char* data, qint64 size);
    qint64 refuse(const Error& error);

    BodyPlan m_plan;
    qint64 m_size;
    std::unique_ptr<QFile> m_file;
    qsizetype m_fileIndex = -1;
    bool m_hasFailed = false;
};

} // namespace wl
