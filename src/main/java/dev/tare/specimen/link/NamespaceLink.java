package dev.tare.specimen.link;

import dev.tare.base.core.QuantityText;
import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.io.nativeaccess.ExitStatus;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A wire of the run's own, with a network namespace at its far end.
 *
 * <p>Danger: a namespace with a name, and an interface in the machine's own namespace, stay when
 * the runner is killed. Fact: a namespace without a name is gone with its last process, and a pair
 * of virtual interfaces with either of its ends. Use: the namespace has no name, one of the run's
 * processes holds it, and all of those are in the guard's group. Processes behind the link that are
 * still there keep it; they are in the group too.
 *
 * <p>Thread-safety: one caller at a time.
 */
public final class NamespaceLink {
    private static final long STEP_LIMIT_NS = 10_000_000_000L;
    private static final long STOP_GRACE_NS = 1_000_000_000L;
    private static final long POLL_NS = 2_000_000L;
    private static final int SAID_LINES = 20;
    private static final int QUOTED_LINES = 2;

    /** Connections that are made to see how long one takes: the fastest is the wire's own time. */
    private static final int CONNECTIONS = 5;

    private static final int CONNECT_LIMIT_MS = 5_000;
    private static final ExitStatus SUCCESS = new ExitStatus(false, 0);
    private static final double NS_PER_MS = 1e6;
    private static final Pattern PACKETS = Pattern.compile("Sent \\d+ bytes (\\d+) pkt");

    private final Launcher launcher;
    private final String name;
    private final Path log;
    private final LinkCommands commands;
    private final RunningProcess holder;
    private final String version;
    private final NanoClock clock = NanoClock.system();

    private NamespaceLink(
            Launcher launcher,
            String name,
            Path log,
            LinkCommands commands,
            RunningProcess holder,
            String version) {
        this.launcher = launcher;
        this.name = name;
        this.log = log;
        this.commands = commands;
        this.holder = holder;
        this.version = version;
    }

    /**
     * Makes a link.
     *
     * @param name of the specimen, for messages and for its processes
     * @param log takes what its programs say
     * @throws StartFailure where it is not permitted or not possible here; the message is one line
     *     with the remedy, and nothing of it is left
     */
    public static NamespaceLink open(Launcher launcher, String name, Path log, LinkShape shape)
            throws StartFailure, InterruptedException {
        LinkCommands.Command tells = LinkCommands.version();
        String version = said(launcher, name, log, tells).findFirst().orElse("");
        RunningProcess holder = hold(launcher, name, log);
        boolean made = false;
        try {
            LinkCommands commands =
                    new LinkCommands(holder.pid(), freeAddresses(holder.pid()), shape);
            for (LinkCommands.Command command : commands.make()) {
                said(launcher, name, log, command);
            }
            made = true;
            return new NamespaceLink(launcher, name, log, commands, holder, version);
        } finally {
            if (!made) {
                holder.stop(STOP_GRACE_NS);
            }
        }
    }

    private static LinkAddresses freeAddresses(long start) throws StartFailure {
        try {
            String routes = Files.readString(Path.of("/proc/net/route"));
            return LinkAddresses.free(routes, start)
                    .orElseThrow(() ->
                            new StartFailure(
                                    "every address of 198.18.0.0/15 is routed already; a link"
                                            + " needs four of them: remove that route"));
        } catch (StartFailure e) {
            throw e;
        } catch (IOException e) {
            throw new StartFailure("/proc/net/route cannot be read: " + e.getMessage(), e);
        }
    }

    private static RunningProcess hold(Launcher launcher, String name, Path log)
            throws StartFailure, InterruptedException {
        LinkCommands.Command command = LinkCommands.hold();
        RunningProcess holder = started(launcher, name, log, command, true);
        NanoClock clock = NanoClock.system();
        long deadlineNs = clock.nowNs() + STEP_LIMIT_NS;
        while (!isApart(holder)) {
            if (!holder.isAlive() || clock.nowNs() - deadlineNs > 0) {
                holder.stop(STOP_GRACE_NS);
                throw refused(command, holder);
            }
            Sleep.forNs(POLL_NS);
        }
        return holder;
    }

    private static boolean isApart(RunningProcess holder) {
        Optional<Path> its = namespace(String.valueOf(holder.pid()));
        return its.isPresent() && !its.equals(namespace("self"));
    }

