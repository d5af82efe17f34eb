package dev.tare.io.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tare.io.nativeaccess.LinuxIoUring;
import dev.tare.testing.SocketTest;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SocketTest
@EnabledOnOs(OS.LINUX)
final class OutOfDescriptorsTest {

    @ParameterizedTest
    @EnumSource(
            value = IoBackEnd.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AUTO"})
    void anAcceptorWithoutDescriptorsWaitsAndThenAccepts(IoBackEnd backEnd) throws Exception {
        assumeTrue(
                backEnd != IoBackEnd.IO_URING || LinuxIoUring.absence().isEmpty(),
                "this machine has no io_uring");
        Process child = start(backEnd);
        try (BufferedReader output = child.inputReader();
                OutputStream input = child.getOutputStream()) {
            String full = output.readLine();
            assertThat(full).startsWith("full ");
            int port = Integer.parseInt(full.substring("full ".length()));
            try (Socket client = new Socket(LoopFixture.ANY_PORT.getAddress(), port)) {
                input.write('\n');
                input.flush();
                assertThat(output.readLine()).isEqualTo("quiet");
                assertThat(output.readLine()).isEqualTo("accepted");
                assertThat(client.isConnected()).isTrue();
            }
            assertThat(child.waitFor()).isZero();
        } finally {
            child.destroyForcibly();
        }
    }

    private static Process start(IoBackEnd backEnd) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath =
                Stream.of(
                                EventLoop.class,
                                OutOfDescriptors.class,
                                org.assertj.core.api.Assertions.class)
                        .map(c -> c.getProtectionDomain().getCodeSource().getLocation().getPath())
                        .collect(Collectors.joining(":"));
        String command =
                "ulimit -n 256 && exec \"$0\" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                        + " --enable-native-access=ALL-UNNAMED -cp \"$1\" \"$2\" \"$3\"";
        String main = OutOfDescriptors.class.getName();
        return new ProcessBuilder("sh", "-c", command, java, classPath, main, backEnd.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
