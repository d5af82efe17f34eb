package dev.tare.lab.plan;

import dev.tare.base.core.QuantityText;
import dev.tare.base.core.RateShape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads recorded starts: one a line, as the time since the begin of the load in seconds ({@code
 * 12.345678}) or with a unit ({@code 250ms}). Empty lines, and all from {@code #} on, are left out.
 *
 * <p>Seconds of the epoch, as access logs have them, are understood too: where the first start is
 * {@value #EPOCH_FROM_SEC} s or later, all are counted from it.
 */
public final class TraceFile {
    /** The most characters of a line. */
    static final int MAX_LINE = 256;

    /** September 2001; nobody waits so long for a load's first request. */
    private static final long EPOCH_FROM_SEC = 1_000_000_000;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}(\\.\\d+)?");

    private final Path file;
    private final List<Long> offsetsNs = new ArrayList<>();
    private long firstNs;
    private long lastNs;
    private int lineNumber;

    private TraceFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a whole file.
     *
     * @throws PlanException in one line that names the file, the line and the fault
     */
    public static RateShape.Trace read(Path file) throws PlanException {
        return new TraceFile(file).read();
    }

    private RateShape.Trace read() throws PlanException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            while (readLine(reader)) {
                if (offsetsNs.size() > RateShape.Trace.MAX_STARTS) {
                    throw fault("has more than %d starts".formatted(RateShape.Trace.MAX_STARTS));
                }
            }
        } catch (NoSuchFileException e) {
            throw fault("does not exist");
        } catch (CharacterCodingException e) {
            throw fault("is no text in UTF-8");
        } catch (IOException e) {
            throw fault("cannot be read: " + e.getMessage());
        }
        if (offsetsNs.isEmpty()) {
            throw fault("holds no start; write one a line, such as 0.25 or 250ms");
        }
        return new RateShape.Trace(offsetsNs);
    }

    /** False at the end of the file. */
    private boolean readLine(Reader reader) throws IOException, PlanException {
        lineNumber++;
        StringBuilder line = new StringBuilder();
        int next = reader.read();
        if (next < 0) {
            return false;
        }
        for (; next >= 0 && next != '\n'; next = reader.read()) {
            if (line.length() == MAX_LINE) {
                throw lineFault("is longer than %d characters".formatted(MAX_LINE));
            }
            line.append((char) next);
        }
        int comment = line.indexOf("#");
        String text = line.substring(0, comment < 0 ? line.length() : comment).strip();
        if (!text.isEmpty()) {
            add(text);
        }
        return true;
    }

    private void add(String text) throws PlanException {
        long timeNs = timeNs(text);
        if (offsetsNs.isEmpty() && timeNs >= EPOCH_FROM_SEC * 1_000_000_000) {
            firstNs = timeNs;
        }
        if (timeNs < Math.max(firstNs, lastNs)) {
            throw lineFault("\"" + text + "\" is earlier than the start before it; sort the file");
        }
        lastNs = timeNs;
        offsetsNs.add(timeNs - firstNs);
    }

    private long timeNs(String text) throws PlanException {
        if (SECONDS.matcher(text).matches()) {
            // Not through double: it tells seconds of the epoch to 240 ns only.
            return new BigDecimal(text).movePointRight(9).longValue();
        }
        try {
            return QuantityText.durationNs(text);
        } catch (IllegalArgumentException e) {
            throw lineFault(
                    "\"" + text + "\" is not a time; write seconds, such as 0.25, or 250ms");
        }
    }

    private PlanException lineFault(String words) {
        return fault("line " + lineNumber + ": " + words);
    }

    private PlanException fault(String words) {
        return new PlanException("the trace " + file + ": " + words);
    }
}
