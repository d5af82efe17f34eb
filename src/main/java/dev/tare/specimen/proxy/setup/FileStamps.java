package dev.tare.specimen.proxy.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * By what one sees that files have changed, without reading them: when each was written, how long
 * it is, and which file it is (a name may be moved to another).
 *
 * @param files whose they are
 * @param stamps one for each, in their order
 */
public record FileStamps(List<Path> files, List<String> stamps) {
    private static final String ABSENT = "absent";

    public FileStamps {
        files = List.copyOf(files);
        stamps = List.copyOf(stamps);
    }

    /** How the files are now; one that is not there has a stamp, too. */
    public static FileStamps of(List<Path> files) {
        return new FileStamps(files, files.stream().map(FileStamps::stamp).toList());
    }

    /** How the same files are now. */
    FileStamps now() {
        return of(files);
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
        } catch (IOException e) {
            return ABSENT;
        }
    }
}
