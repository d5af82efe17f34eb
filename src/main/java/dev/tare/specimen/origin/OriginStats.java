package dev.tare.specimen.origin;

import dev.tare.specimen.origin.OriginCounters.Count;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an origin has done since its start; the content of {@code /stats}.
 *
 * @param requests whole request heads by what they asked for
 * @param connectionsAccepted connections that were served
 * @param connectionsRefused connections that were closed at once: there were too many
 * @param connectionsOpen connections open now
 * @param bytesReceived bytes read from sockets
 * @param bytesSent bytes that the kernel took
 * @param stalls how often a loop stood still
 */
public record OriginStats(
        Map<RouteClass, Long> requests,
        long connectionsAccepted,
        long connectionsRefused,
        long connectionsOpen,
        long bytesReceived,
        long bytesSent,
        long stalls) {
    public OriginStats {
        requests = Collections.unmodifiableMap(new EnumMap<>(requests));
    }

    static OriginStats of(List<OriginCounters> loops) {
        Map<RouteClass, Long> requests = new EnumMap<>(RouteClass.class);
        for (RouteClass routeClass : RouteClass.values()) {
            requests.put(routeClass, loops.stream().mapToLong(c -> c.requests(routeClass)).sum());
        }
        long accepted = sum(loops, Count.CONNECTIONS_ACCEPTED);
        return new OriginStats(
                requests,
                accepted,
                sum(loops, Count.CONNECTIONS_REFUSED),
                accepted - sum(loops, Count.CONNECTIONS_CLOSED),
                sum(loops, Count.BYTES_RECEIVED),
                sum(loops, Count.BYTES_SENT),
                sum(loops, Count.STALLS));
    }

    private static long sum(List<OriginCounters> loops, Count count) {
        return loops.stream().mapToLong(counters -> counters.of(count)).sum();
    }

    /** Requests of one class. */
    public long requests(RouteClass routeClass) {
        return requests.getOrDefault(routeClass, 0L);
    }

    /** Requests that belong to a load: all but those about the origin itself. */
    public long loadRequests() {
        return requests.entrySet().stream()
                .filter(entry -> !entry.getKey().isAdmin())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Requests about the origin itself, such as {@code /stats}. */
    public long adminRequests() {
        return requests.values().stream().mapToLong(Long::longValue).sum() - loadRequests();
    }

    /** One line of JSON. */
    public String json() {
        StringBuilder json = new StringBuilder("{\"requests\":").append(loadRequests());
        json.append(",\"admin_requests\":").append(adminRequests()).append(",\"by_route\":{");
        String comma = "";
        for (Map.Entry<RouteClass, Long> entry : requests.entrySet()) {
            json.append(comma).append('"').append(entry.getKey().jsonName());
            json.append("\":").append(entry.getValue());
            comma = ",";
        }
        json.append("},\"connections_accepted\":").append(connectionsAccepted);
        json.append(",\"connections_refused\":").append(connectionsRefused);
        json.append(",\"connections_open\":").append(connectionsOpen);
        json.append(",\"bytes_received\":").append(bytesReceived);
        json.append(",\"bytes_sent\":").append(bytesSent);
        return json.append(",\"stalls\":").append(stalls).append("}\n").toString();
    }
}
