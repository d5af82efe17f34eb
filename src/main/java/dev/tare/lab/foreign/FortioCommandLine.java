package dev.tare.lab.foreign;

import dev.tare.base.core.Field;
import dev.tare.load.spec.LoadSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command line of {@code fortio load} asks for.
 *
 * @param url as it was given; {@code http://} may be left out
 * @param askedPerSec calls a second; 0: as many as can be
 * @param connections 1 to 65,535, each with as many calls at once as gRPC's streams
 * @param durationNs more than 0
 * @param calls instead of the duration; 0: the duration counts
 * @param request method, header fields and body
 * @param security how connections are encrypted, and what is spoken on them
 * @param timeoutNs more than 0
 * @param reuseMin see {@link dev.tare.load.spec.ConnectionPolicy}
 * @param reuseMax likewise
 * @param threads event loops; fortio's {@code -gomaxprocs}
 * @param resolve address to connect to instead of the URL's host; empty for none
 * @param unixSocket path of a socket to connect to instead; empty for none
 * @param settings what the text and the JSON tell
 * @param output what is written where
 * @param allowInitialErrors whether the load goes on after a call of the warm-up has failed
 */
public record FortioCommandLine(
        String url,
        double askedPerSec,
        int connections,
        long durationNs,
        long calls,
        Request request,
        Security security,
        long timeoutNs,
        int reuseMin,
        int reuseMax,
        int threads,
        String resolve,
        String unixSocket,
        FortioSettings settings,
        Output output,
        boolean allowInitialErrors) {

    /**
     * What is sent.
     *
     * @param method in capitals
     * @param fields header fields, the content type and the credentials among them
     * @param body text of {@code -payload}; empty for none
     * @param bodyFile file of {@code -payload-file}; absent: none
     * @param bodyBytes of {@code -payload-size}; 0 for none
     */
    public record Request(
            String method,
            List<Field> fields,
            String body,
            Optional<String> bodyFile,
            int bodyBytes) {
        public Request {
            fields = List.copyOf(fields);
        }
    }

    /**
     * How connections are encrypted where the scheme is https, and what is spoken on them.
     *
     * @param http2 HTTP/2: negotiated over TLS, by prior knowledge without
     * @param insecure whether certificates are believed unseen
     * @param authorities PEM file of those to trust; absent: the JDK's own
     * @param certificates PEM file of what is shown to a server that asks; absent: nothing
     * @param key PEM file of its key; absent: none
     */
    public record Security(
            boolean http2,
            boolean insecure,
            Optional<String> authorities,
            Optional<String> certificates,
            Optional<String> key) {}

    /**
     * What is written where.
     *
     * @param detail how much is said on standard error
     * @param json file for the JSON, {@code -} for standard output; absent: none
     * @param autoSave whether the JSON goes to a file named after time and labels
     * @param dataFolder where that file goes
     */
    public record Output(
            FortioText.Detail detail, Optional<String> json, boolean autoSave, String dataFolder) {}

    /**
     * Reads the words after {@code fortio load}.
     *
     * @param hostName of this machine, for the labels where none are given
     * @throws ForeignUsageException with fortio's exit code
     */
    public static FortioCommandLine parse(List<String> args, String hostName)
            throws ForeignUsageException {
        return new FortioWords(FortioFlags.read(args), hostName).commandLine();
    }

    /**
     * What the text and the JSON tell.
     *
     * @param body what the file of {@code -payload-file} holds; empty where there is none
     */
    public FortioSettings settings(byte[] body) {
        return request.bodyFile().isEmpty()
                ? settings
                : settings.withPayload(new String(body, StandardCharsets.UTF_8));
    }

    /**
     * The load that is asked for.
     *
     * @param body what the file of {@code -payload-file} holds; empty where there is none
     * @throws ForeignUsageException when it cannot be sent
     */
    public LoadSpec spec(byte[] body) throws ForeignUsageException {
        return new FortioLoad(this, body).spec();
    }

    /**
     * The calls that fortio sends before the load, one a connection; absent where a number of calls
     * was asked for.
     *
     * @param spec of the load
     */
    public Optional<LoadSpec> warmUp(LoadSpec spec) {
        return calls > 0 ? Optional.empty() : Optional.of(FortioLoad.warmUp(spec));
    }

    /** What differs from fortio itself, for standard error, a line each without its end. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        remarks.add(
                askedPerSec > 0
                        ? "in fortio's layout; times run from the intended start, fortio's from the"
                                + " send; sleep times are minus the send lag"
                        : "in fortio's layout; percentiles are interpolated as fortio does");
        if (security.insecure()) {
            remarks.add("certificates are not verified, as -k asks");
        }
        if (settings.jitter()) {
            remarks.add("-jitter has no effect: starts follow one schedule for all connections");
        }
        if (settings.noCatchUp()) {
            remarks.add("-nocatchup has no effect: no planned call is left out, late or not");
        }
        return remarks;
    }
}
