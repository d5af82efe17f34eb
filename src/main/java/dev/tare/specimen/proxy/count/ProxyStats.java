package dev.tare.specimen.proxy.count;

import dev.tare.specimen.proxy.copy.CopyCounters;
import dev.tare.specimen.proxy.copy.CopyMethod;
import dev.tare.specimen.proxy.count.ProxyCounters.Count;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What minivoy has done since its start; the content of {@code /stats}.
 *
 * <p>{@code requests} = final responses + requests in flight + those whose client was cut off;
 * final responses are those of the classes 2 to 5.
 */
public final class ProxyStats {
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final Map<ProxyError, Long> errors = new EnumMap<>(ProxyError.class);
    private final List<Long> acceptedByThread;
    private final Map<String, Long> listenerRequests;
    private final List<HandshakeStats> handshakes;

    private final Map<CopyCounters.Count, Long> copies = new EnumMap<>(CopyCounters.Count.class);
    private final CopyMethod copyMethod;

    public ProxyStats(
            List<ProxyCounters> loops,
            CopyMethod method,
            List<CopyCounters> copiers,
            Map<String, Long> listenerRequests,
            List<HandshakeStats> handshakes) {
        this.listenerRequests = Collections.unmodifiableMap(new LinkedHashMap<>(listenerRequests));
        this.handshakes = List.copyOf(handshakes);
        copyMethod = method;
        for (CopyCounters.Count count : CopyCounters.Count.values()) {
            copies.put(count, sum(copiers, copier -> copier.of(count)));
        }
        for (Count count : Count.values()) {
            counts.put(count, sum(loops, counters -> counters.of(count)));
        }
        acceptedByThread =
                loops.stream().map(loop -> loop.of(Count.CLIENT_CONNECTIONS_ACCEPTED)).toList();
        for (ProxyError error : ProxyError.values()) {
            errors.put(error, sum(loops, counters -> counters.errors(error)));
        }
    }

    private static <T> long sum(List<T> loops, ToLongFunction<T> value) {
        return loops.stream().mapToLong(value).sum();
    }

    /** Whole request heads from clients, and malformed ones that were answered. */
    public long requests() {
        return of(Count.REQUESTS);
    }

    /**
     * Responses to clients.
     *
     * @param statusClass 1 to 5 for 1xx to 5xx; interim responses count in class 1
     */
    public long responses(int statusClass) {
        return switch (statusClass) {
            case 1 -> of(Count.RESPONSES_1XX);
            case 2 -> of(Count.RESPONSES_2XX);
            case 3 -> of(Count.RESPONSES_3XX);
            case 4 -> of(Count.RESPONSES_4XX);
            case 5 -> of(Count.RESPONSES_5XX);
            default ->
                    throw new IllegalArgumentException(
                            "status class %d must be 1 to 5".formatted(statusClass));
        };
    }

    /** Responses that are minivoy's own and not the upstream's. */
    public long localResponses() {
        return of(Count.LOCAL_RESPONSES);
    }

    /** Client connections that were served. */
    public long clientConnectionsAccepted() {
        return of(Count.CLIENT_CONNECTIONS_ACCEPTED);
    }

    /** The same for each thread: whether the kernel spreads them. */
    public List<Long> clientConnectionsByThread() {
        return acceptedByThread;
    }

    /** Client connections that were closed at once: there were too many. */
    public long clientConnectionsRefused() {
        return of(Count.CLIENT_CONNECTIONS_REFUSED);
    }

    /** Client connections open now. */
    public long clientConnectionsOpen() {
        return clientConnectionsAccepted() - of(Count.CLIENT_CONNECTIONS_CLOSED);
    }

    /** Connections to the upstream that were begun. */
    public long upstreamConnectionsOpened() {
        return of(Count.UPSTREAM_CONNECTIONS_OPENED);
    }

    /** Connections to the upstream open now, idle ones included. */
    public long upstreamConnectionsOpen() {
        return upstreamConnectionsOpened() - of(Count.UPSTREAM_CONNECTIONS_CLOSED);
    }

    /** TLS handshakes with clients that were finished. */
    public long clientHandshakes() {
        return of(Count.CLIENT_HANDSHAKES);
    }

    /** How many of {@link #clientHandshakes} resumed an earlier session. */
    public long clientHandshakesResumed() {
        return of(Count.CLIENT_HANDSHAKES_RESUMED);
    }