    private static Optional<Path> namespace(String pid) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", pid, "ns", "net")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static RunningProcess started(
            Launcher launcher, String name, Path log, LinkCommands.Command command, boolean held)
            throws StartFailure {
        Launch launch = Launch.of(name + "-link", command.words(), log);
        try {
            return launcher.start(held ? launch.piped() : launch);
        } catch (StartFailure e) {
            throw new StartFailure(command.step().whereAbsent(), e);
        }
    }

    /** Runs a command to its end and returns the lines it says. */
    private static Stream<String> said(
            Launcher launcher, String name, Path log, LinkCommands.Command command)
            throws StartFailure, InterruptedException {
        RunningProcess process = started(launcher, name, log, command, false);
        if (!process.awaitEnd(STEP_LIMIT_NS)) {
            process.stop(STOP_GRACE_NS);
        }
        if (!process.exitStatus().equals(Optional.of(SUCCESS))) {
            throw refused(command, process);
        }
        return process.logTail(SAID_LINES).stream();
    }

    private static StartFailure refused(LinkCommands.Command command, RunningProcess process) {
        return new StartFailure(
                "\"%s\" said \"%s\"; %s"
                        .formatted(
                                String.join(" ", command.words()),
                                String.join(" / ", process.logTail(QUOTED_LINES)),
                                command.step().remedy()));
    }

    /** The process that it lives with. */
    public RunningProcess holder() {
        return holder;
    }

    /** What shaped it, as the program tells it. */
    public String version() {
        return version;
    }

    /** The literal address that those behind it listen on. */
    public String host() {
        return commands.addresses().far();
    }

    /** The words that start a command behind it: the process becomes the command. */
    public List<String> inside(List<String> command) {
        return commands.inside(command);
    }

    /** What was asked, and what {@code tc} says of each end, a sentence each. */
    public List<String> described() throws StartFailure, InterruptedException {
        return List.of(
                "asked: " + commands.shape(),
                "tc of the load's end: " + joined(commands.showNear()),
                "tc of the services' end: " + joined(commands.showFar()));
    }

    /** The lines that say how it is shaped; those on what has passed are left out. */
    private String joined(LinkCommands.Command command) throws StartFailure, InterruptedException {
        return said(launcher, name, log, command)
                .filter(line -> line.startsWith("qdisc"))
                .collect(Collectors.joining("; "));
    }

    /**
     * Connects to a service behind it a few times.
     *
     * @return how it is known that the way there is this link, and as long as it should be
     * @throws StartFailure when a connection takes less than the round trip that was asked for, or
     *     passes the link by
     */
    public String proof(Endpoint service) throws StartFailure, InterruptedException {
        long nearBefore = packets(commands.showNear());
        long farBefore = packets(commands.showFar());
        long fastestNs = Long.MAX_VALUE;
        for (int i = 0; i < CONNECTIONS; i++) {
            fastestNs = Math.min(fastestNs, connectNs(service));
        }
        if (packets(commands.showNear()) - nearBefore < CONNECTIONS
                || packets(commands.showFar()) - farBefore < CONNECTIONS) {
            throw new StartFailure(
                    "%s: %d connections to %s did not pass both ends of the link"
                            .formatted(name, CONNECTIONS, service));
        }
        long askedNs = commands.shape().roundTripNs();
        String measured = "%.3f ms".formatted(fastestNs / NS_PER_MS);
        if (fastestNs < askedNs) {
            throw new StartFailure(
                    "%s: a connection over the link takes %s, less than the %s that were asked for"
                            .formatted(name, measured, QuantityText.ofNs(askedNs)));
        }
        return "%d connections passed both ends of the link, the fastest in %s%s"
                .formatted(
                        CONNECTIONS,
                        measured,
                        askedNs == LinkShape.UNSHAPED
                                ? ""
                                : ", of which the link is " + QuantityText.ofNs(askedNs));
    }

    private long connectNs(Endpoint service) throws StartFailure {
        try (Socket socket = new Socket()) {
            InetSocketAddress to =
                    new InetSocketAddress(InetAddress.ofLiteral(service.host()), service.port());
            long startedNs = clock.nowNs();
            socket.connect(to, CONNECT_LIMIT_MS);
            return clock.nowNs() - startedNs;
        } catch (IOException e) {
            throw new StartFailure(
                    "%s: nobody can be reached over the link: %s: %s"
                            .formatted(name, service, e.getMessage()),
                    e);
        }
    }

    /** How many packets an end has let through, by its outermost qdisc. */
    private long packets(LinkCommands.Command command) throws StartFailure, InterruptedException {
        String text = said(launcher, name, log, command).collect(Collectors.joining("\n"));
        Matcher matcher = PACKETS.matcher(text);
        if (!matcher.find()) {
            throw new StartFailure(name + ": tc does not tell what the link has carried");
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Ends the process that holds it: it is gone as soon as nobody is behind it any more. */
    public void close() throws InterruptedException {
        holder.stop(STOP_GRACE_NS);
    }
}
