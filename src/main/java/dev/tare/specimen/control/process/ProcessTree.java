package dev.tare.specimen.control.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A process and its descendants, looked up afresh at every call: masters start workers, wrappers
 * become what they wrap.
 *
 * <p>Thread-safety: stateless.
 *
 * @param root the process at its top
 */
public record ProcessTree(ProcFiles proc, ProcessId root) {
    /** Descendants beyond this number are not followed. */
    static final int MAX_PROCESSES = 4096;

    /** All that run, or have ended and were not waited for; the root first, if it is there. */
    public List<ProcessId> members() {
        List<ProcessId> members = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        Deque<Long> open = new ArrayDeque<>();
        if (proc.identify(root.pid()).filter(root::equals).isPresent()) {
            open.add(root.pid());
        }
        while (!open.isEmpty() && members.size() < MAX_PROCESSES) {
            long pid = open.remove();
            if (seen.add(pid)) {
                proc.identify(pid).ifPresent(members::add);
                open.addAll(proc.children(pid));
            }
        }
        return members;
    }

    /**
     * Whether every socket that listens for loopback connections to {@code port} is held by one of
     * these processes, and there is one. False also where {@link #canSeeSockets} is.
     */
    public boolean ownsListener(int port) {
        return owns(proc.listeners(port));
    }

    /** The same of an address, in the network namespace of the process at its top. */
    public boolean ownsListener(Endpoint at) {
        return owns(proc.listeners(root.pid(), at));
    }

    private boolean owns(Set<Long> listeners) {
        Set<Long> foreign = new HashSet<>(listeners);
        if (foreign.isEmpty()) {
            return false;
        }
        for (ProcessId member : members()) {
            foreign.removeAll(proc.sockets(member.pid()));
        }
        return foreign.isEmpty();
    }

    /** Whether it may be seen which sockets these processes hold. */
    public boolean canSeeSockets() {
        return members().stream().anyMatch(member -> !proc.sockets(member.pid()).isEmpty());
    }
}
