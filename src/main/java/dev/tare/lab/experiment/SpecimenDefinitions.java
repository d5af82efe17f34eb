package dev.tare.lab.experiment;

import dev.tare.lab.plan.HttpUrl;
import dev.tare.lab.plan.ProxyVariant;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.specimen.control.SpecimenDefinition;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.StartFailure;
import dev.tare.specimen.control.proxy.ForeignProxy;
import dev.tare.specimen.control.proxy.ProxyCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to be started for the specimens of a plan. */
final class SpecimenDefinitions {
    private SpecimenDefinitions() {}

    /**
     * Of one specimen.
     *
     * @param answered requests that it has answered already, if it runs already; 0: none
     */
    static SpecimenDefinition of(SpecimenSpec spec, int answered) throws StartFailure {
        return switch (spec) {
            case SpecimenSpec.Bare bare -> new SpecimenDefinition.Bare(bare.name());
            case SpecimenSpec.Known known ->
                    known.kind().equals("minivoy") ? minivoy(known) : foreign(known);
            case SpecimenSpec.Link link ->
                    throw new IllegalStateException(
                            link.name() + " has no process but those of the application");
            case SpecimenSpec.Command command -> {
                try {
                    yield SpecimenDefinition.Command.of(command.name(), command.command());
                } catch (IllegalArgumentException e) {
                    throw new StartFailure(String.valueOf(e.getMessage()), e);
                }
            }
            case SpecimenSpec.Running running ->
                    new SpecimenDefinition.Running(
                            running.name(), endpoint(running), running.pid(), answered);
        };
    }

    static Endpoint endpoint(SpecimenSpec.Running running) {
        return new Endpoint(HttpUrl.host(running.url()), HttpUrl.port(running.url()));
    }

    /** Whether it is a gateway that listens with TLS. */
    static boolean tlsOfGateway(SpecimenSpec spec) {
        return spec instanceof SpecimenSpec.Known known
                && known.variant().tls()
                && known.variant().placement().topology().isEmpty();
    }

    /** How many cores it could use. */
    static int threads(SpecimenSpec spec) {
        return spec instanceof SpecimenSpec.Known known ? known.variant().threads() : 1;
    }

    private static SpecimenDefinition minivoy(SpecimenSpec.Known known) {
        return new SpecimenDefinition.Command(
                known.name(),
                "minivoy",
                ownVersion(),
                minivoyCommand(known.variant()),
                Optional.of("requests"),
                known.variant().tls());
    }

    /** The version of what runs here. */
    static String ownVersion() {
        return Optional.ofNullable(Stage.class.getPackage().getImplementationVersion())
                .orElse("unpacked");
    }

    /**
     * The words that start it. One that is asked for something is started as {@code tare proxy},
     * which takes flags.
     */
    static List<String> minivoyCommand(ProxyVariant variant) {
        if (variant.equals(ProxyVariant.STANDARD)) {
            return OwnProgram.MINIVOY.command("{listen}", "{origin}", "{admin}");
        }
        List<String> words = new ArrayList<>(List.of("proxy", "{listen}", "{origin}"));
        words.addAll(List.of("--admin", "{admin}"));
        words.addAll(List.of("--threads", String.valueOf(variant.threads())));
        if (!variant.copy().isEmpty()) {
            words.addAll(List.of("--copy", variant.copy()));
        }
        if (variant.tls()) {
            words.addAll(List.of("--tls-certificate", "{tls-certificate}"));
            words.addAll(List.of("--tls-key", "{tls-key}"));
        }
        return OwnProgram.TARE.command(words.toArray(String[]::new));
    }

    private static SpecimenDefinition foreign(SpecimenSpec.Known known) throws StartFailure {
        Path program = program(known.kind());
        return new SpecimenDefinition.Foreign(
                known.name(),
                ForeignProxy.valueOf(known.kind().toUpperCase(Locale.ROOT)),
                program,
                known.variant().threads(),
                known.variant().tls());
    }

    /**
     * Where the program of a proxy of others lies.
     *
     * @throws StartFailure when it was not found; the message says how to install it
     */
    static Path program(String kind) throws StartFailure {
        ProxyCatalog.Entry entry = ProxyCatalog.load().named(kind).orElseThrow();
        return entry.find()
                .orElseThrow(() ->
                        new StartFailure(
                                "%s was not found; install it (%s), or leave it out"
                                                .formatted(kind, entry.install())
                                        + " with --specimens"));
    }
}
