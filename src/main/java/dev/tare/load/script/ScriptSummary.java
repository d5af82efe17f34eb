package dev.tare.load.script;

/**
 * What {@code done} is told of the load, in wrk's units.
 *
 * @param durationUs how long the load took, in microseconds
 * @param requests completed requests
 * @param bytes received
 * @param connectErrors connections that could not be opened
 * @param readErrors connections lost while an answer was awaited
 * @param writeErrors connections lost while a request was sent
 * @param statusErrors answers with a status above 399
 * @param timeouts requests that were not answered in time
 */
public record ScriptSummary(
        long durationUs,
        long requests,
        long bytes,
        long connectErrors,
        long readErrors,
        long writeErrors,
        long statusErrors,
        long timeouts) {

    public ScriptSummary {
        long smallest =
                Math.min(
                        Math.min(Math.min(durationUs, requests), Math.min(bytes, timeouts)),
                        Math.min(
                                Math.min(connectErrors, readErrors),
                                Math.min(writeErrors, statusErrors)));
        if (smallest < 0) {
            throw new IllegalArgumentException(
                    "a summary holds " + smallest + ", must be 0 or more");
        }
    }

    /** In the order in which the script's side reads them. */
    long[] numbers() {
        return new long[] {
            durationUs,
            requests,
            bytes,
            connectErrors,
            readErrors,
            writeErrors,
            statusErrors,
            timeouts
        };
    }
}
