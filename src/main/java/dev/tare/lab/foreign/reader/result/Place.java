package dev.tare.lab.foreign.reader.result;

/**
 * Where something stands.
 *
 * @param source the file's name as it was given, or another name of the text
 * @param firstLine counted from 1
 * @param lastLine at least {@code firstLine}
 */
public record Place(String source, int firstLine, int lastLine) {
    public Place {
        if (firstLine < 1 || lastLine < firstLine) {
            throw new IllegalArgumentException(
                    "lines %d to %d are no place".formatted(firstLine, lastLine));
        }
    }

    /** One line. */
    public static Place line(String source, int line) {
        return new Place(source, line, line);
    }

    /** {@code notes.md:12}, the first line. */
    public String words() {
        return source + ":" + firstLine;
    }
}
