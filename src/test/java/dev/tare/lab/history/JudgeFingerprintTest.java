package dev.tare.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.verdict.rule.Rules;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JudgeFingerprintTest {
    private static final String RULES = Rules.class.getName().replace('.', '/') + ".class";

    @TempDir Path temporary;

    @Test
    void anotherRuleIsAnotherJudge() throws IOException {
        Path classes = classes("classes", RULES, "one");
        String before = JudgeFingerprint.of(classes);
        Files.writeString(classes.resolve(RULES), "another");
        assertThat(JudgeFingerprint.of(classes)).isNotEqualTo(before);
    }

    @Test
    void whatJudgesNothingDoesNotCount() throws IOException {
        Path classes = classes("classes", RULES, "one");
        String before = JudgeFingerprint.of(classes);
        classes("classes", "dev/tare/view/report/TextReport.class", "a page");
        classes("classes", "dev/tare/lab/verdict/rule/notes.txt", "no class");
        assertThat(JudgeFingerprint.of(classes)).isEqualTo(before);
    }

    @Test
    void aJarAndAFolderOfTheSameClassesAreTheSameJudge() throws IOException {
        Path classes = classes("classes", RULES, "one");
        classes("classes", "dev/tare/lab/verdict/Verdict.class", "two");
        classes("classes", "dev/tare/view/report/TextReport.class", "a page");
        Path jar = temporary.resolve("tare.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            for (Path each : files) {
                String name = classes.relativize(each).toString().replace('\\', '/');
                out.putNextEntry(new ZipEntry(name));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        assertThat(JudgeFingerprint.of(jar)).isEqualTo(JudgeFingerprint.of(classes));
    }

    private Path classes(String folder, String name, String content) throws IOException {
        Path classes = temporary.resolve(folder);
        Path file = classes.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return classes;
    }
}
