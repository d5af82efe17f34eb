package dev.tare.specimen.mesh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is measured through, as data: services, and who calls whom. The format is described in
 * {@code docs/format/chart-v1.md}.
 *
 * @param name of the application
 * @param loadInside whether the load stands within the mesh, so that it may have a sidecar
 * @param entry the service that the load calls
 * @param services in their order, at most {@link #MAX_SERVICES}
 * @param values that places in commands stand for
 * @param touch paths by which the entry calls every service once, before anything is proven; they
 *     are answered with success
 */
public record Chart(
        String name,
        boolean loadInside,
        String entry,
        List<Service> services,
        Map<String, String> values,
        List<String> touch) {
    static final int MAX_SERVICES = 16;
    static final int MAX_VALUES = 64;
    static final int MAX_TOUCH = 16;

    /** The load, as one who calls. */
    public static final String LOAD = "load";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");

    /**
     * One service.
     *
     * @param name small letters, digits and dashes
     * @param runs how it is started
     * @param http2 whether it speaks HTTP/2 without TLS, and not HTTP/1.1
     * @param ready the path that is answered with 200 when it is; empty: it is when it listens
     * @param calls the services that it calls, with how many times for each of its own requests;
     *     absent: that varies
     */
    public record Service(
            String name, Runs runs, boolean http2, String ready, Map<String, OptionalInt> calls) {
        public Service {
            calls = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(calls));
            requireName("service", name);
            if (name.equals(LOAD)) {
                throw new IllegalArgumentException("a service cannot be named \"load\"");
            }
            if (!ready.isEmpty() && (!ready.startsWith("/") || http2)) {
                throw new IllegalArgumentException(
                        "service \"%s\": ready \"%s\" must be a path of HTTP/1.1"
                                .formatted(name, ready));
            }
        }
    }

    /** How a service is started. */
    public sealed interface Runs {
        /** It is the plan's origin, which all specimens share. */
        record Origin() implements Runs {}

        /** By Tare itself; the words after {@code tare}. */
        record Tare(List<String> words) implements Runs {
            public Tare {
                words = List.copyOf(words);
            }
        }

        /** By a command, without a shell. */
        record Command(List<String> words) implements Runs {
            public Command {
                words = List.copyOf(words);
            }
        }
    }

    public Chart {
        services = List.copyOf(services);
        values = Map.copyOf(values);
        touch = List.copyOf(touch);
        requireName("chart", name);
        if (services.isEmpty() || services.size() > MAX_SERVICES) {
            throw new IllegalArgumentException("a chart has 1 to " + MAX_SERVICES + " services");
        }
        if (touch.size() > MAX_TOUCH || touch.stream().anyMatch(path -> !path.startsWith("/"))) {
            throw new IllegalArgumentException(
                    "touch is a list of at most %d paths".formatted(MAX_TOUCH));
        }
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("a chart has at most " + MAX_VALUES + " values");
        }
        Set<String> names = new HashSet<>();
        for (Service service : services) {
            if (!names.add(service.name())) {
                throw new IllegalArgumentException(
                        "two services are named \"" + service.name() + "\"");
            }
        }
        for (Service service : services) {
            for (String called : service.calls().keySet()) {
                requireKnown(names, called, "service \"" + service.name() + "\" calls");
            }
        }
        requireKnown(names, entry, "the entry is");
        requireNoCircle(services);
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "%s name \"%s\" must be 1 to 20 small letters, digits and dashes"
                            .formatted(what, name));
        }
    }

    private static void requireKnown(Set<String> names, String name, String who) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "%s \"%s\", which is no service of the chart; there are %s"
                            .formatted(who, name, String.join(", ", names)));
        }
    }

    private static void requireNoCircle(List<Service> services) {
        Set<String> settled = new HashSet<>();
        List<Service> left = new ArrayList<>(services);
        while (!left.isEmpty()) {
            boolean any =
                    left.removeIf(service ->
                            settled.containsAll(service.calls().keySet())
                                    && settled.add(service.name()));
            if (!any) {
                throw new IllegalArgumentException(
                        "service \"%s\" calls itself in the end".formatted(left.getFirst().name()));
            }
        }
    }

    /**
     * Checks that all of it can be put behind a link.
     *
     * @throws IllegalArgumentException when one of its services is the plan's origin, which all
     *     specimens share and which therefore stays where it is
     */
    public void requireNoOrigin() {
        for (Service service : services) {
            if (service.runs() instanceof Runs.Origin) {
                throw new IllegalArgumentException(
                        "service \"%s\" of application %s is the origin, which all specimens share"
                                        .formatted(service.name(), name)
                                + " and which cannot be put behind a link; take an application"
                                + " whose services are all its own");
            }
        }
    }

    /** The service of that name. */
    public Service service(String wanted) {
        return services.stream().filter(s -> s.name().equals(wanted)).findFirst().orElseThrow();
    }

    /**
     * The chart with other values for some of its places.
     *
     * @throws IllegalArgumentException when it has no such place
     */
    public Chart with(Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(values);
        others.forEach((key, value) -> {
            if (!values.containsKey(key)) {
                throw new IllegalArgumentException(
                        "application %s has no value \"%s\"; it has %s"
                                .formatted(
                                        name,
                                        key,
                                        values.isEmpty()
                                                ? "none"
                                                : String.join(
                                                        ", ",
                                                        new java.util.TreeSet<>(values.keySet()))));
            }
            all.put(key, value);
        });
        return new Chart(name, loadInside, entry, services, all, touch);
    }
}
