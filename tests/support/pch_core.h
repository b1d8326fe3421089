// SPDX-License-Identifier: MIT
// What nearly every test includes; precompiled once for all tests without a window.
#pragma once

#include "base/pch.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>
#include <QUdpSocket>
