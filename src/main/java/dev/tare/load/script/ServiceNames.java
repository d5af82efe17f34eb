package dev.tare.load.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Service names to ports: what the second parameter of {@code wrk.lookup} may be. */
final class ServiceNames {
    private static final Path SERVICES = Path.of("/etc/services");
    private static final int MAX_PORT = 65_535;
    private static final int NAME = 0;
    private static final int PORT = 1;

    private ServiceNames() {}

    /**
     * The port: a number's, {@code http}'s, {@code https}'s, or what {@code /etc/services} says.
     *
     * @throws ScriptException when there is none
     */
    static int port(String service) {
        if (service.matches("[0-9]{1,5}") && Integer.parseInt(service) <= MAX_PORT) {
            return Integer.parseInt(service);
        }
        return switch (service) {
            case "http" -> 80;
            case "https" -> 443;
            default -> known(service);
        };
    }

    private static int known(String service) {
        try (Stream<String> lines = Files.lines(SERVICES)) {
            return lines.map(line -> line.replaceFirst("#.*", "").trim().split("\\s+"))
                    .filter(words -> words.length > PORT && words[PORT].endsWith("/tcp"))
                    .filter(words -> words[NAME].equals(service))
                    .mapToInt(words -> Integer.parseInt(words[PORT].replace("/tcp", "")))
                    .findFirst()
                    .orElseThrow(() -> unknown(service));
        } catch (IOException e) {
            throw unknown(service);
        }
    }

    private static ScriptException unknown(String service) {
        return new ScriptException("\"" + service + "\" is neither a port nor a known service");
    }
}
