package dev.tare.lab.grpc;

import dev.tare.base.core.Field;
import dev.tare.io.wire.grpc.GrpcStatus;
import java.util.List;

/**
 * What one call was answered.
 *
 * @param headers in the order of their arrival, binary ones ({@code -bin}) in base64
 * @param messages JSON, one line each; one for a unary call that succeeded
 * @param cut whether there were more messages than were asked for: the call was then cancelled, and
 *     status and trailers are those of the cancellation
 * @param status how it ended; where no answer came, what grpc-java made of that
 * @param statusMessage the server's words, or why there was no answer; may be empty
 * @param trailers as headers, without status and message
 */
public record GrpcAnswer(
        List<Field> headers,
        List<String> messages,
        boolean cut,
        GrpcStatus status,
        String statusMessage,
        List<Field> trailers) {
    public GrpcAnswer {
        headers = List.copyOf(headers);
        messages = List.copyOf(messages);
        trailers = List.copyOf(trailers);
    }

    /** The answer for a person, in lines that each end in a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        headers.forEach(field -> line(text, "header ", field));
        messages.forEach(message -> text.append(message).append('\n'));
        if (cut) {
            text.append("… and more: the stream was cancelled after ")
                    .append(messages.size())
                    .append(" messages\n");
            return text.toString();
        }
        text.append("status ").append(status.code()).append(' ').append(status);
        if (!statusMessage.isEmpty()) {
            text.append(": ").append(GrpcException.oneLine(statusMessage));
        }
        text.append('\n');
        trailers.forEach(field -> line(text, "trailer ", field));
        return text.toString();
    }

    private static void line(StringBuilder text, String kind, Field field) {
        text.append(kind)
                .append(field.name())
                .append(": ")
                .append(GrpcException.oneLine(field.value()))
                .append('\n');
    }
}
