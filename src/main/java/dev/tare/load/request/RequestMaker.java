package dev.tare.load.request;

import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * Makes the requests of one endpoint.
 *
 * <p>Thread-safety: a maker from {@link #http1} may be shared between threads.
 */
public interface RequestMaker {

    /**
     * Makes one request, with the cookies that {@code into} has.
     *
     * @param sequence the request's number, 0 or more; no two of a load have the same
     * @param into holds the request until it is sent
     */
    void make(long sequence, OutgoingRequest into);

    /**
     * A maker of HTTP/1.1 requests.
     *
     * @param body what is sent after the head, in place of the request's own
     * @param authority host and port for {@code Host}, such as {@code 127.0.0.1:8080}
     * @param template fills the {@code {{holes}}}; absent: the request is sent as it is
     * @param arena keeps requests that are always the same; lives longer than the maker
     * @throws IllegalArgumentException when it is no HTTP/1.1 request, or a hole cannot be filled;
     *     the message says why in one line
     */
    static RequestMaker http1(
            RequestSpec request,
            RequestBody body,
            String authority,
            Optional<TemplateData> template,
            Arena arena) {
        return template.<RequestMaker>map(
                        data -> new TemplateRequestMaker(request, body, authority, data))
                .orElseGet(() -> new StaticRequestMaker(request, body, authority, arena));
    }
}
