package dev.tare.specimen.control.probe;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.identity.TlsTrouble;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.util.Optional;

/** Waits until a party answers as it should. */
public final class HealthCheck {
    /** How long a party may take from its start to its first correct answer. */
    public static final long DEFAULT_LIMIT_NS = 30_000_000_000L;

    private static final long FIRST_WAIT_NS = 5_000_000L;
    private static final long LONGEST_WAIT_NS = 100_000_000L;
    private static final double NS_PER_S = 1e9;

    private HealthCheck() {}

    /**
     * Sends the probe again and again until it is answered as it should be.
     *
     * @param name of the party, for messages
     * @param process whose end ends the wait; empty where it is not the runner's
     * @return how many requests were sent, the last one included
     * @throws StartFailure when the process ends or the time is up, or when what runs already
     *     cannot be believed; the message is one line with the last words of its log
     */
    public static int await(
            NanoClock clock,
            String name,
            Endpoint at,
            HealthProbe probe,
            long limitNs,
            Optional<RunningProcess> process)
            throws StartFailure, InterruptedException {
        long deadlineNs = clock.nowNs() + limitNs;
        long waitNs = FIRST_WAIT_NS;
        int sent = 0;
        while (true) {
            String last;
            try {
                HttpProbe answer = HttpProbe.send(clock, at, probe.tls(), probe.request());
                sent++;
                if (answer.satisfies(probe.check())) {
                    return sent;
                }
                last = "it answered " + answer.summary();
            } catch (ConnectException e) {
                last = "nobody listens there";
            } catch (IOException e) {
                sent++;
                Optional<String> lasting = TlsTrouble.lasting(e);
                if (lasting.isPresent() && process.isEmpty()) {
                    throw new StartFailure(name + " at " + at + ": " + lasting.get(), e);
                }
                last = lasting.orElse(String.valueOf(e.getMessage()));
            }
            if (process.isPresent() && !process.get().isAlive()) {
                throw new StartFailure(name + " at " + at + " " + process.get().epitaph());
            }
            if (clock.nowNs() - deadlineNs > 0) {
                String log = process.map(p -> "; the process " + p.epitaph()).orElse("");
                throw new StartFailure(
                        "%s at %s did not answer %s within %s s: %s%s"
                                .formatted(name, at, probe, seconds(limitNs), last, log));
            }
            Sleep.forNs(waitNs);
            waitNs = Math.min(2 * waitNs, LONGEST_WAIT_NS);
        }
    }

    private static String seconds(long ns) {
        return BigDecimal.valueOf(ns / NS_PER_S).stripTrailingZeros().toPlainString();
    }
}
