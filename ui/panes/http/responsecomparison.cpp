// SPDX-License-Identifier: MIT
#include "ui/panes/http/responsecomparison.h"

#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/httpwords.h"

namespace wl {

namespace {

bodyjob::Source sourceOf(const HttpExchange& exchange)
{
    const HttpHop last = exchange.hops.isEmpty() ? HttpHop() : exchange.hops.last();
    return {exchange.content(), HttpWords::fieldValue(last, "Content-Type"), nullptr};
}

ComparedBytes bytesOf(QByteArrayView view)
{
    ComparedBytes side;
    side.bytes = view.first(std::min(view.size(), Comparison::mostBytes)).toByteArray();
    side.isCut = view.size() > Comparison::mostBytes;
    return side;
}

std::shared_ptr<const Comparison> compared(ComparedBytes left, ComparedBytes right,
                                           const std::stop_token& stop)
{
    return std::make_shared<const Comparison>(compareBytes(std::move(left), std::move(right), stop));
}

QByteArrayView viewOf(const std::shared_ptr<const MappedFile>& file)
{
    return file ? file->view() : QByteArrayView();
}

} // namespace

QByteArray headLines(const HttpExchange& exchange)
{
    if (exchange.hops.isEmpty())
        return {};
    const HttpHop& hop = exchange.hops.last();
    QByteArray lines = hop.version + ' ' + QByteArray::number(hop.status) + ' ' + hop.reason + '\n';
    for (const WireField& field : hop.fields)
        lines += field.name + ": " + field.value + '\n';
    return lines;
}

std::shared_ptr<const ResponseComparison> compareResponses(const HttpExchange& left,
                                                           const HttpExchange& right, bool isOrderIgnored,
                                                           const std::stop_token& stop)
{
    auto result = std::make_shared<ResponseComparison>();
    result->head = compared(bytesOf(headLines(left)), bytesOf(headLines(right)), stop);
    const bodyjob::Source a = sourceOf(left);
    const bodyjob::Source b = sourceOf(right);
    const auto aFile = a.body ? MappedFile::open(a.body->path()) : nullptr;
    const auto bFile = b.body ? MappedFile::open(b.body->path()) : nullptr;
    result->isSameBody = viewOf(aFile) == viewOf(bFile);
    result->bytes = compared(bytesOf(viewOf(aFile)), bytesOf(viewOf(bFile)), stop);
    result->isCut = result->bytes->a.isCut || result->bytes->b.isCut;
    const auto aText = a.body ? bodyjob::pretty(a, std::nullopt, stop).document : nullptr;
    const auto bText = b.body ? bodyjob::pretty(b, std::nullopt, stop).document : nullptr;
    result->isIndented =
        aText && bText && aText->syntax != BodyDocument::Syntax::None && aText->syntax == bText->syntax;
    result->text =
        result->isIndented ? compared(bytesOf(aText->text()), bytesOf(bText->text()), stop) : result->bytes;
    if (a.body && b.body && !stop.stop_requested()) {
        result->left = bodyjob::indexed(a, stop);
        result->right = bodyjob::indexed(b, stop);
        if (result->left && result->right)
            result->structure = diffJson(result->left->nodes(), result->right->nodes(), isOrderIgnored, stop);
    }
    return stop.stop_requested() ? nullptr : result;
}

} // namespace wl
