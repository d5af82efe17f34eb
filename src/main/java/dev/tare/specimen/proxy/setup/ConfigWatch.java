package dev.tare.specimen.proxy.setup;

import dev.tare.base.time.Sleep;
import dev.tare.specimen.proxy.config.ProxyConfig;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes up the configuration when its file or one that it names changes, while minivoy runs, or
 * when somebody asks for that. A file may be seen half written: a change counts when two looks in a
 * row find the same.
 *
 * <p>Thread-safety: any thread.
 */
public final class ConfigWatch {
    private final ConfigFile file;
    private final Consumer<String> faults;
    private final Consumer<ProxyConfig> taker;
    private final Supplier<FileStamps> besides;
    private FileStamps tried; // guarded by this
    private FileStamps seen; // guarded by this
    private FileStamps besidesTried; // guarded by this
    private FileStamps besidesSeen; // guarded by this

    /**
     * A watch over a file as it is now.
     *
     * @param faults told what is wrong with a file, in one line
     * @param taker given each configuration that is sound
     * @param besides the files that the configuration in force names, as they were when they were
     *     read
     */
    public ConfigWatch(
            ConfigFile file,
            Consumer<String> faults,
            Consumer<ProxyConfig> taker,
            Supplier<FileStamps> besides) {
        this.file = file;
        this.faults = faults;
        this.taker = taker;
        this.besides = besides;
        tried = FileStamps.of(List.of(file.path()));
        seen = tried;
        besidesTried = besides.get();
        besidesSeen = besidesTried;
    }

    /** Looks again and again, until the thread is interrupted. */
    public void watch() {
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
    public synchronized void look() {
        FileStamps now = seen.now();
        boolean settled = now.equals(seen);
        seen = now;
        FileStamps read = besides.get();
        FileStamps others = read.now();
        boolean othersSettled = others.equals(besidesSeen);
        besidesSeen = others;
        boolean othersChanged =
                othersSettled && !others.equals(read) && !others.equals(besidesTried);
        if ((settled && !now.equals(tried)) || othersChanged) {
            read(now, others);
        }
    }

    /** Reads the file now, whether it has changed or not. */
    public synchronized void reread() {
        read(seen.now(), besides.get().now());
    }

    private void read(FileStamps now, FileStamps others) {
        tried = now;
        besidesTried = others;
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
