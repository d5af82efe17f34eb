package dev.tare.specimen.proxy.head;

import static dev.tare.specimen.proxy.head.Additions.ascii;

import dev.tare.io.wire.http2.HeadFields;
import dev.tare.specimen.proxy.config.RouteAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a route answers without any upstream, made ready at the start.
 *
 * <p>Thread-safety: immutable; nobody writes to the arrays.
 */
public final class RouteAnswer {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final int status;
    private final byte[] fields;
    private final List<Field> named;
    private final byte[] body;

    /** A field of HTTP/2. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    private record Field(byte[] name, byte[] value) {}

    private RouteAnswer(int status, String fields, byte[] body) {
        this.status = status;
        this.fields = ascii(fields);
        this.body = body;
        named =
                fields.lines()
                        .map(line -> line.split(": ", 2))
                        .map(parts ->
                                new Field(
                                        ascii(parts[0].toLowerCase(Locale.ROOT)), ascii(parts[1])))
                        .toList();
    }

    /** The answer of an action; empty where it is to pass the request on. */
    public static Optional<RouteAnswer> of(RouteAction action) {
        return switch (action) {
            case RouteAction.Forward _ -> Optional.empty();
            case RouteAction.Respond respond -> Optional.of(of(respond));
            case RouteAction.Redirect redirect ->
                    Optional.of(
                            new RouteAnswer(
                                    redirect.status(),
                                    "Location: %s\r\nContent-Length: 0\r\n"
                                            .formatted(redirect.location()),
                                    new byte[0]));
        };
    }

    private static RouteAnswer of(RouteAction.Respond respond) {
        byte[] body = respond.body().getBytes(StandardCharsets.UTF_8);
        boolean bodiless = respond.status() == NO_CONTENT || respond.status() == NOT_MODIFIED;
        String fields =
                bodiless
                        ? ""
                        : "Content-Type: %s\r\nContent-Length: %d\r\n"
                                .formatted(respond.contentType(), body.length);
        return new RouteAnswer(respond.status(), fields, body);
    }

    /** Its status. */
    public int status() {
        return status;
    }

    /** Adds the same fields to a head of HTTP/2. */
    void addFields(HeadFields target) {
        for (Field field : named) {
            target.add(field.name(), field.value());
        }
    }

    /** Whole field lines, without Date and Connection. */
    byte[] fields() {
        return fields;
    }

    /** Its body, perhaps of no bytes; not to be changed. */
    public byte[] body() {
        return body;
    }
}
