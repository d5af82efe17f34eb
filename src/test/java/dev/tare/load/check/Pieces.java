package dev.tare.load.check;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.Outcome;
import dev.tare.io.wire.Http1Fields;
import dev.tare.io.wire.Http1Head;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;

/** Hands answers to inspections in pieces. */
final class Pieces {
    private Pieces() {}

    static AnswerCheck check(FurtherCheck... further) {
        return new AnswerCheck(200, 299, AnswerCheck.ANY_LENGTH, "", List.of(further));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static MemorySegment segment(byte[] bytes) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    /** The fields of a head, one of {@code fields} a line. */
    static Http1Fields fields(String... fields) {
        String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        MemorySegment bytes = segment(utf8("HTTP/1.1 200 OK\r\n" + lines + "\r\n"));
        Http1Head head = new Http1Head();
        if (head.parseResponse(bytes, 0, (int) bytes.byteSize()) < 0) {
            throw new AssertionError(head.fault());
        }
        return new Http1Fields(head);
    }

    /** What an answer counts as whose body arrives in pieces of as many bytes as it is told. */
    static Outcome outcome(AnswerInspection inspection, byte[] body, IntSupplier pieceLength) {
        MemorySegment bytes = segment(body);
        inspection.begin();
        inspection.onHead(fields());
        int from = 0;
        while (from < body.length) {
            int length = Math.min(pieceLength.getAsInt(), body.length - from);
            inspection.onBody(bytes, from, length);
            from += length;
        }
        return inspection.outcome(200, body.length);
    }

    /** What an answer counts as, which must be the same however its body is cut. */
    static Outcome outcome(AnswerCheck check, String body) {
        byte[] bytes = utf8(body);
        AnswerInspection inspection = AnswerInspection.of(check);
        Outcome whole = outcome(inspection, bytes, () -> Math.max(1, bytes.length));
        for (int length = 1; length < bytes.length; length++) {
            int pieceLength = length;
            Outcome cut = outcome(inspection, bytes, () -> pieceLength);
            if (cut != whole) {
                throw new AssertionError(
                        "%s in pieces of %d bytes is %s, else %s"
                                .formatted(body, pieceLength, cut, whole));
            }
        }
        return whole;
    }
}
