package dev.tare.specimen.control.process;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What {@code /proc} tells of processes. What cannot be read, because the process has ended or is
 * another user's, is empty.
 *
 * <p>Thread-safety: stateless. Source: {@code proc(5)}.
 */
public final class ProcFiles {
    private static final long BYTES_PER_KIB = 1024;

    /** Fields of {@code stat} after the command's name, which may itself hold spaces: from 3 on. */
    private static final int FIRST_FIELD = 3;

    private static final int FIELD_STATE = 3;
    private static final int FIELD_PARENT = 4;
    private static final int FIELD_CHILDREN_USER = 16;
    private static final int FIELD_CHILDREN_SYSTEM = 17;
    private static final int FIELD_START = 22;

    /** Listening, in {@code /proc/net/tcp}. */
    private static final String LISTENING = "0A";

    /** Loopback, and any address, as {@code /proc/net/tcp} and {@code tcp6} write them. */
    private static final Set<String> LOCAL_ADDRESSES =
            Set.of(
                    "0100007F",
                    "00000000",
                    "00000000000000000000000000000000",
                    "00000000000000000000000001000000",
                    "0000000000000000FFFF00000100007F");

    /** Those of them that stand for every address. */
    private static final Set<String> ANY_ADDRESSES =
            Set.of("00000000", "00000000000000000000000000000000");

    /** What {@code tcp6} writes before an IPv4 address. */
    private static final String MAPPED_PREFIX = "0000000000000000FFFF0000";

    private static final int COLUMN_ADDRESS = 1;
    private static final int COLUMN_STATE = 3;
    private static final int COLUMN_INODE = 9;

    private final Path root;

    /** Reads below {@code root}: {@code /proc}, or a copy of it. */
    ProcFiles(Path root) {
        this.root = root;
    }

    /** The kernel's own. */
    static ProcFiles system() {
        return new ProcFiles(Path.of("/proc"));
    }

    /**
     * One line of {@code /proc/PID/stat}.
     *
     * @param state a letter; {@code Z} for a process that has ended and was not waited for
     * @param parent pid
     * @param endedChildrenTicks CPU time of the children that have ended and were waited for
     * @param startTicks since boot
     */
    record Stat(char state, long parent, long endedChildrenTicks, long startTicks) {}

    /** The state of a process. */
    Optional<Stat> stat(long pid) {
        return text(root.resolve(pid + "/stat")).flatMap(ProcFiles::parseStat);
    }

    static Optional<Stat> parseStat(String line) {
        String[] fields = words(line.substring(line.lastIndexOf(')') + 1));
        if (fields.length <= FIELD_START - FIRST_FIELD) {
            return Optional.empty();
        }
        return Optional.of(
                new Stat(
                        fields[FIELD_STATE - FIRST_FIELD].charAt(0),
                        Long.parseLong(fields[FIELD_PARENT - FIRST_FIELD]),
                        Long.parseLong(fields[FIELD_CHILDREN_USER - FIRST_FIELD])
                                + Long.parseLong(fields[FIELD_CHILDREN_SYSTEM - FIRST_FIELD]),
                        Long.parseLong(fields[FIELD_START - FIRST_FIELD])));
    }

    /** The process that has this number now. */
    public Optional<ProcessId> identify(long pid) {
        return stat(pid).map(stat -> new ProcessId(pid, stat.startTicks()));
    }

    /** Whether it still runs; one that has ended and was not waited for does not. */
    public boolean isAlive(ProcessId process) {
        return stat(process.pid())
                .filter(stat -> stat.startTicks() == process.startTicks())
                .filter(stat -> stat.state() != 'Z' && stat.state() != 'X')
                .isPresent();
    }

    /** Children of all threads of a process. */
    List<Long> children(long pid) {
        List<Long> children = new ArrayList<>();
        for (Path thread : entries(root.resolve(pid + "/task"))) {
            text(thread.resolve("children")).ifPresent(text -> addNumbers(text, children));
        }
        return children;
    }

    private static void addNumbers(String text, List<Long> numbers) {
        for (String word : words(text)) {
            if (!word.isEmpty()) {
                numbers.add(Long.parseLong(word));
            }
        }
    }

