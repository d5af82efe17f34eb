package dev.tare.lab.experiment;

import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.io.net.tls.TlsIdentity;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.lab.plan.TlsSpec;
import dev.tare.specimen.control.identity.TlsSockets;
import dev.tare.specimen.control.process.StartFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/** How TLS is spoken to what runs already: for the load, for the first request, and in words. */
final class RunningTls {
    private RunningTls() {}

    private static Stream<SpecimenSpec.Running> encrypted(Plan plan) {
        return plan.specimens().stream()
                .filter(SpecimenSpec.Running.class::isInstance)
                .map(SpecimenSpec.Running.class::cast)
                .filter(SpecimenSpec.Running::encrypted);
    }

    /**
     * How the load speaks it; empty where it does not.
     *
     * @param folder where authorities are written to of which the plan has the text
     */
    static Optional<TlsClientOptions> options(SpecimenSpec spec, Path folder) throws IOException {
        if (!(spec instanceof SpecimenSpec.Running running) || !running.encrypted()) {
            return Optional.empty();
        }
        TlsSpec asked = running.tls();
        TlsClientOptions options = TlsClientOptions.standard();
        if (asked.insecure()) {
            options = options.withoutVerification();
        }
        if (asked.authoritiesAreText()) {
            Path file = folder.resolve(running.name() + "-ca.pem");
            options =
                    options.withAuthorities(
                            Files.writeString(
                                    file, asked.authorities(), StandardCharsets.US_ASCII));
        } else if (!asked.authorities().isEmpty()) {
            options = options.withAuthorities(Path.of(asked.authorities()));
        }
        if (!asked.certificates().isEmpty()) {
            options =
                    options.withIdentity(
                            new TlsIdentity(Path.of(asked.certificates()), Path.of(asked.key())));
        }
        return Optional.of(
                asked.serverName().isEmpty()
                        ? options
                        : options.withServerName(asked.serverName()));
    }

    /**
     * What makes the sockets of the first request.
     *
     * @throws StartFailure when a file cannot be used; the message is one line
     */
    static SSLSocketFactory sockets(SpecimenSpec.Running running, TlsClientOptions options)
            throws StartFailure {
        try {
            return TlsSockets.of(options, HttpUrl.host(running.url()));
        } catch (IOException e) {
            throw new StartFailure("%s: %s".formatted(running.name(), e.getMessage()), e);
        }
    }

    /** Why the files that a plan names are of no use, in one line; empty where they are good. */
    static Optional<String> refusal(Plan plan) {
        for (SpecimenSpec.Running running : encrypted(plan).toList()) {
            try {
                Path folder = Files.createTempDirectory("tare-ca-");
                try {
                    Optional<TlsClientOptions> options = options(running, folder);
                    if (options.isPresent()) {
                        sockets(running, options.get());
                    }
                } finally {
                    Files.deleteIfExists(folder.resolve(running.name() + "-ca.pem"));
                    Files.delete(folder);
                }
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** What a reader must know of those that are believed whoever they are. */
    static List<String> notes(Plan plan) {
        return encrypted(plan)
                .filter(running -> running.tls().insecure())
                .map(running ->
                        "%s at %s is not verified (insecure): whoever answers there is believed"
                                .formatted(running.name(), running.url()))
                .toList();
    }

    /** How it was known who answers, in words; empty where nothing is encrypted. */
    static String trust(SpecimenSpec spec) {
        if (!(spec instanceof SpecimenSpec.Running running) || !running.encrypted()) {
            return "";
        }
        TlsSpec asked = running.tls();
        String by =
                asked.insecure()
                        ? "not verified"
                        : asked.authorities().isEmpty()
                                ? "verified by the JDK's authorities"
                                : asked.authoritiesAreText()
                                        ? "verified by the plan's authorities"
                                        : "verified by " + asked.authorities();
        String as = asked.serverName().isEmpty() ? "" : " as " + asked.serverName();
        String shown = asked.certificates().isEmpty() ? "" : ", shown " + asked.certificates();
        return by + as + shown;
    }
}
