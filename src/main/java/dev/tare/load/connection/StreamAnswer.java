package dev.tare.load.connection;

import dev.tare.base.core.Outcome;
import dev.tare.io.wire.grpc.GrpcAnswerReader;
import dev.tare.io.wire.grpc.GrpcMessageReader;
import dev.tare.io.wire.http2.Http2Fields;
import dev.tare.load.check.AnswerInspection;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The answer on one stream, as far as it has come.
 *
 * <p>Thread-safety: the loop's own thread only. Allocation: none after construction.
 */
final class StreamAnswer {
    private final @Nullable Grpc grpc;
    private @Nullable AnswerInspection inspection;
    private int httpStatus;
    private long bodyBytes;

    /** What gRPC wants to know beside. */
    private record Grpc(GrpcAnswerReader fields, GrpcMessageReader messages) {}

    private StreamAnswer(@Nullable Grpc grpc) {
        this.grpc = grpc;
    }

    /** Room for one answer after the other. */
    static StreamAnswer of(boolean grpc) {
        return new StreamAnswer(
                grpc
                        ? new Grpc(
                                new GrpcAnswerReader(),
                                new GrpcMessageReader(GrpcMessageReader.DEFAULT_MAX_MESSAGE_BYTES))
                        : null);
    }

    /** The next answer, which this inspection holds against its check. */
    void begin(AnswerInspection begun) {
        inspection = begun;
        httpStatus = 0;
        bodyBytes = 0;
        if (grpc != null) {
            grpc.fields().begin();
        }
    }

    private AnswerInspection inspection() {
        AnswerInspection begun = inspection;
        if (begun == null) {
            throw new IllegalStateException("no request was begun on this stream");
        }
        return begun;
    }

    void onHead(Http2Fields head) {
        httpStatus = head.status();
        if (grpc != null) {
            look(grpc.fields(), head);
            grpc.messages().begin(grpc.fields().encoding());
        }
        inspection().onHead(head);
    }

    private static void look(GrpcAnswerReader reader, Http2Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            reader.field(
                    fields.bytes(),
                    fields.nameStart(i),
                    fields.nameEnd(i) - fields.nameStart(i),
                    fields.bytes(),
                    fields.valueStart(i),
                    fields.valueLength(i));
        }
    }

    void onBody(MemorySegment buffer, long offset, int length) {
        bodyBytes += length;
        if (grpc != null && !grpc.messages().read(buffer, offset, length, null)) {
            // The fault is remembered there, until the answer ends.
            return;
        }
        inspection().onBody(buffer, offset, length);
    }

    void onTrailers(Http2Fields trailers) {
        if (grpc != null) {
            look(grpc.fields(), trailers);
        }
        inspection().onTrailers(trailers);
    }

    /** The gRPC status, 0 to 16, where it is gRPC that was answered; else HTTP's. */
    int status() {
        return grpc != null && grpc.fields().saysStatus()
                ? grpc.fields().status().code()
                : httpStatus;
    }

    /** Bytes of body so far. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** What the answer, which is whole, counts as. */
    Outcome outcome() {
        if (grpc != null && httpStatus == 200) {
            boolean messagesWhole = grpc.messages().atBoundary();
            if (!messagesWhole || !grpc.fields().fault().isEmpty()) {
                return Outcome.MALFORMED;
            }
        }
        return inspection().outcome(httpStatus, bodyBytes);
    }
}
