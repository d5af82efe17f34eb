package dev.tare.lab.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of Tare's own processes: the same JDK and class path as the runner's, each with
 * the few flags that suit it.
 */
enum OwnProgram {
    ORIGIN("dev.tare.specimen.origin.OriginMain", "-Xmx128m -Xmn4m"),
    MINIVOY("dev.tare.specimen.proxy.MinivoyMain", "-Xmx64m -Xmn4m"),
    /** What needs flags: minivoy as {@code tare proxy}. */
    TARE("dev.tare.view.cli.Tare", "-Xmx64m -Xmn4m"),
    /** An application's services, which make more garbage than proxies do. */
    SERVICE("dev.tare.view.cli.Tare", "-Xmx192m -Xmn24m"),
    WORKER("dev.tare.load.worker.WorkerMain", "-Xmx256m");

    private static final List<String> COMMON_FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED");

    private final String mainClass;
    private final String heapFlags;

    OwnProgram(String mainClass, String heapFlags) {
        this.mainClass = mainClass;
        this.heapFlags = heapFlags;
    }

    /** The words that start it with {@code arguments}. */
    List<String> command(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(COMMON_FLAGS);
        words.addAll(List.of(heapFlags.split(" ", -1)));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        words.addAll(List.of(arguments));
        return words;
    }
}
