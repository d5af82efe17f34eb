package dev.tare.io.nativeaccess;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
final class LinuxDeviceFileTest {
    @TempDir private Path folder = Path.of("");

    private final MemorySegment bytes = Arena.ofAuto().allocate(100).fill((byte) 7);

    @Test
    void whatIsWrittenIsThere() throws Exception {
        Path file = Files.createFile(folder.resolve("device"));
        LinuxDeviceFile device = LinuxDeviceFile.find().orElseThrow();
        bytes.set(ValueLayout.JAVA_BYTE, 10, (byte) 1);
        assertThat(device.open(file)).isZero();
        assertThat(device.write(bytes, 10, 64)).isEqualTo(64);
        device.close();
        device.close();
        assertThat(Files.readAllBytes(file))
                .isEqualTo(bytes.asSlice(10, 64).toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void errorsAreNegative() {
        LinuxDeviceFile device = LinuxDeviceFile.find().orElseThrow();
        assertThat(device.open(folder.resolve("nothing"))).isEqualTo(-LinuxErrno.ENOENT);
        assertThat(device.write(bytes, 0, 64)).isEqualTo(-LinuxErrno.EBADF);
    }
}
