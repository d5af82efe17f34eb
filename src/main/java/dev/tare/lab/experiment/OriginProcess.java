package dev.tare.lab.experiment;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.OriginControl;
import dev.tare.specimen.control.probe.RequestCounter;
import dev.tare.specimen.control.probe.RequestCounters;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.RunningProcess;
import dev.tare.specimen.control.process.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The built-in origin as a process of its own. */
final class OriginProcess {
    private static final Pattern READY = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+).*");

    private final RunningProcess process;
    private final Endpoint endpoint;
    private final RequestCounter counter;

    private OriginProcess(RunningProcess process, Endpoint endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        counter = RequestCounters.json(NanoClock.system(), endpoint, "requests");
    }

    /**
     * Starts it on a free port and waits until it listens.
     *
     * @throws StartFailure when it does not; the message quotes its log
     */
    static OriginProcess start(Launcher launcher, Path folder, Set<Integer> cores)
            throws IOException {
        RunningProcess process =
                launcher.start(
                        Launch.of(
                                        "origin",
                                        OwnProgram.ORIGIN.command("127.0.0.1:0"),
                                        folder.resolve("origin.log"))
                                .on(cores)
                                .piped());
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8));
        String line = output.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            throw new StartFailure("the origin did not start: " + process.epitaph());
        }
        return new OriginProcess(process, Endpoint.loopback(Integer.parseInt(ready.group(1))));
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Makes it close the connections that have no request.
     *
     * @throws IOException when it does not answer
     */
    void closeIdle() throws IOException {
        OriginControl.closeIdle(NanoClock.system(), endpoint);
    }

    /** Requests of a load that it has counted so far; empty when it does not tell. */
    OptionalLong requests() {
        return counter.requests();
    }

    /** Where {@link #requests} is read. */
    String counterSource() {
        return counter.source();
    }

    RunningProcess process() {
        return process;
    }

    /** What became of it if it is gone, in one sentence. */
    Optional<String> loss() {
        return process.isAlive()
                ? Optional.empty()
                : Optional.of("the origin was lost in mid-run: it " + process.epitaph());
    }
}
