package dev.tare.lab.foreign.reader.result;

import java.util.List;

/**
 * All that was found in one text.
 *
 * @param source the file's name as it was given, or another name of the text
 * @param results the blocks in the order of their first lines; those of {@link Tool#BY_HAND} too
 * @param unread what was recognised and could not be read, in the order of lines; a text in which
 *     nothing was recognised has neither
 */
public record ForeignText(String source, List<ForeignResult> results, List<Unread> unread) {
    public ForeignText {
        results = List.copyOf(results);
        unread = List.copyOf(unread);
    }
}