    /** TLS handshakes with the upstream that were finished. */
    public long upstreamHandshakes() {
        return of(Count.UPSTREAM_HANDSHAKES);
    }

    /** How many of {@link #upstreamHandshakes} resumed an earlier session. */
    public long upstreamHandshakesResumed() {
        return of(Count.UPSTREAM_HANDSHAKES_RESUMED);
    }

    /**
     * How many of {@link #requests} have come by each listener, by the listeners' names in their
     * order.
     */
    public Map<String, Long> listenerRequests() {
        return listenerRequests;
    }

    /**
     * What all finished handshakes have negotiated: {@link #clientHandshakes} by listener, and
     * those with the upstreams by the clusters that are configured now.
     */
    public List<HandshakeStats> handshakes() {
        return handshakes;
    }

    /** Requests begun on a connection to the upstream, retries included. */
    public long upstreamRequests() {
        return of(Count.UPSTREAM_REQUESTS);
    }

    /** How many of {@link #upstreamRequests} took a connection that had served others before. */
    public long upstreamReuses() {
        return of(Count.UPSTREAM_REUSES);
    }

    /** Requests sent again because a kept connection turned out to be closed. */
    public long retries() {
        return of(Count.RETRIES);
    }

    /** Bytes read from clients. */
    public long clientBytesReceived() {
        return of(Count.CLIENT_BYTES_RECEIVED);
    }

    /**
     * Bytes to clients that the kernel took; by TLS those that were encrypted, before they were.
     */
    public long clientBytesSent() {
        return of(Count.CLIENT_BYTES_SENT);
    }

    /** Bytes read from the upstream. */
    public long upstreamBytesReceived() {
        return of(Count.UPSTREAM_BYTES_RECEIVED);
    }

    /** Bytes to the upstream that the kernel took; by TLS those that were encrypted, likewise. */
    public long upstreamBytesSent() {
        return of(Count.UPSTREAM_BYTES_SENT);
    }

    /** By what means the bytes of bodies pass. */
    public CopyMethod copyMethod() {
        return copyMethod;
    }

    /** What the copy engines have done. */
    public long copies(CopyCounters.Count count) {
        return copies.getOrDefault(count, 0L);
    }

    /** Errors of one kind. */
    public long errors(ProxyError error) {
        return errors.getOrDefault(error, 0L);
    }

    /** Errors of all kinds. */
    public long errors() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Any of the counts. */
    public long of(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    /** How often new connections had to wait, for there were no more descriptors. */
    public long acceptPauses() {
        return of(Count.ACCEPT_PAUSES);
    }

    /** One line of JSON. */
    public String json() {
        JsonText json = new JsonText().object();
        counts.forEach((count, value) -> json.name(nameOf(count)).value(value));
        json.name("client_connections_by_thread").array();
        for (long accepted : acceptedByThread) {
            json.value(accepted);
        }
        json.endArray();
        json.name("client_connections_open").value(clientConnectionsOpen());
        json.name("upstream_connections_open").value(upstreamConnectionsOpen());
        json.name("copy").object().name("engine").value(copyMethod.word());
        copies.forEach((count, value) -> json.name(nameOf(count)).value(value));
        json.endObject().name("errors").object();
        errors.forEach((error, value) -> json.name(error.jsonName()).value(value));
        json.endObject().name("listeners").object();
        listenerRequests.forEach((name, requests) ->
                json.name(name).object().name("requests").value(requests).endObject());
        json.endObject().name("tls_handshakes").array();
        for (HandshakeStats each : handshakes) {
            json.object().name("side").value(each.side().text()).name("name").value(each.name());
            json.name("version").value(each.suite().protocol());
            json.name("cipher").value(each.suite().cipher());
            json.name("count").value(each.count()).endObject();
        }
        return json.endArray().endObject().line();
    }

    private static String nameOf(Enum<?> count) {
        return count.name().toLowerCase(Locale.ROOT);
    }

    /** The errors that were seen at all, by kind. */
    public Map<ProxyError, Long> errorsSeen() {
        Map<ProxyError, Long> seen = new EnumMap<>(errors);
        seen.values().removeIf(count -> count == 0);
        return Collections.unmodifiableMap(seen);
    }
}
