package dev.tare.specimen.proxy.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxErrno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is said where there is no device, held against folders that look like the kernel's. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
final class DsaDevicesTest {
    @TempDir private Path folder = Path.of("");

    private Path sysfs = Path.of("");
    private Path files = Path.of("");

    @BeforeEach
    void places() {
        sysfs = folder.resolve("devices");
        files = folder.resolve("dev");
    }

    private void attribute(String entry, String attribute, String value) throws IOException {
        Path place = Files.createDirectories(sysfs.resolve(entry));
        Files.writeString(place.resolve(attribute), value + "\n");
    }

    private void queue(String name, String type, String state, String mode) throws IOException {
        attribute(name, "type", type);
        attribute(name, "state", state);
        attribute(name, "mode", mode);
        attribute(name, "size", "16");
        attribute(name, "max_transfer_size", "2097152");
    }

    private void assertSaid(int index, int loops, String... parts) {
        assertThatIOException()
                .isThrownBy(
                        () -> new DsaDevices(sysfs, files, NanoClock.system()).open(index, loops))
                .satisfies(e ->
                        assertThat(e.getMessage())
                                .startsWith("copy engine dsa: ")
                                .contains(parts)
                                .endsWith("\"dsa-model\" is a software model of one")
                                .hasLineCount(1));
    }

    @Test
    void withoutADriverItSaysWhereItLooked() {
        assertSaid(0, 1, "there is no " + sysfs, "modprobe idxd");
    }

    @Test
    void withoutADeviceItSaysSo() throws IOException {
        Files.createDirectories(sysfs);
        assertSaid(0, 1, "idxd is loaded and has found no device");
    }

    @Test
    void withoutAQueueForProgramsItSaysWhatTheQueuesAre() throws IOException {
        attribute("dsa0", "pasid_enabled", "1");
        assertSaid(0, 1, "no work queue is enabled and of type user (there is none at all)");
        queue("wq0.0", "kernel", "enabled", "shared");
        queue("wq0.1", "user", "disabled", "shared");
        assertSaid(
                0,
                1,
                "wq0.0: type kernel, enabled, wq0.1: type user, disabled",
                "set one up with accel-config");
    }

    @Test
    void withoutSharedAddressesItSaysHowToBoot() throws IOException {
        attribute("dsa3", "pasid_enabled", "0");
        queue("wq3.0", "user", "disabled", "shared");
        assertSaid(0, 1, "wq3.0", "shared virtual addresses", "intel_iommu=on,sm_on");
    }

    @Test
    void aQueueThatTakesTooLittleIsOfNoUse() throws IOException {
        attribute("dsa0", "pasid_enabled", "1");
        queue("wq0.0", "user", "enabled", "shared");
        attribute("wq0.0", "max_transfer_size", "4096");
        assertSaid(0, 1, "wq0.0: max_transfer_size is less than the 65536 bytes");
    }

    @Test
    void aQueueWithoutAFileIsNamed() throws IOException {
        attribute("dsa0", "pasid_enabled", "1");
        queue("wq0.0", "user", "enabled", "shared");
        queue("wq0.1", "user", "enabled", "shared");
        assertSaid(0, 1, files.resolve("wq0.0") + ": no such file", "wq0.1: no such file");
    }

    @Test
    void aFileThatIsNoDeviceIsFoundOut() throws IOException {
        attribute("dsa0", "pasid_enabled", "1");
        queue("wq0.0", "user", "enabled", "shared");
        Files.createDirectories(files);
        Path file = Files.createFile(files.resolve("wq0.0"));
        assertSaid(0, 1, "a no-operation was taken and not done within 100 ms");
        assertThat(file).hasSize(DsaDescriptor.BYTES);
    }

    @Test
    void eachThreadNeedsADedicatedQueueOfItsOwn() throws IOException {
        attribute("dsa0", "pasid_enabled", "1");
        queue("wq0.0", "user", "enabled", "dedicated");
        assertSaid(1, 2, "2 threads need as many dedicated work queues, or a shared one; there");
        assertSaid(0, 2, "wq0.0: no such file");
    }

    @Test
    void everyRefusalToOpenHasAReasonAndARemedy() {
        assertThat(DsaDevices.openingFault(LinuxErrno.EACCES)).contains("permission denied");
        assertThat(DsaDevices.openingFault(LinuxErrno.EPERM)).contains("give this user");
        assertThat(DsaDevices.openingFault(LinuxErrno.EBUSY)).contains("another process has it");
        assertThat(DsaDevices.openingFault(LinuxErrno.EOPNOTSUPP)).contains("intel_iommu=on");
        assertThat(DsaDevices.openingFault(LinuxErrno.ENXIO)).contains("not there any more");
        assertThat(DsaDevices.openingFault(LinuxErrno.EMFILE)).contains("too many open files");
    }
}
