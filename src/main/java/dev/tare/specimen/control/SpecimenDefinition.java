package dev.tare.specimen.control;

import dev.tare.specimen.control.process.CommandWords;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.proxy.ForeignProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is to be started, or only found, as a specimen. */
public sealed interface SpecimenDefinition {

    /** Its name within the run: letters, digits, dots, dashes, underscores. */
    String name();

    /** The kind under which a bundle keeps it. */
    String kind();

    /** Whether it listens with TLS, with a certificate that was made for the run. */
    default boolean tls() {
        return false;
    }

    /** Nothing in between: the origin itself. */
    record Bare(String name) implements SpecimenDefinition {
        @Override
        public String kind() {
            return "bare";
        }
    }

    /**
     * A proxy of others, with a configuration made for the run.
     *
     * @param program where it lies
     * @param workers its threads or processes, 1 or more
     * @param tls whether it listens with TLS
     */
    record Foreign(String name, ForeignProxy proxy, Path program, int workers, boolean tls)
            implements SpecimenDefinition {
        public Foreign {
            if (workers < 1) {
                throw new IllegalArgumentException("workers: " + workers + " must be 1 or more");
            }
        }

        /** One worker, without TLS. */
        public Foreign(String name, ForeignProxy proxy, Path program) {
            this(name, proxy, program, 1, false);
        }

        @Override
        public String kind() {
            return proxy.kind();
        }
    }

    /**
     * A command, started without a shell in the runner's own folder.
     *
     * @param kind {@code command}, or {@code minivoy} for our own
     * @param version as it is known to the caller; empty where it is not
     * @param words with places: {@code {listen}} and {@code {port}} are where it must listen,
     *     {@code {origin}} and {@code {origin-url}} what is behind it, {@code {admin}} and {@code
     *     {admin-port}} where it may answer {@code /stats}
     * @param statsKey its number of requests in the JSON of {@code http://{admin}/stats}; empty: it
     *     has none
     * @param tls whether it listens with TLS; {@code {tls-certificate}} and {@code {tls-key}} then
     *     stand for PEM files
     */
    record Command(
            String name,
            String kind,
            String version,
            List<String> words,
            Optional<String> statsKey,
            boolean tls)
            implements SpecimenDefinition {
        /**
         * Checks the words.
         *
         * @throws IllegalArgumentException when none of them says where to listen
         */
        public Command {
            words = List.copyOf(words);
            var places = CommandWords.places(words);
            if (!places.contains("listen") && !places.contains("port")) {
                throw new IllegalArgumentException(
                        "the command of "
                                + name
                                + " must have {listen} or {port} where the address or port"
                                + " belongs that it is to listen on");
            }
            if (statsKey.isPresent()
                    && !places.contains("admin")
                    && !places.contains("admin-port")) {
                throw new IllegalArgumentException(
                        "the command of " + name + " must have {admin} or {admin-port}");
            }
        }

        /** Without TLS. */
        public Command(
                String name,
                String kind,
                String version,
                List<String> words,
                Optional<String> statsKey) {
            this(name, kind, version, words, statsKey, false);
        }

        /** A user's command, as typed. */
        public static Command of(String name, String line) {
            return new Command(name, "command", "", CommandWords.split(line), Optional.empty());
        }
    }

    /**
     * Something that runs already.
     *
     * @param at where it listens
     * @param pid its process; empty: its CPU is not visible
     * @param answered requests of the runner that it has answered already, by another way than the
     *     starter's probe, which is then not sent; 0: none
     */
    record Running(String name, Endpoint at, OptionalLong pid, int answered)
            implements SpecimenDefinition {
        /** To be asked first. */
        public Running(String name, Endpoint at, OptionalLong pid) {
            this(name, at, pid, 0);
        }

        @Override
        public String kind() {
            return "url";
        }
    }
}
