package dev.tare.specimen.proxy.copy;

import dev.tare.base.time.NanoClock;
import dev.tare.io.nativeaccess.LinuxDeviceFile;
import dev.tare.io.nativeaccess.LinuxErrno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the work queues of the machine's Data Streaming Accelerators that a program may use, and
 * opens them; where there is none it says what was looked for, and what to do.
 *
 * <p>A queue that was opened has done a no-operation: the driver takes descriptors by {@code
 * write}, and the device reaches our memory.
 *
 * <p>Thread-safety: any thread.
 *
 * <p>Source: {@code Documentation/ABI/stable/sysfs-driver-dma-idxd} and {@code
 * drivers/dma/idxd/cdev.c} of Linux.
 */
final class DsaDevices {
    private static final Pattern DEVICE = Pattern.compile("dsa\\d+");
    private static final Pattern QUEUE = Pattern.compile("wq(\\d+)\\.\\d+");
    private static final String REMEDY =
            "; \"mem\" needs no device, and \"dsa-model\" is a software model of one";
    private static final String NO_SHARED_ADDRESSES =
            "the kernel runs without shared virtual addresses: boot with intel_iommu=on,sm_on";
    private static final long PROOF_NS = 100_000_000L;
    private static final int DEFAULT_SIZE = 16;

    private final Path sysfs;
    private final Path files;
    private final NanoClock clock;

    /** A work queue that is enabled and meant for programs. */
    private record Queue(String name, boolean dedicated, int size) {}

    /** What became of opening a queue: a portal, or the reason why there is none. */
    private record Opening(Optional<DsaPortal> portal, String reason) {}

    /**
     * Looks in other places than a machine's own.
     *
     * @param sysfs in place of {@code /sys/bus/dsa/devices}
     * @param files in place of {@code /dev/dsa}
     */
    DsaDevices(Path sysfs, Path files, NanoClock clock) {
        this.sysfs = sysfs;
        this.files = files;
        this.clock = clock;
    }

    /** Those of this machine. */
    static DsaDevices ofThisMachine() {
        return new DsaDevices(
                Path.of("/sys/bus/dsa/devices"), Path.of("/dev/dsa"), NanoClock.system());
    }

    /**
     * Opens the queues for one of several event loops: all that are shared, once for each loop, and
     * its own part of those that are dedicated, for these are opened once.
     *
     * @param index of the loop, from 0
     * @param loops how many there are
     * @return at least one
     * @throws IOException when there is none, in one line
     */
    List<DsaPortal> open(int index, int loops) throws IOException {
        List<Queue> usable = usable();
        List<DsaPortal> opened = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        int dedicated = 0;
        for (Queue queue : usable) {
            if (!queue.dedicated() || dedicated++ % loops == index) {
                Opening opening = open(queue);
                opening.portal().ifPresentOrElse(opened::add, () -> reasons.add(opening.reason()));
            }
        }
        if (opened.isEmpty() && reasons.isEmpty()) {
            reasons.add(
                    "%d threads need as many dedicated work queues, or a shared one; there are %d"
                            .formatted(loops, usable.size()));
        }
        if (opened.isEmpty()) {
            throw failure(String.join("; ", reasons));
        }
        return opened;
    }

    private List<Queue> usable() throws IOException {
        if (!Files.isDirectory(sysfs)) {
            throw failure(
                    "there is no %s: the kernel's driver for DSA (idxd) is not loaded"
                                    .formatted(sysfs)
                            + " (modprobe idxd), or the machine has no such device");
        }
        if (named(DEVICE).isEmpty()) {
            throw failure(
                    "the driver idxd is loaded and has found no device (%s/dsa*)".formatted(sysfs));
        }
        List<String> names = named(QUEUE);
        List<String> forPrograms = names.stream().filter(this::isForPrograms).toList();
        List<String> reachable = forPrograms.stream().filter(this::hasSharedAddresses).toList();
        if (!forPrograms.isEmpty() && reachable.isEmpty()) {
            throw failure(String.join(", ", forPrograms) + ": " + NO_SHARED_ADDRESSES);
        }
        List<String> ready = reachable.stream().filter(this::isEnabled).toList();
        if (ready.isEmpty()) {
            String seen = names.stream().map(this::described).collect(Collectors.joining(", "));
            throw failure(
                    "no work queue is enabled and of type user (%s): set one up with accel-config"
                            .formatted(seen.isEmpty() ? "there is none at all" : seen));
        }
        List<Queue> queues = ready.stream().filter(this::takesWholeParts).map(this::queue).toList();
        if (queues.isEmpty()) {
            throw failure(
                    "%s: max_transfer_size is less than the %d bytes of a part"
                            .formatted(String.join(", ", ready), DsaJob.PART_BYTES));
        }
        return queues;
    }

