package dev.tare.specimen.proxy;

import dev.tare.base.time.Sleep;
import dev.tare.specimen.proxy.config.ProxyConfig;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes up the configuration when its file changes, while minivoy runs. A file may be seen half
 * written: a change counts when two looks in a row find the same.
 *
 * <p>Thread-safety: one thread.
 */
final class ConfigWatch {
    private final ConfigFile file;
    private final Consumer<String> faults;
    private final Consumer<ProxyConfig> taker;
    private FileStamps tried;
    private FileStamps seen;

    /**
     * A watch over a file as it is now.
     *
     * @param faults told what is wrong with a file, in one line
     * @param taker given each configuration that is sound
     */
    ConfigWatch(ConfigFile file, Consumer<String> faults, Consumer<ProxyConfig> taker) {
        this.file = file;
        this.faults = faults;
        this.taker = taker;
        tried = FileStamps.of(List.of(file.path()));
        seen = tried;
    }

    /** Looks again and again, until the thread is interrupted. */
    void watch() {
        try {
            while (true) {
                Sleep.forNs(CertificateWatch.LOOK_EVERY_NS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. */
    void look() {
        FileStamps now = seen.now();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(tried)) {
            return;
        }
        tried = now;
        FirstLine first = new FirstLine();
        file.read(first).ifPresent(taker);
        if (first.count > 0) {
            String more = first.count == 1 ? "" : " (and %d more)".formatted(first.count - 1);
            faults.accept(first.line + more);
        }
    }

    /** Keeps the first of some lines, and how many there were. */
    private static final class FirstLine implements Consumer<String> {
        private String line = "";
        private int count;

        @Override
        public void accept(String said) {
            line = count == 0 ? said : line;
            count++;
        }
    }
}
