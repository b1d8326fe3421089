// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpauth.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QGridLayout;
class QLineEdit;

namespace wl {

/// The lines of one kind of authentication, two beside each other. What they edit is a member of HttpAuth
/// that each line names. UI thread.
class AuthForm : public QWidget
{
    Q_OBJECT
public:
    /// Where a line's text lives.
    using Member = std::function<QString&(HttpAuth&)>;
    /// In a part of it.
    template <typename Part>
    [[nodiscard]] static Member within(Part HttpAuth::*part, QString Part::*text)
    {
        return [part, text](HttpAuth& auth) -> QString& { return auth.*part.*text; };
    }

    explicit AuthForm(QWidget* parent = nullptr);

    QLineEdit* addLine(const QString& label, const QString& name, Member member,
                       const QString& placeholder = {});
    void addSecret(const QString& label, const QString& name, Member member);
    /// A whole number; 0 is an empty line.
    QLineEdit* addPort(const QString& label, const QString& name, std::function<quint16&(HttpAuth&)> member);
    /// `read` gives the index of the word that is chosen, `write` takes it.
    QComboBox* addChoice(const QString& label, const QString& name, const QStringList& words,
                         std::function<int(const HttpAuth&)> read, std::function<void(HttpAuth&, int)> write);
    /// Takes the whole width below the lines.
    void addBelow(QWidget* widget);

    void load(const HttpAuth& auth); ///< no edited()
    void store(HttpAuth& auth) const;

signals:
    void edited();

private:
    void place(const QString& label, QWidget* control, QWidget* buddy);
    void watch(QLineEdit* line, Member member);
    void typed();

    QGridLayout* m_grid;
    int m_places = 0;
    QList<std::function<void(HttpAuth&)>> m_loads;
    QList<std::function<void(HttpAuth&)>> m_stores;
    bool m_isLoading = false;
};

} // namespace wl
