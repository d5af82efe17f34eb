package dev.tare.specimen.mesh;

import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.proxy.Passage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * Where everything of a mesh stands and which way calls go: pure arithmetic on a chart.
 *
 * <p>A call from A to B goes A, A's sidecar, B's sidecar, B, as far as the topology has those
 * sidecars. A sidecar is one process, with a passage for what comes in to its service and one for
 * each service that it calls.
 *
 * @param services with the addresses that each of them needs, in the chart's order
 * @param sidecars those that there are; none without a topology
 * @param entry where the load goes
 * @param security how the load must speak
 */
public record Layout(
        List<PlacedService> services,
        List<Sidecar> sidecars,
        Endpoint entry,
        Passage.Inbound security) {

    /**
     * How a mesh is to be laid out.
     *
     * @param topology where sidecars stand
     * @param mutualTls whether calls between two sidecars are secured by mTLS
     * @param tls whether the load speaks TLS to the sidecar that it meets
     */
    record Wish(Topology topology, boolean mutualTls, boolean tls) {
        static final Wish NOTHING = new Wish(Topology.NONE, false, false);

        Wish {
            if ((mutualTls || tls) && !topology.besideCalled()) {
                throw new IllegalArgumentException(
                        "%s needs a sidecar beside the service: topology both, or server"
                                .formatted(mutualTls ? "mtls" : "tls"));
            }
            if (mutualTls && tls) {
                throw new IllegalArgumentException("mtls is tls too; leave tls out");
            }
        }
    }

    /**
     * A service in its place.
     *
     * @param at where it listens
     * @param calls where it is to call those that it calls, by name
     */
    record PlacedService(Chart.Service service, Endpoint at, Map<String, Endpoint> calls) {}

    /**
     * A sidecar.
     *
     * @param beside the workload that it belongs to
     * @param adminPort its counters are read from
     * @param passages the ways through it
     * @param timesARequest how often a request of the load passes through each; empty: that varies
     */
    record Sidecar(
            String beside,
            int adminPort,
            List<Passage> passages,
            Map<String, OptionalLong> timesARequest) {}

    /**
     * Lays a chart out.
     *
     * @param origin of the plan
     * @param host literal address that services listen on; sidecars listen on loopback
     * @param ports gives another free port at each call
     * @throws IllegalArgumentException when the wish cannot be met; the message says why
     */
    static Layout of(Chart chart, Wish wish, Endpoint origin, String host, IntSupplier ports) {
        return new Maker(chart, wish, origin, host, ports).make();
    }

    /** The workloads that need an identity: those at the ends of secured calls. */
    List<String> workloads() {
        List<String> names = new ArrayList<>();
        for (Sidecar sidecar : sidecars) {
            for (Passage passage : sidecar.passages()) {
                if (passage.outbound().isPresent()
                        || !(passage.inbound() instanceof Passage.Inbound.Plain)) {
                    add(names, sidecar.beside());
                }
            }
        }
        if (security instanceof Passage.Inbound.MutualTls) {
            add(names, Chart.LOAD);
        }
        return names;
    }

    private static void add(List<String> names, String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    /** Makes one layout. */
    private static final class Maker {
        private final Chart chart;
        private final Wish wish;
        private final IntSupplier ports;
        private final Map<String, Endpoint> at = new LinkedHashMap<>();
        private final Map<String, Endpoint> ingress = new LinkedHashMap<>();
        private final Map<String, Builder> sidecars = new LinkedHashMap<>();

        Maker(Chart chart, Wish wish, Endpoint origin, String host, IntSupplier ports) {
            this.chart = chart;
            this.wish = wish;
            this.ports = ports;
            for (Chart.Service service : chart.services()) {
                boolean shared = service.runs() instanceof Chart.Runs.Origin;
                at.put(service.name(), shared ? origin : new Endpoint(host, ports.getAsInt()));
            }
        }

        private static final class Builder {
            private final List<Passage> passages = new ArrayList<>();
            private final Map<String, OptionalLong> times = new LinkedHashMap<>();

            void add(Passage passage, OptionalLong timesARequest) {
                passages.add(passage);
                times.put(passage.name(), timesARequest);
            }
        }

        Layout make() {
            if (wish.topology().besideCalled()) {
                chart.services().forEach(this::addIngress);
            }
            Map<String, Map<String, Endpoint>> calls = new LinkedHashMap<>();
            for (Chart.Service service : chart.services()) {
                Map<String, Endpoint> own = new LinkedHashMap<>();
                for (String called : service.calls().keySet()) {
                    own.put(called, wayTo(service.name(), called));
                }
                calls.put(service.name(), own);
            }
            Endpoint entry =
                    chart.loadInside() ? wayTo(Chart.LOAD, chart.entry()) : direct(chart.entry());
            List<PlacedService> placed =
                    chart.services().stream()
                            .map(service ->
                                    new PlacedService(
                                            service,
                                            of(at, service.name()),
                                            Map.copyOf(of(calls, service.name()))))
                            .toList();
            List<Sidecar> made = new ArrayList<>();
            sidecars.forEach((beside, builder) ->
                    made.add(
                            new Sidecar(
                                    beside,
                                    ports.getAsInt(),
                                    List.copyOf(builder.passages),
                                    Map.copyOf(builder.times))));
            return new Layout(placed, List.copyOf(made), entry, securityOfLoad());
        }

        private Passage.Inbound securityOfLoad() {
            boolean meetsIngress =
                    wish.topology().besideCalled()
                            && !(chart.loadInside() && wish.topology().besideCallers());
            if (wish.tls() && !meetsIngress) {
                throw new IllegalArgumentException(
                        "tls is between the load and the sidecar that it meets; with a sidecar of"
                                + " its own beside the load take mtls");
            }
            return meetsIngress
                    ? inbound(chart.service(chart.entry()))
                    : new Passage.Inbound.Plain();
        }

        private void addIngress(Chart.Service service) {
            Passage passage =
                    new Passage(
                            "in-" + service.name(),
                            ports.getAsInt(),
                            inbound(service),
                            of(at, service.name()),
                            Optional.empty(),
                            service.http2());
            builder(service.name()).add(passage, timesARequest(service.name()));
            ingress.put(service.name(), Endpoint.loopback(passage.port()));
        }

        private Passage.Inbound inbound(Chart.Service service) {
            List<String> secured = new ArrayList<>();
            boolean plain = false;
            for (Chart.Service caller : chart.services()) {
                if (caller.calls().containsKey(service.name())) {
                    boolean both = wish.mutualTls() && wish.topology().besideCallers();
                    if (both) {
                        secured.add(caller.name());
                    }
                    plain |= !both;
                }
            }
            boolean fromLoad = service.name().equals(chart.entry());
            if (fromLoad && wish.tls()) {
                return new Passage.Inbound.Tls();
            }
            if (fromLoad) {
                boolean shown = wish.mutualTls() && chart.loadInside();
                if (shown) {
                    secured.add(Chart.LOAD);
                }
                plain |= !shown;
            }
            if (!secured.isEmpty() && plain) {
                throw new IllegalArgumentException(
                        "service \"%s\" is called with mTLS and without it; that cannot be"
                                .formatted(service.name()));
            }
            return secured.isEmpty()
                    ? new Passage.Inbound.Plain()
                    : new Passage.Inbound.MutualTls(secured);
        }

        /** Where a caller goes to reach a service: its own sidecar, the other's, or the service. */
        private Endpoint wayTo(String caller, String called) {
            if (!wish.topology().besideCallers()) {
                return direct(called);
            }
            boolean secured = wish.mutualTls() && wish.topology().besideCalled();
            Passage passage =
                    new Passage(
                            "out-" + called,
                            ports.getAsInt(),
                            new Passage.Inbound.Plain(),
                            direct(called),
                            secured ? Optional.of(called) : Optional.empty(),
                            chart.service(called).http2());
            builder(caller).add(passage, timesOfCall(caller, called));
            return Endpoint.loopback(passage.port());
        }

        private Endpoint direct(String called) {
            return ingress.getOrDefault(called, of(at, called));
        }

        private Builder builder(String beside) {
            return sidecars.computeIfAbsent(beside, _ -> new Builder());
        }

        /** How often a request of the load reaches a service; empty: that varies. */
        private OptionalLong timesARequest(String name) {
            long times = name.equals(chart.entry()) ? 1 : 0;
            for (Chart.Service caller : chart.services()) {
                if (caller.calls().containsKey(name)) {
                    OptionalLong more = timesOfCall(caller.name(), name);
                    if (more.isEmpty()) {
                        return more;
                    }
                    times += more.getAsLong();
                }
            }
            return OptionalLong.of(times);
        }

        private OptionalLong timesOfCall(String caller, String called) {
            if (caller.equals(Chart.LOAD)) {
                return OptionalLong.of(1);
            }
            OptionalLong ofCaller = timesARequest(caller);
            var each = chart.service(caller).calls().get(called);
            return each == null || each.isEmpty() || ofCaller.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(ofCaller.getAsLong() * each.getAsInt());
        }

        private static <T> T of(Map<String, T> map, String name) {
            return java.util.Objects.requireNonNull(map.get(name), name);
        }
    }
}
