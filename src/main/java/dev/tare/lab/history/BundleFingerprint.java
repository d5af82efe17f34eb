package dev.tare.lab.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a bundle is still the one that was read: names, sizes and times of change of the files
 * that a reader reads. Nothing is opened.
 */
final class BundleFingerprint {
    /** More than any bundle that Tare writes: rounds and blocks are numbered with four digits. */
    private static final int MAX_ENTRIES = 20_000;

    private BundleFingerprint() {}

    /** That of the bundle in {@code folder}; never fails, for what cannot be read is part of it. */
    static String of(Path folder) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("bundle.json", "end.json")) {
            file(text, name, folder.resolve(name));
        }
        numbered(text, folder.resolve("rounds"), List.of("round.json"));
        numbered(text, folder.resolve("blocks"), List.of("block.json", "slices.hlog"));
        return Digest.sha256(text.toString());
    }

    private static void numbered(StringBuilder text, Path parent, List<String> files) {
        SortedMap<String, Path> folders = new TreeMap<>();
        if (Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, "[0-9]*")) {
                for (Path entry : entries) {
                    folders.put(String.valueOf(entry.getFileName()), entry);
                    if (folders.size() > MAX_ENTRIES) {
                        break;
                    }
                }
            } catch (IOException | java.nio.file.DirectoryIteratorException e) {
                text.append(parent.getFileName()).append(" unreadable\n");
            }
        }
        folders.forEach((name, entry) ->
                files.forEach(file -> file(text, name + "/" + file, entry.resolve(file))));
    }

    private static void file(StringBuilder text, String name, Path file) {
        text.append(name);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            text.append(attributes.isRegularFile() ? " file " : " other ");
            text.append(attributes.size()).append(' ');
            text.append(
                    attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS));
        } catch (IOException e) {
            text.append(" absent");
        }
        text.append('\n');
    }
}
