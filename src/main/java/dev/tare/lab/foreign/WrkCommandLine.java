package dev.tare.lab.foreign;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a command line of wrk's or wrk2's asks for.
 *
 * @param tool whose
 * @param url as it was given
 * @param script file of a Lua script; absent: none
 * @param scriptArguments words after the URL, for the script
 * @param passBody whether the script is given bodies; Kinvolk's {@code -N} says not
 * @param threads 1 to 1,024
 * @param connections over all threads, {@code threads} to 65,535
 * @param durationSeconds more than 0
 * @param timeoutSeconds more than 0
 * @param ratePerSec over all threads, more than 0; 0 where the tool is wrk
 * @param fields header fields
 * @param latency whether percentiles are printed
 * @param uncorrected whether wrk2's uncorrected percentiles are printed too
 */
public record WrkCommandLine(
        WrkTool tool,
        String url,
        Optional<String> script,
        List<String> scriptArguments,
        boolean passBody,
        int threads,
        int connections,
        long durationSeconds,
        long timeoutSeconds,
        long ratePerSec,
        List<Field> fields,
        boolean latency,
        boolean uncorrected) {
    private static final long NS_PER_SECOND = 1_000_000_000;

    /** wrk2 leaves the first ten seconds, its calibration, out of its latencies. */
    private static final long CALIBRATION_SECONDS = 10;

    /** wrk samples its rate every 100 ms. */
    private static final long INTERVAL_NS = 100_000_000;

    private static final long SPIN_NS = 60_000;
    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_GOOD_STATUS = 399;

    public WrkCommandLine {
        scriptArguments = List.copyOf(scriptArguments);
        fields = List.copyOf(fields);
    }

    /**
     * Reads the words after {@code wrk}.
     *
     * @throws ForeignUsageException with wrk's exit code 1
     */
    public static WrkCommandLine parse(WrkTool tool, List<String> args)
            throws ForeignUsageException {
        return WrkFlags.parse(tool, args);
    }

    private TargetAddress address() throws ForeignUsageException {
        if (!url.contains("://")) {
            throw refusal("invalid URL: " + url + "; begin it with http://");
        }
        try {
            return TargetAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw refusal("invalid URL: " + e.getMessage());
        }
    }

    /**
     * The load that is asked for: closed loop for wrk, open loop at a constant rate for wrk2.
     *
     * <p>wrk does not wait for the answers that are due at its end; in the open loop they are
     * waited for as long as the timeout, so that a stall at the end is seen.
     *
     * @throws ForeignUsageException when it cannot be sent
     */
    public LoadSpec spec() throws ForeignUsageException {
        TargetAddress address = address();
        long leadSeconds =
                tool == WrkTool.WRK2 && durationSeconds > CALIBRATION_SECONDS
                        ? CALIBRATION_SECONDS
                        : 0;
        try {
            LoadSpecBuilder load =
                    LoadSpec.of(endpoint(address))
                            .policy(ConnectionPolicy.kept(connections))
                            .threads(threads)
                            .leadNs(leadSeconds * NS_PER_SECOND)
                            .measuredNs((durationSeconds - leadSeconds) * NS_PER_SECOND)
                            .intervalNs(INTERVAL_NS)
                            .timeoutNs(timeoutSeconds * NS_PER_SECOND);
            return switch (tool) {
                case WRK -> load.drainNs(0).build();
                case WRK2 ->
                        load.model(
                                        new LoadModel.OpenLoop(
                                                ratePerSec, LoadModel.ArrivalLaw.CONSTANT, 0))
                                .spinNs(SPIN_NS)
                                .build();
            };
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    private Endpoint endpoint(TargetAddress address) {
        return Endpoint.single(
                new Target(
                        Protocol.HTTP1,
                        address.host(),
                        address.port(),
                        "",
                        address.tls()
                                ? Optional.of(TlsClientOptions.standard().withoutVerification())
                                : Optional.empty()),
                new RequestSpec("GET", address.target(), fields, ""),
                new AnswerCheck(LOWEST_STATUS, HIGHEST_GOOD_STATUS, AnswerCheck.ANY_LENGTH, ""));
    }

    /** What differs from the tool itself, for standard error, a line each without its end. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        remarks.add(
                switch (tool) {
                    case WRK ->
                            "in wrk's layout; requests that time out stay in the latencies, and"
                                    + " nothing is filled in afterwards as wrk does";
                    case WRK2 ->
                            "in wrk2's layout; latency runs from the intended start of one schedule"
                                    + " for all connections, -U from the first byte sent";
                });
        if (url.toLowerCase(Locale.ROOT).startsWith("https://")) {
            remarks.add(
                    "certificates are not verified, as %s does not; tare load does"
                            .formatted(tool.program()));
        }
        if (connections % threads != 0) {
            remarks.add(
                    "all %d connections are opened; %s opens %d, a whole number a thread"
                            .formatted(
                                    connections,
                                    tool.program(),
                                    connections - connections % threads));
        }
        return remarks;
    }

    private static ForeignUsageException refusal(String message) {
        return new ForeignUsageException(message, 1);
    }
}
