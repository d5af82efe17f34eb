package dev.tare.load.worker;

import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The runner's end of a worker: one load at a time.
 *
 * <p>Thread-safety: {@link #run} is called by one thread; {@link #stop} by any.
 */
public interface WorkerClient extends AutoCloseable {

    /**
     * Runs one load to its end.
     *
     * @param live is handed every interval as it arrives, on the calling thread
     * @throws IOException when the worker is gone or breaks the protocol; the message says which
     */
    LoadResult run(LoadSpec spec, Consumer<IntervalResult> live) throws IOException;

    /** Ends the load that is running early; {@link #run} then returns what was measured. */
    void stop();

    @Override
    void close();
}
