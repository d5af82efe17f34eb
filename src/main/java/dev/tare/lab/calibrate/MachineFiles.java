package dev.tare.lab.calibrate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What the kernel tells of the machine in {@code /proc} and {@code /sys}. What cannot be read is
 * empty: every system and every container hides something else.
 *
 * @param root {@code /}, or the folder of a copy
 */
record MachineFiles(Path root) {
    /** More of a file is not read. */
    static final int MAX_BYTES = 1 << 20;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    /** This machine's own. */
    static MachineFiles system() {
        return new MachineFiles(Path.of("/"));
    }

    /**
     * A file's text, without the white space around it.
     *
     * @param path below the root, such as {@code proc/stat}
     */
    Optional<String> text(String path) {
        try (InputStream in = Files.newInputStream(root.resolve(path))) {
            return Optional.of(
                    new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The word at a place of a file, from 0. */
    Optional<String> word(String path, int index) {
        return text(path)
                .map(text -> text.split("\\s+", -1))
                .filter(words -> words.length > index)
                .map(words -> words[index])
                .filter(word -> !word.isEmpty());
    }

    /** The number at a place of a file, from 0. */
    OptionalLong number(String path, int index) {
        return word(path, index).map(MachineFiles::number).orElse(OptionalLong.empty());
    }

    /** The first word after the first of the lines that begins with {@code key}, as a number. */
    OptionalLong keyed(String path, String key) {
        return text(path).stream()
                .flatMap(String::lines)
                .map(line -> line.split("[\\s:]+", -1))
                .filter(words -> words.length > 1 && words[0].equals(key))
                .map(words -> number(words[1]))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** The names in a folder, sorted; none where it is not there. */
    List<String> names(String folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        return names.stream().sorted().toList();
    }

    static OptionalLong number(String word) {
        return NUMBER.matcher(word).matches()
                ? OptionalLong.of(Long.parseLong(word))
                : OptionalLong.empty();
    }
}
