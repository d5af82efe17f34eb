package dev.tare.io.wire.http2;

import java.util.ArrayList;
import java.util.List;

/** Fields as lines of name, colon, blank, value, both ways. */
final class FieldLines {
    /** Behind a line whose field is never indexed. */
    static final String NEVER = " (never)";

    private FieldLines() {}

    /** Fills a head anew. */
    static HeadFields fill(HeadFields fields, String... lines) {
        fields.clear();
        for (String line : lines) {
            int colon = line.indexOf(": ", 1);
            boolean never = line.endsWith(NEVER);
            int end = never ? line.length() - NEVER.length() : line.length();
            fields.add(
                    Octets.latin(line.substring(0, colon)),
                    Octets.latin(line.substring(colon + 2, end)));
            if (never) {
                fields.neverIndexed();
            }
        }
        return fields;
    }

    static List<String> of(Http2Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            String never = fields.neverIndexed(i) ? NEVER : "";
            lines.add(fields.nameText(i) + ": " + fields.valueText(i) + never);
        }
        return lines;
    }
}
