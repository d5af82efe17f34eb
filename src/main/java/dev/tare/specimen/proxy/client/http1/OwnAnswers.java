package dev.tare.specimen.proxy.client.http1;

import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import dev.tare.specimen.proxy.count.ProxyError;
import dev.tare.specimen.proxy.exchange.AccessNotes;
import dev.tare.specimen.proxy.exchange.Exchange;
import dev.tare.specimen.proxy.filter.FilterAnswer;
import dev.tare.specimen.proxy.head.RouteAnswer;
import dev.tare.specimen.proxy.loop.ProxyLoop;

/**
 * What minivoy answers a client of HTTP/1.1 itself, and what it counts of its failures.
 *
 * <p>Thread-safety: its loop's thread. Allocation: none, but for the text of an error.
 */
final class OwnAnswers {
    private final ProxyLoop loop;
    private final Downstream client;
    private final Http1Request request;
    private final Exchange exchange;
    private final AccessNotes notes;

    OwnAnswers(ProxyLoop loop, Downstream client, Http1Request request, AccessNotes notes) {
        this.loop = loop;
        this.client = client;
        this.request = request;
        exchange = request.exchange();
        this.notes = notes;
    }

    /** Answers as filters or the route say, or says why there is no upstream. */
    void asRouted() {
        if (exchange.filters().deny()) {
            denied();
            return;
        }
        RouteAnswer answer = exchange.answer();
        if (answer == null) {
            failed(exchange.status(), exchange.error());
            return;
        }
        begin(answer.status());
        send(
                loop.localAnswers()
                        .render(answer, client.connectionOption(), loop.dateLine(), headOnly()));
    }

    /** Answers as the filter says that has denied something. */
    void denied() {
        FilterAnswer answer = countDenial();
        begin(answer.status());
        send(
                loop.localAnswers()
                        .render(answer, client.connectionOption(), loop.dateLine(), headOnly()));
    }

    /** Says what went wrong. */
    void failed(int status, ProxyError error) {
        countError(error);
        begin(status);
        send(
                loop.localAnswers()
                        .render(
                                status,
                                error,
                                client.connectionOption(),
                                loop.dateLine(),
                                headOnly()));
    }

    private void begin(int status) {
        notes.isAnswered(status);
        loop.counters().addResponse(status);
        loop.counters().increment(Count.LOCAL_RESPONSES);
        client.onOwnAnswer();
    }

    private boolean headOnly() {
        return request.method() == HttpMethod.HEAD;
    }

    private void send(int length) {
        if (client.send(loop.localAnswers().bytes(), 0, length)) {
            client.onResponseWhole();
        } else {
            client.onClientGone();
        }
    }

    void countError(ProxyError error) {
        loop.counters().addError(error);
        loop.onRequestFailure(client.connection(), error);
        notes.fails(error);
    }

    /** Counts that a filter has denied something. */
    FilterAnswer countDenial() {
        FilterAnswer denial = exchange.filters().denial();
        if (denial == null) {
            throw new IllegalStateException("nothing was denied");
        }
        countError(ProxyError.of(denial.reason()));
        notes.fails(exchange.filters().countDenial());
        return denial;
    }
}
