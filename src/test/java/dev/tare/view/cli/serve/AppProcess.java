package dev.tare.view.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.Eventually;
import dev.tare.view.cli.CommandFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tare app …} as a process of its own, on a free port. */
final class AppProcess implements AutoCloseable {
    /** 128 and SIGTERM's number. */
    private static final int ENDED_BY_TERM = 143;

    private static final long LIMIT_SECONDS = 10;

    private final Path folder;
    private final Process process;

    private AppProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts an application, and waits until it listens.
     *
     * @param folder in which a folder of its own is made
     */
    static AppProcess start(Path folder, String... words) throws Exception {
        Path own = Files.createTempDirectory(folder, "app");
        List<String> all = new ArrayList<>(List.of("app"));
        all.addAll(List.of(words));
        all.add("--listen=127.0.0.1:0");
        AppProcess app = new AppProcess(own, CommandFixture.start(own, all.toArray(String[]::new)));
        Eventually.holds(
                () -> !app.process.isAlive() || pattern("listening").matcher(app.said()).find());
        return app;
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return address("listening");
    }

    /** The address that it has said with this word. */
    InetSocketAddress address(String word) {
        Matcher matcher = pattern(word).matcher(said());
        assertThat(matcher.find()).as(said()).isTrue();
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(matcher.group(1)));
    }

    private static Pattern pattern(String word) {
        return Pattern.compile(word + " on 127\\.0\\.0\\.1:(\\d+)");
    }

    /** All that it has said. */
    String said() {
        try {
            return Files.readString(folder.resolve("out.txt"))
                    + Files.readString(folder.resolve("err.txt"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Tells it to end, and expects that it does so without a word. */
    void endsAtTerm() throws InterruptedException {
        String before = said();
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ENDED_BY_TERM);
        assertThat(said()).isEqualTo(before);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
