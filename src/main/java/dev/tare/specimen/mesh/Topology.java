package dev.tare.specimen.mesh;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** On which side of a call sidecars stand. */
public enum Topology {
    /** Nowhere: services call each other directly. */
    NONE,
    /** Beside who calls. */
    CLIENT,
    /** Beside who is called. */
    SERVER,
    /** Beside both, as in a mesh. */
    BOTH;

    boolean besideCallers() {
        return this == CLIENT || this == BOTH;
    }

    boolean besideCalled() {
        return this == SERVER || this == BOTH;
    }

    /** Its name in plans. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static Optional<Topology> named(String key) {
        return Arrays.stream(values()).filter(topology -> topology.key().equals(key)).findFirst();
    }

    /** All their names. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(Topology::key).toList();
    }
}
