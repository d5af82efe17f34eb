package dev.tare.specimen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.specimen.RawClient;
import dev.tare.specimen.proxy.copy.CopyMethod;
import dev.tare.specimen.proxy.copy.CopyOptions;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.SlowTest;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The longest body of the original's notebook. */
@SlowTest
@SocketTest
@Timeout(300)
@EnabledOnOs(OS.LINUX)
final class MinivoyCopySlowTest {
    private static final int LENGTH = 800_000_000;

    /** What the process may grow by while it passes: the JVM's young objects, mostly the test's. */
    private static final long MAX_GROWTH_KB = 400_000;

    @ParameterizedTest
    @EnumSource(value = CopyMethod.class, names = "DSA", mode = EnumSource.Mode.EXCLUDE)
    void eightHundredMegabytesArriveUnchangedInBoundedMemory(CopyMethod method) throws IOException {
        String expected = SeededBodies.sha256(800, LENGTH);
        try (SeededBodies bodies = new SeededBodies();
                Minivoy proxy =
                        Minivoy.start(
                                ProxyOptions.to(bodies.server().address())
                                        .withCopy(CopyOptions.by(method)));
                RawClient client = RawClient.to(proxy.address())) {
            client.send("GET /length/800/" + LENGTH + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readHeadText()).contains("Content-Length: " + LENGTH + "\n");
            long residentKb = residentKb();
            assertThat(SeededBodies.sha256Of(client, LENGTH)).isEqualTo(expected);
            assertThat(residentKb() - residentKb).isLessThan(MAX_GROWTH_KB);
            assertThat(proxy.stats().upstreamBytesReceived()).isEqualTo(bodies.sentBytes());
            assertThat(proxy.stats().errors()).isZero();
        }
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
