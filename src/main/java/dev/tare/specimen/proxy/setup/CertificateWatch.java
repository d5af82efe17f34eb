package dev.tare.specimen.proxy.setup;

import dev.tare.base.time.Sleep;
import dev.tare.specimen.proxy.log.EventKind;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Takes up certificates whose files have changed, while minivoy runs. Files are written one after
 * the other, and a pair that does not belong together is no fault then: a change counts when two
 * looks in a row find the same.
 *
 * <p>Thread-safety: one thread.
 */
final class CertificateWatch {
    /** From one look at the files to the next; new files are taken up within two of them. */
    static final long LOOK_EVERY_NS = 1_000_000_000L;

    /** Reads files again. */
    interface Reload {
        /**
         * Reads them.
         *
         * @throws IOException when they are not what they should be; then nothing has changed
         */
        void read() throws IOException;
    }

    private final String whose;
    private final Reload reload;
    private FileStamps tried;
    private FileStamps seen;

    /**
     * A watch over files.
     *
     * @param whose for the log, such as {@code for clients}
     * @param before how the files were when they were about to be read first
     */
    CertificateWatch(String whose, FileStamps before, Reload reload) {
        this.whose = whose;
        this.reload = reload;
        tried = before;
        seen = before;
    }

    /** Looks again and again, until the thread is interrupted. */
    static void watch(List<CertificateWatch> watches, BiConsumer<EventKind, String> log) {
        try {
            while (true) {
                Sleep.forNs(LOOK_EVERY_NS);
                watches.forEach(watch -> watch.look(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once; says what came of a change. */
    void look(BiConsumer<EventKind, String> log) {
        FileStamps now = seen.now();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(tried)) {
            return;
        }
        tried = now;
        try {
            reload.read();
            log.accept(EventKind.CERTIFICATES_CHANGED, whose + ": they are taken up");
        } catch (IOException e) {
            log.accept(
                    EventKind.CERTIFICATES_BROKEN,
                    whose + ": the old ones stay: " + e.getMessage());
        }
    }
}
