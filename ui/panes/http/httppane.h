// SPDX-License-Identifier: MIT
#pragma once

#include "http/requestcode.h"
#include "ui/panes/pane.h"
#include "workspace/inheritedauth.h"

#include <memory>

namespace wl {

struct StoredExchange;

/// An HTTP request and its response: method and URL, query, header fields, body; status, views, timings.
class HttpPane final : public Pane
{
    Q_OBJECT
public:
    explicit HttpPane(const PaneContext& context, QWidget* parent = nullptr);
    ~HttpPane() override;

    [[nodiscard]] ItemContent content() const override;
    void setContent(const ItemContent& content) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] PaneState state() const override;
    void trigger(bool toggle) override;
    void commitEdits() override;
    [[nodiscard]] bool isRunning() const override;
    [[nodiscard]] EndpointId endpoint() const override;
    void focusForm() override;
    /// The pages of the request and the response, saving the body, copying the request.
    [[nodiscard]] QList<PaneCommand> commands() override;

    /// Says in the pane's bar what of a command was not taken over into this request.
    void showImportNotes(const QStringList& notes);
    /// Whether certificates are not verified: marked, for this pane, no part of its content.
    void setUnverified(bool on);
    /// Where HttpAuth::Kind::Inherit looks; asked each time it is needed.
    void setInheritance(std::function<InheritedAuth()> inheritance);
    /// Says what of a request that came out of the history is not there, and shows its response.
    void showStored(const StoredExchange& stored, bool withResponse);

private:
    void connectAll();
    void connectExchange();
    void connectRaw();
    void connectAuth();
    void takeForm();
    void preview();
    void send(bool verify);
    void takeEndpoint();
    void prepare(const HttpRequest& request);
    void start(const HttpRequest& request);
    void actOnBar();
    void connectCookies();
    void followCookies();
    void showServerStart(const ServerStart& server, const HttpRequest& request);
    void showRawPlace();
    void copyAs(CodeForm form);
    void takeCopy(const Result<CodeText>& code);
    void cancel();
    void showEnd();
    void showState();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
