package dev.tare.view.cli.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C, and TERM, into an orderly stop: the run ends early, what was measured is kept and
 * shown, and the process ends with 130.
 */
public final class StopOnInterrupt {
    private static final long LIMIT_SECONDS = 20;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode = ExitCode.STOPPED;

    private StopOnInterrupt() {}

    /** From now on an interrupt calls {@code stop} and waits until {@link #finished}. */
    public static StopOnInterrupt install(Runnable stop) {
        StopOnInterrupt interrupt = new StopOnInterrupt();
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop-on-interrupt")
                                .unstarted(() -> interrupt.onShutdown(stop)));
        return interrupt;
    }

    private void onShutdown(Runnable stop) {
        if (finished.getCount() == 0) {
            return;
        }
        stop.run();
        try {
            if (finished.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.out.flush();
                Runtime.getRuntime().halt(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run is over and reported; an interrupt has nothing left to wait for. */
    public void finished(int code) {
        exitCode = code;
        finished.countDown();
    }
}
