package dev.tare.lab.plan;

import dev.tare.specimen.control.proxy.ProxyFunction;
import dev.tare.specimen.control.proxy.SidecarProxy;
import dev.tare.specimen.link.LinkShape;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;

/** What is to be weighed, by a name that is unique within the plan. */
public sealed interface SpecimenSpec {

    /** Its name in tables, 1 to 40 letters, digits, dots, dashes and underscores. */
    String name();

    /** Nothing in between: the origin itself. */
    record Bare(String name) implements SpecimenSpec {
        public Bare {
            SpecimenSpec.requireName(name);
        }
    }

    /**
     * A proxy for which Tare writes the configuration.
     *
     * @param kind {@code minivoy}, {@code haproxy}, {@code nginx} or {@code envoy}
     * @param variant how it runs
     */
    record Known(String name, String kind, ProxyVariant variant) implements SpecimenSpec {
        /** The kinds there are, in the order in which they are shown. */
        public static final List<String> KINDS = List.of("minivoy", "haproxy", "nginx", "envoy");

        public Known {
            SpecimenSpec.requireName(name);
            if (!KINDS.contains(kind)) {
                throw new IllegalArgumentException(
                        "specimen \"%s\" is of unknown kind \"%s\"; known are %s"
                                .formatted(name, kind, String.join(", ", KINDS)));
            }
            if (!variant.copy().isEmpty() && !kind.equals("minivoy")) {
                throw new IllegalArgumentException(
                        "specimen \"%s\": only minivoy has a choice of copy; leave it out for %s"
                                .formatted(name, kind));
            }
            SidecarProxy proxy = SidecarProxy.named(kind).orElseThrow();
            for (ProxyFunction function : variant.placement().functions()) {
                if (!proxy.functions().contains(function)) {
                    throw new IllegalArgumentException(
                            "specimen \"%s\": %s is no function of %s; it has %s"
                                    .formatted(name, function.key(), kind, proxy.functionKeys()));
                }
            }
        }

        /** One thread, without TLS. */
        public Known(String name, String kind) {
            this(name, kind, ProxyVariant.STANDARD);
        }
    }

    /**
     * A command of the user's, started for the run.
     *
     * @param command as typed; {@code {listen}} and {@code {origin}} stand for addresses
     */
    record Command(String name, String command) implements SpecimenSpec {
        public Command {
            SpecimenSpec.requireName(name);
            if (command.isBlank()) {
                throw new IllegalArgumentException("specimen \"" + name + "\" has no command");
            }
        }
    }

    /**
     * Something that runs already.
     *
     * @param url where it listens, {@code http[s]://host:port[/path]}
     * @param pid its process, whose CPU is then counted; empty: its CPU is not visible
     * @param tls how TLS is spoken to it; of no effect with {@code http}
     */
    record Running(String name, URI url, OptionalLong pid, TlsSpec tls) implements SpecimenSpec {
        public Running {
            SpecimenSpec.requireName(name);
            HttpUrl.require(url);
            if (!HttpUrl.isEncrypted(url) && !tls.equals(TlsSpec.STANDARD)) {
                throw new IllegalArgumentException(
                        "specimen \"%s\": tls is of no effect at %s; write https:// or leave it out"
                                .formatted(name, url));
            }
        }

        /** With https verified by the JDK's authorities. */
        public Running(String name, URI url, OptionalLong pid) {
            this(name, url, pid, TlsSpec.STANDARD);
        }

        /** Whether the load speaks TLS to it. */
        public boolean encrypted() {
            return HttpUrl.isEncrypted(url);
        }
    }

    /**
     * The application's services behind a wire of the run's own; without it they are as in bare.
     *
     * @param shape how slow and how far the wire is
     */
    record Link(String name, LinkShape shape) implements SpecimenSpec {
        /** What plans call it. */
        public static final String KIND = "link";

        public Link {
            SpecimenSpec.requireName(name);
        }
    }

    private static void requireName(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,40}")) {
            throw new IllegalArgumentException(
                    "specimen name \""
                            + name
                            + "\" must be 1 to 40 letters, digits, dots, dashes or underscores");
        }
    }
}
