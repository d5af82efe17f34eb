package dev.tare.lab.history;

import dev.tare.lab.verdict.judge.Judge;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Which code weighs bundles here: an index holds figures and verdicts of the code that made it, and
 * another version of the rules may say otherwise. Taken from the classes themselves, so that nobody
 * has to remember a number.
 */
final class JudgeFingerprint {
    /** The packages that a weighing and an entry of the index depend on, with those below them. */
    private static final List<String> PACKAGES =
            List.of(
                    "dev/tare/base/core/",
                    "dev/tare/base/histogram/",
                    "dev/tare/base/stats/",
                    "dev/tare/lab/bundle/",
                    "dev/tare/lab/history/",
                    "dev/tare/lab/verdict/");

    private static final String UNKNOWN = "unknown";

    private JudgeFingerprint() {}

    /** The same for the same classes, wherever they lie. */
    static String here() {
        CodeSource source = Judge.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return UNKNOWN;
        }
        try {
            return of(Path.of(source.getLocation().toURI()));
        } catch (IOException | URISyntaxException e) {
            return UNKNOWN;
        }
    }

    /**
     * Of other classes than those that run here.
     *
     * @param place a jar, or a folder of classes
     */
    static String of(Path place) throws IOException {
        List<String> lines = Files.isDirectory(place) ? ofFolder(place) : ofJar(place);
        Collections.sort(lines);
        return Digest.sha256(String.join("\n", lines));
    }

    private static List<String> ofJar(Path jar) throws IOException {
        List<String> lines = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (counts(entry.getName())) {
                    lines.add(entry.getName() + " " + entry.getCrc());
                }
            }
        }
        return lines;
    }

    private static List<String> ofFolder(Path classes) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : PACKAGES) {
            Path folder = classes.resolve(name);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.toList()) {
                    String entry = name + folder.relativize(file).toString().replace('\\', '/');
                    if (counts(entry)) {
                        CRC32 crc = new CRC32();
                        crc.update(Files.readAllBytes(file));
                        lines.add(entry + " " + crc.getValue());
                    }
                }
            }
        }
        return lines;
    }

    private static boolean counts(String entry) {
        return entry.endsWith(".class") && PACKAGES.stream().anyMatch(entry::startsWith);
    }
}
