package dev.tare.view.cli;

import dev.tare.lab.foreign.RateSamples;
import dev.tare.lab.foreign.WrkCommandLine;
import dev.tare.lab.foreign.WrkTool;
import dev.tare.lab.foreign.WrkTotals;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.LoadResult;
import dev.tare.load.script.ScriptDialect;
import dev.tare.load.script.ScriptException;
import dev.tare.load.script.ScriptOutput;
import dev.tare.load.script.ScriptSpec;
import dev.tare.load.script.ScriptStatistics;
import dev.tare.load.script.ScriptSummary;
import dev.tare.load.script.WrkScript;
import dev.tare.load.script.WrkScriptHooks;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A load of {@code tare wrk} with the script that may take part in it. */
final class WrkScriptRun implements AutoCloseable {
    private static final long NS_PER_US = 1_000;
    private static final double US_PER_SECOND = 1e6;

    private final @Nullable WrkScript script;

    private WrkScriptRun(@Nullable WrkScript script) {
        this.script = script;
    }

    /**
     * Opens the script, if there is one: its {@code setup} and {@code init} run.
     *
     * @throws IOException when the host is unknown
     * @throws FailureException when the script fails, in one line
     */
    static WrkScriptRun open(WrkCommandLine line, LoadSpec spec)
            throws IOException, FailureException {
        if (line.script().isEmpty()) {
            return new WrkScriptRun(null);
        }
        Target target = spec.endpoints().getFirst().target();
        ScriptSpec asked =
                new ScriptSpec(
                        Path.of(line.script().get()),
                        line.url(),
                        line.fields(),
                        line.scriptArguments(),
                        Stream.of(InetAddress.getAllByName(target.host()))
                                .map(address -> new InetSocketAddress(address, target.port()))
                                .toList(),
                        spec.threads(),
                        line.passBody(),
                        ScriptOutput.STANDARD_OUTPUT,
                        line.tool() == WrkTool.WRK ? ScriptDialect.WRK : ScriptDialect.WRK2);
        try {
            WrkScript script = WrkScript.open(asked);
            WrkScriptRun run = new WrkScriptRun(script);
            if (script.threads().stream()
                    .anyMatch(thread -> !asked.addresses().contains(thread.address()))) {
                run.close();
                throw new FailureException(
                        "%s gives a thread another address than the URL's, which is not offered:"
                                        .formatted(asked.script())
                                + " give each address a load of its own");
            }
            return run;
        } catch (ScriptException e) {
            throw new FailureException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Runs the load.
     *
     * @throws FailureException when the script fails meanwhile, in one line
     */
    LoadResult run(LoadEngine engine, LoadSpec spec, RateSamples rates)
            throws IOException, FailureException {
        try {
            return engine.run(spec, Optional.ofNullable(script).map(WrkScriptHooks::new), rates);
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
