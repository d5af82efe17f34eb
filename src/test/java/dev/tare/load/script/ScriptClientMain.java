package dev.tare.load.script;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * A process of its own that runs scripts one after the other, for what they print: {@code SCRIPT
 * PORT THREADS ARGUMENTS} each, arguments parted by commas.
 */
final class ScriptClientMain {
    static final int ROUNDS = 50;

    private ScriptClientMain() {}

    public static void main(String[] words) throws Exception {
        for (int i = 0; i < words.length; i += 4) {
            Path file = Path.of(words[i]);
            int port = Integer.parseInt(words[i + 1]);
            int threads = Integer.parseInt(words[i + 2]);
            List<String> arguments =
                    words[i + 3].isEmpty() ? List.of() : List.of(words[i + 3].split(","));
            System.out.println("== " + file.getFileName());
            ScriptSpec spec =
                    new ScriptSpec(
                            file,
                            "http://127.0.0.1:" + port + "/",
                            List.of(),
                            arguments,
                            List.of(
                                    new InetSocketAddress(
                                            InetAddress.ofLiteral("127.0.0.1"), port)),
                            threads,
                            true,
                            ScriptOutput.STANDARD_OUTPUT,
                            ScriptDialect.WRK);
            run(spec);
        }
    }

    private static void run(ScriptSpec spec) throws Exception {
        int completed = 0;
        int statusErrors = 0;
        try (WrkScript script = WrkScript.open(spec)) {
            for (ScriptThread thread : script.threads()) {
                try (ScriptClient client = new ScriptClient(script, thread)) {
                    client.run(ROUNDS);
                    completed += client.completed();
                    statusErrors += client.statusErrors();
                }
            }
            script.teardown();
            script.done(
                    new ScriptSummary(1_000_001, completed, 0, 0, 0, 0, statusErrors, 0),
                    ScriptStatistics.of(120, 80, 80, 95, 1200),
                    ScriptStatistics.of(4000, 4100));
        }
    }
}
