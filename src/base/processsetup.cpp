// SPDX-License-Identifier: MIT
#include "base/processsetup.h"

#include <QNetworkProxyFactory>

#include <csignal>
#include <sys/resource.h>

namespace wl {

void setUpProcess(bool headless)
{
    qputenv("QT_NO_THREADED_GLIB", "1");
    if (headless) {
        qputenv("QT_NO_GLIB", "1");
    }
    QNetworkProxyFactory::setUseSystemConfiguration(false);
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN); // a limit on file sizes is a full disk, not the end of the program
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

} // namespace wl
