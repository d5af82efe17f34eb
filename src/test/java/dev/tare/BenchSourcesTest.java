package dev.tare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks are compiled only when one is started: here they are held to what they use. */
final class BenchSourcesTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void everyBenchmarkCompiles() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
        try (Stream<Path> listed = Files.list(Path.of("bench"));
                StandardJavaFileManager files =
                        compiler.getStandardFileManager(faults, Locale.ROOT, null)) {
            List<Path> sources =
                    listed.filter(file -> file.toString().endsWith(".java")).sorted().toList();
            assertThat(sources).isNotEmpty();
            List<String> options =
                    List.of(
                            "-d",
                            folder.toString(),
                            "-proc:none",
                            "-cp",
                            System.getProperty("java.class.path"));
            boolean compiled =
                    compiler.getTask(
                                    null,
                                    files,
                                    faults,
                                    options,
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources))
                            .call();
            assertThat(faults.getDiagnostics()).isEmpty();
            assertThat(compiled).isTrue();
        }
    }
}
