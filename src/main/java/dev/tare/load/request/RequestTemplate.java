package dev.tare.load.request;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request with holes, for any version of HTTP: request target, field values and body, each filled
 * from the request's number. The same number gives the same request on every machine.
 *
 * <p>Holes: {@code {{seq}}} the request's number; {@code {{random}}} a number of at most 15 digits;
 * {@code {{random:LO-HI}}} one from {@code LO} to {@code HI}, both included; {@code {{uuid}}} a
 * random UUID; {@code {{csv.NAME}}} the value of a column, from row {@code sequence} modulo rows.
 * Values are percent-encoded in the request target; {@code {{csv.NAME:raw}}} puts one there as it
 * stands.
 *
 * <p>Thread-safety: immutable.
 *
 * @param target the request target
 * @param fields what the request gives itself, in order
 * @param body what follows the head
 */
public record RequestTemplate(TemplateText target, List<TextField> fields, TemplateText body) {
    public RequestTemplate {
        fields = List.copyOf(fields);
    }

    /**
     * A field whose value may have holes.
     *
     * @param name as the request gives it
     * @param value may be constant
     */
    public record TextField(String name, TemplateText value) {}

    /**
     * Reads a request's holes.
     *
     * @param body what is sent after the head, in place of the request's own
     * @throws IllegalArgumentException when a hole is not closed, is not known, or is filled with
     *     what must not stand there; in one line
     */
    public static RequestTemplate of(RequestSpec request, RequestBody body, TemplateData data) {
        HoleReader holes = new HoleReader(data);
        TemplateText target =
                holes.read(request.target().getBytes(StandardCharsets.UTF_8), Place.TARGET);
        List<TextField> fields = new ArrayList<>();
        for (Field field : request.fields()) {
            byte[] value = field.value().getBytes(StandardCharsets.UTF_8);
            fields.add(new TextField(field.name(), holes.read(value, Place.FIELD)));
        }
        return new RequestTemplate(target, fields, holes.read(body.bytes(), Place.BODY));
    }
}
