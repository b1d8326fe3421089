// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturestore.h"
#include "session/sessions.h"
#include "ui/shell/mainwindow.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace wl {

/// A test of the main window, over a folder, settings and a live capture of its own, as a first start finds
/// them.
class WindowTest : public QObject
{
protected:
    void open()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings =
            std::make_unique<Settings>(Settings::load(m_folder->filePath(QStringLiteral("settings.ini"))));
        CaptureConfig config;
        config.segmented = true;
        config.path = m_folder->filePath(QStringLiteral("captures/this-run"));
        auto capture = CaptureStore::create(config);
        QVERIFY(capture);
        m_capture = std::move(*capture);
        m_sessions = std::make_unique<Sessions>(*m_capture);
        makeWindow();
    }
    /// The next window over the same, once the one before is gone.
    void makeWindow()
    {
        m_window = std::make_unique<MainWindow>(
            ShellServices{*m_settings, *m_capture, *m_sessions, m_folder->path(),
                          m_folder->filePath(QStringLiteral("captures")), m_secrets});
        m_window->resize(1280, 860);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void close()
    {
        m_window.reset();
        m_sessions.reset();
        m_capture.reset();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<CaptureStore> m_capture;
    std::unique_ptr<Sessions> m_sessions;
    SecretStore* m_secrets = nullptr; ///< for the next window
    std::unique_ptr<MainWindow> m_window;
};

} // namespace wl
