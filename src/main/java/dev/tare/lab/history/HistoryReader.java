package dev.tare.lab.history;

import dev.tare.lab.history.BundleFolders.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a history: brings the index up to the bundles, then asks it.
 *
 * <p>The index is a file in the folder itself. One that is broken, or that another version of Tare
 * made, is built anew; where there can be none, the index is made in memory and lasts as long as
 * the call.
 */
public final class HistoryReader {
    /** SQLite's primary result codes after which another try in the same place is of no use. */
    private static final List<Integer> NOT_HERE =
            List.of(
                    3, // the file may not be opened
                    5, // another process is at it
                    6, 8, // read-only
                    10, // the disk fails
                    13, // the disk is full
                    14, // cannot be opened
                    23); // not permitted

    private static final int PRIMARY = 0xff;

    private final Path folder;
    private final Found found;
    private final Query query;
    private final History.Progress progress;
    private final String judge = JudgeFingerprint.here();
    private final List<String> notes = new ArrayList<>();
    private int read;

    private HistoryReader(Path folder, Found found, Query query, History.Progress progress) {
        this.folder = folder;
        this.found = found;
        this.query = query;
        this.progress = progress;
    }

    /**
     * Reads all bundles below {@code folder} that the index does not know yet.
     *
     * @throws HistoryException if there are none, or nothing can be read at all
     */
    public static History read(Path folder, Query query, History.Progress progress)
            throws HistoryException {
        Found found = BundleFolders.below(folder);
        if (found.bundles().isEmpty()) {
            throw new HistoryException(
                    "no bundle lies below %s; ./tare run --out %s makes one"
                            .formatted(folder, folder.resolve("NAME")));
        }
        return new HistoryReader(folder, found, query, progress).history();
    }

    private History history() throws HistoryException {
        IndexFile file = new IndexFile(folder);
        Optional<String> hindrance = file.hindrance();
        if (hindrance.isEmpty()) {
            try {
                return inFile(file);
            } catch (SQLException e) {
                hindrance = Optional.of(cause(e));
            } catch (IOException e) {
                hindrance = Optional.of(e.getClass().getSimpleName());
            }
        }
        notes.add(
                "no index is kept (%s): every bundle is read anew at every call"
                        .formatted(hindrance.orElseThrow()));
        try {
            return from(IndexFile.inMemory());
        } catch (SQLException e) {
            throw new HistoryException("the index cannot be made (" + cause(e) + ")");
        }
    }

    private History inFile(IndexFile file) throws SQLException, IOException {
        try {
            return from(file.url());
        } catch (SQLException e) {
            if (NOT_HERE.contains(e.getErrorCode() & PRIMARY)) {
                throw e;
            }
            notes.add("the index was built anew (" + cause(e) + ")");
        }
        file.delete();
        return from(file.url());
    }

    private static String cause(SQLException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }

    private History from(String url) throws SQLException {
        read = 0;
        try (HistoryIndex index = HistoryIndex.open(url, judge)) {
            List<String> passedOver = bringUpToDate(index);
            List<HistoryIndex.Row> bundles = withoutCopies(index.bundles(), passedOver);
            List<Series> series = SeriesAssembly.of(bundles, index.figures(query));
            List<String> all = new ArrayList<>(found.notes());
            all.addAll(passedOver);
            return new History(
                    folder,
                    bundles.stream().map(HistoryIndex.Row::entry).toList(),
                    series,
                    all,
                    notes,
                    read);
        }
    }

    /** Reads what is new or has changed, forgets what is gone; returns what makes no point. */
    private List<String> bringUpToDate(HistoryIndex index) throws SQLException {
        Map<String, HistoryIndex.Known> known = index.known();
        for (String path : known.keySet()) {
            if (!found.bundles().containsKey(path)) {
                index.remove(path);
            }
        }
        Map<String, String> passedOver = new TreeMap<>();
        int looked = 0;
        for (Map.Entry<String, Path> bundle : found.bundles().entrySet()) {
            String path = bundle.getKey();
            String fingerprint = BundleFingerprint.of(bundle.getValue());
            HistoryIndex.Known before = known.get(path);
            String why;
            if (before != null && before.fingerprint().equals(fingerprint)) {
                why = before.passedOver();
            } else {
                progress.reading(looked, found.bundles().size());
                BundleFacts facts = BundleFacts.read(path, bundle.getValue());
                index.put(path, fingerprint, facts);
                read++;
                why = facts instanceof BundleFacts.PassedOver(String reason) ? reason : "";
            }
            if (!why.isEmpty()) {
                passedOver.put(path, why);
            }
            looked++;
        }
        return new ArrayList<>(passedOver.values());
    }

    /** The same experiment twice would be two points that look independent. */
    private static List<HistoryIndex.Row> withoutCopies(
            List<HistoryIndex.Row> bundles, List<String> passedOver) {
        Map<String, String> paths = new HashMap<>();
        List<HistoryIndex.Row> kept = new ArrayList<>();
        for (HistoryIndex.Row bundle : bundles) {
            String path = bundle.entry().path();
            String first = paths.putIfAbsent(bundle.identity(), path);
            if (first == null) {
                kept.add(bundle);
            } else {
                passedOver.add(path + ": is a copy of " + first);
            }
        }
        return kept;
    }
}
