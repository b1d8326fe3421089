// SPDX-License-Identifier: MIT
#include "base/errortext.h"
#include "base/filecommit.h"
#include "ui/cookies/cookiespage.h"
#include "ui/widgets/messagebar.h"

#include <QDateTime>
#include <QFileDialog>
#include <QPointer>
#include <QStandardPaths>
#include <QThreadPool>

/// CookiesPage: files of cookies, read and written on the pool.
namespace wl {

namespace {

constexpr qsizetype namedNotes = 3;

QString notesText(const QStringList& notes)
{
    QString text = notes.first(std::min(namedNotes, notes.size())).join(QStringLiteral("; "));
    if (notes.size() > namedNotes)
        text += QStringLiteral("; \u2026");
    return text;
}

QFileDialog* makeDialog(QWidget* parent, const QString& title, QFileDialog::AcceptMode mode)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto* dialog = new QFileDialog(parent, title, folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(mode);
    return dialog;
}

/// Runs `work` on the pool and `done` with its result here, unless `asker` is gone by then.
template <typename Work, typename Done>
void onPool(QWidget* asker, Work work, Done done)
{
    QThreadPool::globalInstance()->start([asker = QPointer<QWidget>(asker), work, done] {
        const auto result = work();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [asker, result, done] {
                if (asker)
                    done(result);
            },
            Qt::QueuedConnection);
    });
}

} // namespace

void CookiesPage::chooseExport(Format format)
{
    auto* dialog = makeDialog(this, tr("Export Cookies"), QFileDialog::AcceptSave);
    dialog->selectFile(format == Format::Json ? QStringLiteral("cookies.json")
                                              : QStringLiteral("cookies.txt"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, format](const QString& path) { exportTo(path, format); });
    dialog->open();
}

void CookiesPage::exportTo(const QString& path, Format format)
{
    QStringList notes;
    const QList<Cookie> cookies = listed();
    const QByteArray content =
        format == Format::Json ? writeCookiesJson(cookies) : writeCookiesTxt(cookies, &notes);
    onPool(
        this, [path, content] { return commitFile(path, content); },
        [this, path, notes](const Result<void>& written) {
            if (!written)
                m_bar->showMessage(MessageBar::Kind::Error,
                                   ErrorText::sentence(tr("Cannot export to %1").arg(path), written.error()));
            else
                m_bar->showMessage(notes.isEmpty() ? MessageBar::Kind::Information
                                                   : MessageBar::Kind::Warning,
                                   tr("Exported to %1. %2").arg(path, notesText(notes)).trimmed());
        });
}

void CookiesPage::chooseImport()
{
    auto* dialog = makeDialog(this, tr("Import Cookies"), QFileDialog::AcceptOpen);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &CookiesPage::importFrom);
    dialog->open();
}

/// Our own JSON is known by its first character; no cookies.txt begins with it.
void CookiesPage::importFrom(const QString& path)
{
    onPool(
        this,
        [path]() -> Result<CookieFileContent> {
            const Result<QByteArray> text = readFile(path, cookieFileBytes);
            if (!text)
                return tl::make_unexpected(text.error());
            return text->trimmed().startsWith('[')
                       ? readCookiesJson(*text)
                       : readCookiesTxt(*text, QDateTime::currentMSecsSinceEpoch());
        },
        [this, path](const Result<CookieFileContent>& content) { imported(path, content); });
}

void CookiesPage::imported(const QString& path, const Result<CookieFileContent>& content)
{
    if (!content) {
        m_bar->showMessage(MessageBar::Kind::Error,
                           ErrorText::sentence(tr("Cannot import %1").arg(path), content.error()));
        return;
    }
    const CookieJar before = m_store->jar();
    m_store->change([cookies = content->cookies](CookieJar& jar) {
        for (const Cookie& cookie : cookies)
            jar.put(cookie);
        jar.removeExpired(QDateTime::currentMSecsSinceEpoch());
    });
    emit undoOffered(tr("Imported %1 cookies.").arg(content->cookies.size()), [store = m_store, before] {
        store->change([before](CookieJar& jar) { jar = before; });
    });
    if (!content->notes.isEmpty())
        m_bar->showMessage(MessageBar::Kind::Warning,
                           tr("Not all of %1 was understood: %2").arg(path, notesText(content->notes)));
}

} // namespace wl
