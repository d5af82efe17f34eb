package dev.tare.view.cli.load;

import dev.tare.lab.foreign.RateSamples;
import dev.tare.lab.foreign.WrkTotals;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.script.ScriptException;
import dev.tare.load.script.ScriptSpec;
import dev.tare.load.script.ScriptStatistics;
import dev.tare.load.script.ScriptSummary;
import dev.tare.load.script.WrkScript;
import dev.tare.load.script.WrkScriptHooks;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import dev.tare.load.spec.UnsendableRequestException;
import dev.tare.view.cli.shell.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A load with the script of wrk's that may take part in it. */
final class WrkScriptRun implements AutoCloseable {
    private static final long NS_PER_US = 1_000;
    private static final double US_PER_SECOND = 1e6;

    private final @Nullable WrkScript script;

    private WrkScriptRun(@Nullable WrkScript script) {
        this.script = script;
    }

    /** A load without a script. */
    static WrkScriptRun none() {
        return new WrkScriptRun(null);
    }

    /**
     * Opens a script: its {@code setup} and {@code init} run.
     *
     * @throws FailureException when the script fails, in one line
     */
    static WrkScriptRun open(ScriptSpec asked) throws FailureException {
        try {
            return new WrkScriptRun(WrkScript.open(asked));
        } catch (ScriptException e) {
            throw new FailureException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The addresses that a script begins with.
     *
     * @throws IOException when the host is unknown
     */
    static List<InetSocketAddress> addresses(Target target) throws IOException {
        return Stream.of(InetAddress.getAllByName(target.host()))
                .map(address -> new InetSocketAddress(address, target.port()))
                .toList();
    }

    /**
     * Runs the load.
     *
     * @throws FailureException when the script fails meanwhile, in one line
     */
    LoadResult run(LoadEngine engine, LoadSpec spec, Consumer<IntervalResult> live)
            throws IOException, FailureException {
        try {
            return engine.run(spec, Optional.ofNullable(script).map(WrkScriptHooks::new), live);
        } catch (UnsendableRequestException e) {
            throw new FailureException(String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof ScriptException fault) {
                throw new FailureException(String.valueOf(fault.getMessage()));
            }
            throw e;
        }
    }

    /**
     * Lets the script sum up, if it wants to.
     *
     * @throws FailureException when it fails, in one line
     */
    void done(LoadResult result, RateSamples rates) throws FailureException {
        if (script == null) {
            return;
        }
        WrkTotals totals = WrkTotals.of(result);
        ScriptSummary summary =
                new ScriptSummary(
                        (long) (totals.seconds() * US_PER_SECOND),
                        totals.answered(),
                        totals.bytes(),
                        totals.connectErrors(),
                        totals.readErrors(),
                        0,
                        totals.statusErrors(),
                        totals.timeouts());
        try {
            script.teardown();
            script.done(
                    summary,
                    ScriptStatistics.of(result.measured().responseTime(), NS_PER_US),
                    ScriptStatistics.of(rates.wholeRatesPerSec()));
        } catch (ScriptException e) {
            throw new FailureException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        if (script != null) {
            script.close();
        }
    }
}