    /** Highest resident memory so far (VmHWM), bytes. */
    OptionalLong peakResidentBytes(long pid) {
        return text(root.resolve(pid + "/status"))
                .map(ProcFiles::parsePeakResidentBytes)
                .orElse(OptionalLong.empty());
    }

    static OptionalLong parsePeakResidentBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(kib -> Long.parseLong(kib) * BYTES_PER_KIB)
                .findFirst();
    }

    /**
     * Time that each thread of a process stood ready without a core, ns, by thread. Empty where the
     * kernel does not count it.
     */
    Map<Long, Long> runDelaysNs(long pid) {
        Map<Long, Long> delays = new HashMap<>();
        for (Path thread : entries(root.resolve(pid + "/task"))) {
            text(thread.resolve("schedstat"))
                    .map(ProcFiles::words)
                    .filter(fields -> fields.length > 1)
                    .ifPresent(fields ->
                            delays.put(
                                    Long.parseLong(thread.getFileName().toString()),
                                    Long.parseLong(fields[1])));
        }
        return delays;
    }

    /** Inodes of the sockets that listen for loopback connections to a TCP port. */
    public Set<Long> listeners(int port) {
        return listeners("", LOCAL_ADDRESSES, port);
    }

    /**
     * Inodes of the sockets that listen for connections to a TCP address, in the network namespace
     * of a process.
     *
     * @param at a literal IPv4 address
     */
    public Set<Long> listeners(long pid, Endpoint at) {
        if (at.host().equals(Endpoint.LOOPBACK)) {
            return listeners(pid + "/", LOCAL_ADDRESSES, at.port());
        }
        Set<String> addresses = new HashSet<>(ANY_ADDRESSES);
        String own = reversedHexadecimal(at.host());
        addresses.add(own);
        addresses.add(MAPPED_PREFIX + own);
        return listeners(pid + "/", addresses, at.port());
    }

    /** As the kernel writes it on a little-endian machine. */
    private static String reversedHexadecimal(String literalAddress) {
        byte[] bytes = InetAddress.ofLiteral(literalAddress).getAddress();
        StringBuilder text = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            text.append("%02X".formatted(bytes[i]));
        }
        return text.toString();
    }

    private Set<Long> listeners(String whose, Set<String> addresses, int port) {
        Set<Long> inodes = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            text(root.resolve(whose + table))
                    .ifPresent(text -> addListeners(text, addresses, port, inodes));
        }
        return inodes;
    }

    private static void addListeners(
            String table, Set<String> addresses, int port, Set<Long> inodes) {
        String suffix = ":%04X".formatted(port);
        for (String line : table.lines().toList()) {
            String[] columns = words(line);
            if (columns.length > COLUMN_INODE
                    && columns[COLUMN_STATE].equals(LISTENING)
                    && columns[COLUMN_ADDRESS].endsWith(suffix)
                    && addresses.contains(
                            columns[COLUMN_ADDRESS].substring(
                                    0, columns[COLUMN_ADDRESS].length() - suffix.length()))) {
                inodes.add(Long.parseLong(columns[COLUMN_INODE]));
            }
        }
    }

    /** Inodes of the sockets that a process holds open; empty where it may not be looked at. */
    public Set<Long> sockets(long pid) {
        Set<Long> inodes = new HashSet<>();
        for (Path descriptor : entries(root.resolve(pid + "/fd"))) {
            try {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(Long.parseLong(target.replaceAll("[^0-9]", "")));
                }
            } catch (IOException e) {
                // It was closed in the meantime.
            }
        }
        return inodes;
    }

    /** The soft limit of open files of a process. */
    OptionalLong maxOpenFiles(String pid) {
        return text(root.resolve(pid + "/limits"))
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith("Max open files")).findFirst())
                .map(line -> words(line.substring("Max open files".length()))[0])
                .filter(word -> !word.equals("unlimited"))
                .map(word -> OptionalLong.of(Long.parseLong(word)))
                .orElse(OptionalLong.empty());
    }

    /** Whether the runner is root. */
    public boolean asRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(root.resolve("self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // The process has ended, or is another user's: there is nothing to see.
            return entries;
        }
        return entries;
    }

    /** Never without an element: an empty text is one empty word. */
    private static String[] words(String text) {
        return text.trim().split("\\s+", -1);
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
