package dev.tare.view.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The launcher is a script, whose cache a JVM with other flags refuses without a word. */
final class StartTrainingTest {
    @Test
    void commandsRunWithTheFlagsThatTheStartCacheIsMadeWith() throws IOException {
        String launcher = Files.readString(Path.of("tare"));
        String training = between(launcher, "tare_train() {", "\n}");
        String running = between(launcher, "tare_flags=\"", "\"");
        assertThat(training).contains("-XX:AOTCacheOutput=", StartTraining.class.getName());
        for (String flag :
                new String[] {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"}) {
            assertThat(training).contains(flag);
            assertThat(running).contains(flag);
        }
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
