package dev.tare.load.worker;

import dev.tare.base.time.NanoClock;
import dev.tare.load.engine.LoadEngine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * The worker process: takes loads on standard input, one JSON document a line, and answers on
 * standard output, until standard input ends.
 *
 * <p>The protocol is documented in {@code docs/format/worker-v1.md}. Exit codes: 0 standard input
 * has ended; 1 the protocol was broken, or a stream; 2 usage.
 */
public final class WorkerMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private WorkerMain() {}

    /** Serves until standard input ends, and then ends the process at once. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        if (args.length > 0) {
            System.err.println("tare worker: takes no arguments, but loads on standard input");
            Runtime.getRuntime().halt(USAGE);
        }
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        // Whatever prints must not break into the protocol.
        System.setOut(System.err);
        int exitCode = FAILED;
        try {
            LoadEngine engine = LoadEngine.watched(NanoClock.system());
            exitCode = new WorkerServer(System.in, out, engine).serve() ? DONE : FAILED;
        } catch (IOException broken) {
            System.err.println("tare worker: " + broken.getMessage());
        } finally {
            // At once: nobody is left who could want what a running load still learns.
            Runtime.getRuntime().halt(exitCode);
        }
    }
}
