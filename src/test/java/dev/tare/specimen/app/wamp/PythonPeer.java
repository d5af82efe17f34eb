package dev.tare.specimen.app.wamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.testing.PeerCondition;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Scripts in Python beside the tests, for the interpreter that has Autobahn. */
final class PythonPeer {
    /** A program that comes with Autobahn. */
    private static final String PROGRAM = "wamp";

    private static final int LIMIT_S = 100;

    private PythonPeer() {}

    /**
     * Runs a script to its end and returns what it printed.
     *
     * @param script in the resources of the tests, folder {@code wamp}
     * @throws IOException when it fails; the message holds what it printed
     */
    static String run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(interpreter());
        command.add(path(script).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(script + " has failed: " + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The interpreter which that program names in its first line. */
    private static String interpreter() throws IOException {
        Path program = PeerCondition.find(PROGRAM).orElseThrow();
        try (Stream<String> lines = Files.lines(program)) {
            Optional<String> first =
                    lines.findFirst()
                            .filter(line -> line.startsWith("#!"))
                            .map(line -> line.substring(2));
            return first.filter(line -> line.contains("python") && !line.contains(" "))
                    .orElse("python3");
        }
    }

    private static Path path(String script) throws IOException {
        URL resource = PythonPeer.class.getResource("/wamp/" + script);
        if (resource == null) {
            throw new IOException("there is no resource wamp/" + script);
        }
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
