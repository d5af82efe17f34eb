package dev.tare.specimen.proxy.cluster;

import dev.tare.specimen.proxy.config.HealthCheckPolicy;
import dev.tare.specimen.proxy.loop.ProxyLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The health checks of all clusters of a plan, made by one loop for all.
 *
 * <p>Thread-safety: that loop's thread.
 */
public final class HealthProbes {
    private List<Checked> checked = new ArrayList<>();

    private record Checked(SharedCluster cluster, List<HealthProbe> probes) {}

    /** Checks the endpoints of these clusters from now on; what was known of them stays. */
    public void follow(List<SharedCluster> clusters, ProxyLoop loop) {
        List<Checked> before = new ArrayList<>(checked);
        checked = new ArrayList<>();
        for (SharedCluster cluster : clusters) {
            Optional<HealthCheckPolicy> policy = cluster.config().healthCheck();
            if (policy.isEmpty()) {
                continue;
            }
            Optional<Checked> kept =
                    before.stream().filter(old -> old.cluster().is(cluster)).findFirst();
            kept.ifPresent(before::remove);
            checked.add(kept.orElseGet(() -> begun(cluster, policy.get(), loop)));
        }
        before.forEach(HealthProbes::stop);
    }

    private static Checked begun(SharedCluster cluster, HealthCheckPolicy policy, ProxyLoop loop) {
        List<HealthProbe> probes = new ArrayList<>();
        for (int i = 0; i < cluster.addresses().size(); i++) {
            probes.add(new HealthProbe(loop, cluster, policy, i));
        }
        return new Checked(cluster, probes);
    }

    private static void stop(Checked of) {
        of.probes().forEach(HealthProbe::stop);
    }

    /** Whether nothing is to be checked. */
    public boolean isEmpty() {
        return checked.isEmpty();
    }

    /** Does what is due; to be called at every tick. */
    public void turn(long nowNs) {
        for (Checked each : checked) {
            for (HealthProbe probe : each.probes()) {
                probe.turn(nowNs);
            }
        }
    }

    /** Makes no more checks. */
    public void stop() {
        checked.forEach(HealthProbes::stop);
        checked = new ArrayList<>();
    }
}
