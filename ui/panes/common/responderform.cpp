// SPDX-License-Identifier: MIT
#include "ui/panes/common/responderform.h"

#include "ui_responderform.h"

namespace wl {

namespace {

using Kind = ResponderSpec::Kind;

QString kindWord(Kind kind)
{
    switch (kind) {
    case Kind::None: return ResponderForm::tr("Nothing");
    case Kind::Echo: return ResponderForm::tr("Echo");
    case Kind::FixedReply: return ResponderForm::tr("Fixed reply");
    case Kind::JsonApi: return ResponderForm::tr("JSON API");
    }
    return {};
}

} // namespace

ResponderForm::ResponderForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ResponderForm>())
{
    m_ui->setupUi(this);
    for (const Kind kind : {Kind::None, Kind::Echo, Kind::FixedReply, Kind::JsonApi})
        addKind(kind);
    m_ui->reply->setPayloadName(tr("Reply"));
    m_ui->reply->setPlaceholderText(tr("Reply, such as OK\\r\\n"));
    connectAll();
    setSpec({});
}

ResponderForm::~ResponderForm() = default;

void ResponderForm::connectAll()
{
    connect(m_ui->kind, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (m_isLoading || index < 0)
            return;
        m_spec.kind = Kind(m_ui->kind->itemData(index).toInt());
        showKind();
        emit edited();
    });
    connect(m_ui->reply, &PayloadField::edited, this, [this] {
        m_spec.reply = m_ui->reply->spec();
        emit edited();
    });
    connect(m_ui->closeAfter, &QCheckBox::toggled, this, [this](bool on) {
        if (m_isLoading)
            return;
        m_spec.closeAfterReply = on;
        emit edited();
    });
}

void ResponderForm::addKind(Kind kind)
{
    m_ui->kind->addItem(kindWord(kind), int(kind));
}

void ResponderForm::setForDatagrams()
{
    m_forDatagrams = true;
    m_isLoading = true;
    m_ui->kind->removeItem(m_ui->kind->findData(int(Kind::JsonApi)));
    m_isLoading = false;
    showKind();
}

void ResponderForm::setSpec(const ResponderSpec& spec)
{
    m_spec = spec;
    m_isLoading = true;
    if (m_ui->kind->findData(int(spec.kind)) < 0)
        addKind(spec.kind);
    m_ui->kind->setCurrentIndex(m_ui->kind->findData(int(spec.kind)));
    m_ui->reply->setSpec(spec.reply);
    m_ui->closeAfter->setChecked(spec.closeAfterReply);
    m_isLoading = false;
    showKind();
}

void ResponderForm::showKind()
{
    const bool hasReply = m_spec.kind == Kind::FixedReply;
    m_ui->reply->setVisible(hasReply);
    setSizePolicy(hasReply ? QSizePolicy::Expanding : QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_ui->closeAfter->setVisible(!m_forDatagrams && m_spec.kind != Kind::JsonApi);
}

QString ResponderForm::problem() const
{
    if (m_spec.kind != Kind::FixedReply || m_ui->reply->problem().isEmpty())
        return {};
    return tr("The reply cannot be sent: %1").arg(m_ui->reply->problem());
}

} // namespace wl
