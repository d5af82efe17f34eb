package dev.tare.specimen.control;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.ProcessTree;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import java.util.List;

/** Waits until a process listens where it was told to. */
public final class ListenerCheck {
    private static final long WAIT_NS = 10_000_000L;
    private static final int LOG_LINES = 50;

    private ListenerCheck() {}

    /**
     * Waits until somebody listens on every one of the addresses, and makes sure that it is this
     * process or a child of it.
     *
     * @param addresses literal ones, in the process's own network namespace
     * @throws StartFailure when the process ends, the time is up, or another one listens there; the
     *     message is one line
     */
    public static void await(
            Launcher launcher, RunningProcess process, List<Endpoint> addresses, long limitNs)
            throws StartFailure, InterruptedException {
        NanoClock clock = launcher.clock();
        long deadlineNs = clock.nowNs() + limitNs;
        for (Endpoint at : addresses) {
            while (launcher.proc().listeners(process.pid(), at).isEmpty()) {
                if (!process.isAlive()) {
                    throw new StartFailure(process.name() + " " + process.epitaph());
                }
                if (clock.nowNs() - deadlineNs > 0) {
                    throw new StartFailure(
                            "%s did not listen on port %d within %d s; it %s"
                                    .formatted(
                                            process.name(),
                                            at.port(),
                                            limitNs / 1_000_000_000L,
                                            process.epitaph()));
                }
                Sleep.forNs(WAIT_NS);
            }
            ProcessTree tree = new ProcessTree(launcher.proc(), process.id());
            if (tree.canSeeSockets() && !tree.ownsListener(at)) {
                throw new StartFailure(
                        "%s: what listens on port %d is not its process %d, nor a child of it"
                                .formatted(process.name(), at.port(), process.pid()));
            }
        }
    }

    /** Whether its log says that a port it was given was taken by another process meanwhile. */
    public static boolean saysPortTaken(RunningProcess process) {
        return process.logTail(LOG_LINES).stream().anyMatch(SpecimenStarter::saysPortTaken);
    }
}
