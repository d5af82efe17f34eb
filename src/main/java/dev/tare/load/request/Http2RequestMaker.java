package dev.tare.load.request;

import dev.tare.base.core.Field;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.wire.GrowableBytes;
import dev.tare.io.wire.http2.PreparedRequest;
import dev.tare.io.wire.http2.RequestVariation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes the HTTP/2 requests of one endpoint: a head that sessions remember, and what differs from
 * one request to the next.
 *
 * <p>Thread-safety: immutable. Allocation: none but for the growth of the slot's buffer.
 */
public final class Http2RequestMaker {
    private static final byte[] COOKIE = "cookie".getBytes(StandardCharsets.US_ASCII);

    private final PreparedRequest prepared;
    private final List<MemorySegment> bodies;
    private final Optional<RequestTemplate> template;
    private final boolean varyingPath;
    private final List<byte[]> varyingNames = new ArrayList<>();
    private final List<TemplateText> varyingValues = new ArrayList<>();

    /**
     * A maker.
     *
     * @param bodies what is sent after the head, in turn, 1 or more; a template takes the first
     * @param scheme {@code http} or {@code https}
     * @param authority host and port, such as {@code 127.0.0.1:8080}
     * @param data fills the {@code {{holes}}}; absent: the request is sent as it is
     * @param withLength whether {@code Content-Length} is sent; gRPC does without
     * @param arena keeps the bodies; lives longer than the maker
     * @throws IllegalArgumentException when it is no HTTP/2 request, or a hole cannot be filled;
     *     the message says why in one line
     */
    public Http2RequestMaker(
            RequestSpec request,
            List<RequestBody> bodies,
            String scheme,
            String authority,
            Optional<TemplateData> data,
            boolean withLength,
            Arena arena) {
        template = data.map(filling -> RequestTemplate.of(request, bodies.getFirst(), filling));
        varyingPath = template.isPresent() && !template.get().target().isConstant();
        this.bodies = bodies.stream().map(body -> lasting(body, arena)).toList();
        RequestSpec fixed = new RequestSpec(request.method(), request.target(), fixed(request), "");
        PreparedRequest made =
                PreparedRequest.of(fixed, scheme, authority, arena)
                        .withBody(this.bodies.getFirst());
        made = withLength ? made : made.withoutContentLength();
        prepared = varyingPath ? made.withVaryingPath() : made;
    }

    private static MemorySegment lasting(RequestBody body, Arena arena) {
        MemorySegment segment = arena.allocate(body.length());
        MemorySegment.copy(body.bytes(), 0, segment, ValueLayout.JAVA_BYTE, 0, body.length());
        return segment;
    }

    /** The fields that are always the same; the others are kept apart. */
    private List<Field> fixed(RequestSpec request) {
        if (template.isEmpty()) {
            return request.fields();
        }
        List<Field> fixed = new ArrayList<>();
        for (int i = 0; i < request.fields().size(); i++) {
            Field field = request.fields().get(i);
            TemplateText value = template.get().fields().get(i).value();
            if (value.isConstant()) {
                fixed.add(field);
            } else {
                String name = field.name().toLowerCase(Locale.ROOT);
                varyingNames.add(name.getBytes(StandardCharsets.US_ASCII));
                varyingValues.add(value);
            }
        }
        return fixed;
    }

    /** The request, as far as it is always the same. */
    public PreparedRequest prepared() {
        return prepared;
    }

    /** Whether {@link #vary} has anything to say for a client with these cookies. */
    public boolean varies(CookieJar cookies) {
        return template.isPresent() || bodies.size() > 1 || !cookies.isEmpty();
    }

    /**
     * Says what is different in one request.
     *
     * @param sequence the request's number, 0 or more
     * @param slot holds the body until it is sent
     * @param into cleared, then filled
     */
    public void vary(long sequence, OutgoingRequest slot, RequestVariation into) {
        into.clear();
        GrowableBytes making = slot.beginMaking();
        addHead(sequence, slot, making, into);
        making.clear();
        if (template.isPresent()) {
            template.get().body().appendTo(making, sequence);
            into.body(making.bytes(), 0, making.length());
        } else {
            MemorySegment body = bodies.get((int) (sequence % bodies.size()));
            into.body(body, 0, body.byteSize());
        }
    }

    private void addHead(
            long sequence, OutgoingRequest slot, GrowableBytes making, RequestVariation into) {
        if (varyingPath) {
            template.orElseThrow().target().appendTo(making, sequence);
            into.path(making.bytes(), 0, making.length());
        }
        int targetLength = making.length();
        for (int i = 0; i < varyingNames.size(); i++) {
            int from = making.length();
            varyingValues.get(i).appendTo(making, sequence);
            into.field(varyingNames.get(i), making.bytes(), from, making.length() - from);
        }
        if (!slot.cookies().isEmpty()) {
            int from = making.length();
            if (slot.cookies().appendTo(making, making.bytes(), 0, targetLength)) {
                into.field(COOKIE, making.bytes(), from, making.length() - from);
            }
        }
    }
}