    private List<String> named(Pattern pattern) throws IOException {
        try (Stream<Path> entries = Files.list(sysfs)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> pattern.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    private boolean isForPrograms(String queue) {
        return attribute(queue, "type").equals("user");
    }

    private boolean isEnabled(String queue) {
        return attribute(queue, "state").equals("enabled");
    }

    private String described(String queue) {
        return "%s: type %s, %s"
                .formatted(queue, attribute(queue, "type"), attribute(queue, "state"));
    }

    /** Without them the kernel enables no queue for programs. */
    private boolean hasSharedAddresses(String queue) {
        Matcher matcher = QUEUE.matcher(queue);
        return !matcher.matches()
                || !attribute("dsa" + matcher.group(1), "pasid_enabled").equals("0");
    }

    private boolean takesWholeParts(String queue) {
        return number(queue, "max_transfer_size", DsaJob.PART_BYTES) >= DsaJob.PART_BYTES;
    }

    private Queue queue(String name) {
        boolean dedicated = attribute(name, "mode").equals("dedicated");
        return new Queue(name, dedicated, (int) Math.max(1, number(name, "size", DEFAULT_SIZE)));
    }

    private long number(String entry, String attribute, long otherwise) {
        try {
            return Long.parseLong(attribute(entry, attribute));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** An attribute of a device or a queue; empty where there is none. */
    private String attribute(String entry, String attribute) {
        try {
            return Files.readString(sysfs.resolve(entry).resolve(attribute)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private Opening open(Queue queue) {
        Path path = files.resolve(queue.name());
        Optional<LinuxDeviceFile> file = LinuxDeviceFile.find();
        if (file.isEmpty()) {
            return new Opening(Optional.empty(), "devices are written to on 64-bit Linux only");
        }
        int result = file.get().open(path);
        if (result < 0) {
            return new Opening(Optional.empty(), path + ": " + openingFault(-result));
        }
        int capacity = queue.dedicated() ? queue.size() : Integer.MAX_VALUE;
        DsaPortal portal = new DsaQueue(file.get(), capacity);
        Optional<String> fault = proofFault(portal);
        if (fault.isPresent()) {
            portal.close();
            return new Opening(Optional.empty(), path + ": " + fault.get());
        }
        return new Opening(Optional.of(portal), "");
    }

    /** Why a queue's file cannot be opened, and what to do. */
    static String openingFault(int errno) {
        return switch (errno) {
            case LinuxErrno.ENOENT ->
                    "no such file, though the queue is enabled: is /dev of this container its own?";
            case LinuxErrno.EACCES, LinuxErrno.EPERM ->
                    "permission denied: give this user read and write access to it";
            case LinuxErrno.EBUSY -> "the queue is dedicated, and another process has it";
            case LinuxErrno.EOPNOTSUPP -> NO_SHARED_ADDRESSES;
            case LinuxErrno.ENXIO, LinuxErrno.ENODEV -> "the device is not there any more";
            default -> LinuxErrno.text(errno);
        };
    }

    /** Why a queue does not do a no-operation; empty where it does. */
    private Optional<String> proofFault(DsaPortal portal) {
        // Not freed by hand: a device that answers too late may still write to it.
        Arena arena = Arena.global();
        MemorySegment descriptor = arena.allocate(DsaDescriptor.BYTES, DsaDescriptor.BYTES);
        MemorySegment record = arena.allocate(DsaCompletion.BYTES, DsaCompletion.BYTES);
        DsaCompletion.clear(record, 0);
        DsaDescriptor.writeNoop(descriptor, 0, record.address());
        int taken = portal.submit(descriptor, 0, 1);
        if (taken < 0) {
            return Optional.of(
                    switch (-taken) {
                        case LinuxErrno.EINVAL ->
                                "the kernel's driver takes no descriptors by write: it is older"
                                        + " than its commit 6827738dc684 (2024)";
                        case LinuxErrno.EAGAIN -> "the queue is full before its first use";
                        default -> "a no-operation is refused: " + LinuxErrno.text(-taken);
                    });
        }
        long endNs = clock.nowNs() + PROOF_NS;
        int status = DsaCompletion.status(record, 0);
        while (status == DsaCompletion.NONE && clock.nowNs() - endNs < 0) {
            Thread.onSpinWait();
            status = DsaCompletion.status(record, 0);
        }
        return switch (status) {
            case DsaCompletion.SUCCESS -> Optional.empty();
            case DsaCompletion.NONE ->
                    Optional.of("a no-operation was taken and not done within 100 ms");
            default -> Optional.of("a no-operation failed with status 0x%x".formatted(status));
        };
    }

    private static IOException failure(String reason) {
        return new IOException("copy engine dsa: " + reason + REMEDY);
    }
}
