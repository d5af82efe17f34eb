package dev.tare.lab.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds the bundles below a folder: folders that hold a {@code bundle.json}. Links are not
 * followed, names that begin with a dot are passed over, and nobody looks for bundles within
 * bundles.
 */
final class BundleFolders {
    /** How deep below the folder a bundle may lie. */
    static final int MAX_DEPTH = 8;

    /** How many folders are looked into. */
    static final int MAX_FOLDERS = 20_000;

    /** How many bundles a history has. */
    static final int MAX_BUNDLES = 5_000;

    private static final String MANIFEST = "bundle.json";

    private final Path top;
    private final SortedMap<String, Path> bundles = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private int looked;
    private boolean full;
    private boolean tooDeep;

    private BundleFolders(Path top) {
        this.top = top;
    }

    /**
     * What lies below a folder.
     *
     * @param bundles their folders, by path below it
     * @param notes what was passed over and why, a sentence each
     */
    record Found(SortedMap<String, Path> bundles, List<String> notes) {}

    /**
     * Looks below {@code top}.
     *
     * @throws HistoryException if that is no folder or cannot be read
     */
    static Found below(Path top) throws HistoryException {
        if (!Files.isDirectory(top)) {
            throw new HistoryException(
                    Files.exists(top)
                            ? top + " is no folder; name the one that holds the bundles"
                            : top
                                    + ": there is no such folder; name the one that holds the"
                                    + " bundles");
        }
        BundleFolders search = new BundleFolders(top);
        if (!Files.isReadable(top)) {
            throw new HistoryException(top + " may not be read; ask its owner, or name another");
        }
        search.look(top, 0);
        if (search.tooDeep) {
            search.notes.add(
                    "more than %d folders deep nobody looked; name a folder nearer to the bundles"
                            .formatted(MAX_DEPTH));
        }
        if (search.full) {
            search.notes.add(
                    ("this is not all: a history stops at %,d bundles and %,d folders; name a"
                                    + " folder with fewer")
                            .formatted(MAX_BUNDLES, MAX_FOLDERS));
        }
        return new Found(search.bundles, List.copyOf(search.notes));
    }

    private void look(Path folder, int depth) {
        if (bundles.size() >= MAX_BUNDLES || looked >= MAX_FOLDERS) {
            full = true;
            return;
        }
        looked++;
        if (Files.exists(folder.resolve(MANIFEST), LinkOption.NOFOLLOW_LINKS)) {
            add(folder);
            return;
        }
        SortedMap<String, Path> inner = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(".")) {
                    continue;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    inner.put(name, entry);
                } else if (Files.isSymbolicLink(entry) && Files.isDirectory(entry)) {
                    notes.add(below(entry, top) + " is a link, which is not followed");
                }
                if (inner.size() > MAX_FOLDERS) {
                    full = true;
                    break;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            notes.add(below(folder, top) + " cannot be read (" + reason(e) + ")");
            return;
        }
        if (depth >= MAX_DEPTH) {
            tooDeep |= !inner.isEmpty();
            return;
        }
        inner.values().forEach(next -> look(next, depth + 1));
    }

    private void add(Path folder) {
        String path = below(folder, top);
        if (bundles.putIfAbsent(path, folder) != null) {
            notes.add(path + " cannot be told from another bundle of the same name; rename it");
        }
    }

    private static String below(Path folder, Path top) {
        String path = top.relativize(folder).toString();
        return path.isEmpty() ? "." : path;
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName();
    }
}
