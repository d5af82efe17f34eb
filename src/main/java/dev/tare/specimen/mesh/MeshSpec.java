package dev.tare.specimen.mesh;

import dev.tare.specimen.control.proxy.ProxyFunction;
import dev.tare.specimen.control.proxy.SidecarProxy;
import dev.tare.specimen.link.LinkShape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A specimen of many parts that is to be started.
 *
 * @param name of the specimen: letters, digits, dots, dashes, underscores
 * @param chart the services
 * @param layout where sidecars stand
 * @param sidecar which proxy they are; empty where there are none
 * @param link between the load and all of the services; empty: loopback
 */
public record MeshSpec(
        String name,
        Chart chart,
        Layout.Wish layout,
        Optional<Sidecar> sidecar,
        Optional<LinkShape> link) {

    /**
     * Which proxy stands beside the services.
     *
     * @param program the words that start it, or that start {@code tare} for minivoy
     * @param version as it tells it; empty where it does not
     * @param workers threads, or processes where it has those, of each sidecar
     * @param functions besides passing on
     */
    public record Sidecar(
            SidecarProxy proxy,
            List<String> program,
            String version,
            int workers,
            Set<ProxyFunction> functions) {
        public Sidecar {
            program = List.copyOf(program);
            functions = Set.copyOf(functions);
        }
    }

    /** The services alone. */
    public static MeshSpec withoutSidecars(String name, Chart chart) {
        return new MeshSpec(name, chart, Layout.Wish.NOTHING, Optional.empty(), Optional.empty());
    }

    /**
     * The services alone, behind a link.
     *
     * @throws IllegalArgumentException when the chart has a service that is the plan's origin,
     *     which stands before the link
     */
    public static MeshSpec behindLink(String name, Chart chart, LinkShape link) {
        chart.requireNoOrigin();
        return new MeshSpec(name, chart, Layout.Wish.NOTHING, Optional.empty(), Optional.of(link));
    }

    /**
     * The services with sidecars.
     *
     * @param mutualTls whether calls between two sidecars are secured by mTLS
     * @param tls whether the load speaks TLS to the sidecar that it meets
     * @throws IllegalArgumentException when that topology cannot be had with that security
     */
    public static MeshSpec withSidecars(
            String name,
            Chart chart,
            Topology topology,
            boolean mutualTls,
            boolean tls,
            Sidecar sidecar) {
        return new MeshSpec(
                name,
                chart,
                new Layout.Wish(topology, mutualTls, tls),
                Optional.of(sidecar),
                Optional.empty());
    }
}
