package dev.tare.lab.history;

import java.nio.file.Path;
import java.util.List;

/**
 * All bundles below a folder, and the series that they make.
 *
 * @param folder as it was named
 * @param bundles that make points, oldest first
 * @param series that were asked for, in the order in which the newest bundles have them
 * @param passedOver bundles that make no point and why, a sentence each
 * @param notes what else a reader should know, such as an index that was built anew
 * @param read bundles that were new or had changed, and were read now
 */
public record History(
        Path folder,
        List<BundleEntry> bundles,
        List<Series> series,
        List<String> passedOver,
        List<String> notes,
        int read) {

    public History {
        bundles = List.copyOf(bundles);
        series = List.copyOf(series);
        passedOver = List.copyOf(passedOver);
        notes = List.copyOf(notes);
    }

    /** Hears how far reading has come; on the reader's thread. */
    public interface Progress {
        /** Nobody listens. */
        Progress NONE = (done, all) -> {};

        /**
         * A bundle is about to be read.
         *
         * @param done how many have been looked at
         * @param all how many there are
         */
        void reading(int done, int all);
    }
}
