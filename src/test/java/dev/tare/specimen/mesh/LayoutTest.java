package dev.tare.specimen.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.proxy.Passage;
import dev.tare.specimen.control.proxy.Passage.Inbound;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LayoutTest {
    private static final Endpoint ORIGIN = Endpoint.loopback(8000);
    private static final Chart DIRECT = ChartReader.builtIn("direct");
    private static final Chart TWO_HOP = ChartReader.builtIn("twohop");

    private static Layout layout(Chart chart, Topology topology, boolean mutual, boolean tls) {
        AtomicInteger port = new AtomicInteger(9000);
        return Layout.of(
                chart,
                new Layout.Wish(topology, mutual, tls),
                ORIGIN,
                Endpoint.LOOPBACK,
                port::incrementAndGet);
    }

    private static Passage passage(Layout layout, String beside, String name) {
        return layout.sidecars().stream()
                .filter(sidecar -> sidecar.beside().equals(beside))
                .flatMap(sidecar -> sidecar.passages().stream())
                .filter(passage -> passage.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> besides(Layout layout) {
        return layout.sidecars().stream().map(Layout.Sidecar::beside).toList();
    }

    @Test
    void withoutATopologyTheLoadCallsTheServicesThemselves() {
        Layout direct = layout(DIRECT, Topology.NONE, false, false);
        assertThat(direct.entry()).isEqualTo(ORIGIN);
        assertThat(direct.sidecars()).isEmpty();

        Layout twoHop = layout(TWO_HOP, Topology.NONE, false, false);
        assertThat(twoHop.entry()).isEqualTo(twoHop.services().getFirst().at());
        assertThat(twoHop.services().getFirst().calls()).containsEntry("service", ORIGIN);
    }

    @Test
    void behindALinkServicesListenOnItsFarEnd() {
        AtomicInteger port = new AtomicInteger(9000);
        Layout layout =
                Layout.of(
                        ChartReader.builtIn("emojivoto"),
                        Layout.Wish.NOTHING,
                        ORIGIN,
                        "198.18.0.2",
                        port::incrementAndGet);

        assertThat(layout.entry()).isEqualTo(new Endpoint("198.18.0.2", 9001));
        assertThat(layout.services().getFirst().calls())
                .containsEntry("emoji", new Endpoint("198.18.0.2", 9002))
                .containsEntry("voting", new Endpoint("198.18.0.2", 9003));
    }

    @Test
    void besideTheClientOnlyWhatGoesOutPasses() {
        Layout layout = layout(TWO_HOP, Topology.CLIENT, false, false);

        assertThat(besides(layout)).containsExactly("front");
        Passage out = passage(layout, "front", "out-service");
        assertThat(out.to()).isEqualTo(ORIGIN);
        assertThat(layout.services().getFirst().calls())
                .containsEntry("service", Endpoint.loopback(out.port()));
        assertThat(layout.entry()).isEqualTo(layout.services().getFirst().at());
    }

    @Test
    void besideTheServerWhatComesInPassesAtEveryService() {
        Layout layout = layout(TWO_HOP, Topology.SERVER, false, false);

        assertThat(besides(layout)).containsExactly("front", "service");
        Passage front = passage(layout, "front", "in-front");
        Passage service = passage(layout, "service", "in-service");
        assertThat(layout.entry()).isEqualTo(Endpoint.loopback(front.port()));
        assertThat(service.to()).isEqualTo(ORIGIN);
        assertThat(layout.services().getFirst().calls())
                .containsEntry("service", Endpoint.loopback(service.port()));
    }

    @Test
    void onBothSidesEveryCallWithinTheMeshPassesTwoSidecars() {
        Layout layout = layout(TWO_HOP, Topology.BOTH, true, false);

        assertThat(besides(layout)).containsExactly("front", "service");
        Passage out = passage(layout, "front", "out-service");
        Passage in = passage(layout, "service", "in-service");
        assertThat(out.to()).isEqualTo(Endpoint.loopback(in.port()));
        assertThat(out.outbound()).contains("service");
        assertThat(in.inbound()).isEqualTo(new Inbound.MutualTls(List.of("front")));
        assertThat(passage(layout, "front", "in-front").inbound()).isEqualTo(new Inbound.Plain());
        assertThat(layout.security()).isEqualTo(new Inbound.Plain());
        assertThat(layout.workloads()).containsExactly("front", "service");
        assertThat(layout.sidecars().getFirst().timesARequest())
                .containsEntry("in-front", OptionalLong.of(1))
                .containsEntry("out-service", OptionalLong.of(1));
    }

    @Test
    void aLoadWithinTheMeshHasASidecarOrAnIdentity() {
        Layout both = layout(DIRECT, Topology.BOTH, true, false);
        assertThat(besides(both)).containsExactly("service", "load");
        assertThat(both.entry())
                .isEqualTo(Endpoint.loopback(passage(both, "load", "out-service").port()));
        assertThat(both.security()).isEqualTo(new Inbound.Plain());

        Layout server = layout(DIRECT, Topology.SERVER, true, false);
        assertThat(besides(server)).containsExactly("service");
        assertThat(server.security()).isEqualTo(new Inbound.MutualTls(List.of("load")));
        assertThat(server.workloads()).containsExactly("service", "load");

        Layout tls = layout(DIRECT, Topology.SERVER, false, true);
        assertThat(tls.security()).isEqualTo(new Inbound.Tls());
        assertThat(tls.workloads()).containsExactly("service");
    }

    @Test
    void aNumberOfCallsThatVariesIsNotCounted() {
        Chart chart =
                ChartReader.read(
                        """
                        version: 1
                        name: shop
                        load: outside
                        entry: web
                        services:
                          - {name: web, command: "web {listen} {a} {b}", calls: {a: 3, b: varies}}
                          - {name: a, command: "a {listen} {b}", calls: {b: 2}}
                          - {name: b, command: "b {listen}"}
                        """,
                        "shop.yaml");
        Layout layout = layout(chart, Topology.SERVER, false, false);

        assertThat(times(layout, "in-web")).hasValue(1);
        assertThat(times(layout, "in-a")).hasValue(3);
        assertThat(times(layout, "in-b")).isEmpty();
    }

    private static OptionalLong times(Layout layout, String passage) {
        return layout.sidecars().stream()
                .filter(sidecar -> sidecar.timesARequest().containsKey(passage))
                .map(sidecar -> sidecar.timesARequest().get(passage))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void securityThatCannotBeHadIsRefusedWithTheReason() {
        assertThatThrownBy(() -> layout(TWO_HOP, Topology.CLIENT, true, false))
                .hasMessage("mtls needs a sidecar beside the service: topology both, or server");
        assertThatThrownBy(() -> layout(DIRECT, Topology.BOTH, false, true))
                .hasMessageContaining("with a sidecar of its own beside the load take mtls");
        assertThatThrownBy(() -> layout(DIRECT, Topology.SERVER, true, true))
                .hasMessage("mtls is tls too; leave tls out");
    }
}
