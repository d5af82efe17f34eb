package dev.tare.specimen.app.imagehub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tare.base.time.EpochClock;
import dev.tare.io.wire.HttpMethod;
import dev.tare.specimen.app.http.HttpReply;
import dev.tare.specimen.app.http.HttpRequest;
import dev.tare.specimen.app.http.HttpService;
import dev.tare.specimen.app.http.PrometheusText;
import dev.tare.specimen.planlimit.PlanCheck;
import dev.tare.specimen.planlimit.PlanOutcome;
import java.lang.foreign.MemorySegment;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The hub's paths: {@code /pull}, which limits are for, and {@code /signup}, {@code /auth}, {@code
 * /upgrade}, by which users come to tokens.
 *
 * <p>Thread-safety: its loop's thread.
 */
final class HubService implements HttpService {
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String ORIGIN = "access-control-allow-origin: *\r\n";
    private static final String PREFLIGHT =
            ORIGIN
                    + "access-control-allow-methods: *\r\n"
                    + "access-control-allow-headers: *\r\n"
                    + "access-control-max-age: 3600\r\n";
    private static final String CHALLENGE =
            "www-authenticate: " + PlanOutcome.CHALLENGE + "\r\n" + ORIGIN;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int CONFLICT = 409;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();

    private final @Nullable PlanCheck check;
    private final Accounts accounts;
    private final HubCounters counters;
    private final EpochClock clock;

    /**
     * The service of one thread.
     *
     * @param check null where all pulls are served
     */
    HubService(
            @Nullable PlanCheck check, Accounts accounts, HubCounters counters, EpochClock clock) {
        this.check = check;
        this.accounts = accounts;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public void serve(HttpRequest request, HttpReply reply) {
        String path = request.path();
        switch (path) {
            case "/pull", "/auth", "/signup", "/upgrade" -> {
                if (request.method() == HttpMethod.OPTIONS) {
                    counters.answers(path, NO_CONTENT).increment();
                    reply.send(NO_CONTENT, PREFLIGHT, "", new byte[0]);
                } else if (path.equals("/pull")) {
                    pull(request, reply);
                } else {
                    account(path, request, reply);
                }
            }
            case "/ready" -> reply.send(OK, TEXT, "ready\n".getBytes(UTF_8));
            case "/metrics" -> reply.send(OK, PrometheusText.CONTENT_TYPE, counters.prometheus());
            default -> reply.send(NOT_FOUND, TEXT, "not found; try /pull\n".getBytes(UTF_8));
        }
    }

    private void pull(HttpRequest request, HttpReply reply) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            refuseMethod("/pull", "GET, HEAD, OPTIONS", reply);
            return;
        }
        PlanCheck limits = check;
        long epochNs = limits == null ? 0 : clock.epochNs();
        PlanOutcome outcome =
                limits == null ? PlanOutcome.ADMITTED : outcome(limits, request, epochNs);
        String fields =
                switch (outcome) {
                    case ADMITTED, UNKNOWN_PLAN -> ORIGIN;
                    case UNAUTHORIZED -> CHALLENGE;
                    case EXCEEDED -> limits == null ? ORIGIN : exceeded(limits, epochNs);
                };
        counters.answers("/pull", outcome.status()).increment();
        reply.send(outcome.status(), fields, TEXT, outcome.text().getBytes(US_ASCII));
    }

    private static PlanOutcome outcome(PlanCheck limits, HttpRequest request, long epochNs) {
        Optional<String> token = request.onlyField("Authorization");
        if (token.isEmpty()) {
            return PlanOutcome.UNAUTHORIZED;
        }
        byte[] bytes = token.get().getBytes(ISO_8859_1);
        return limits.check(MemorySegment.ofArray(bytes), 0, bytes.length, epochNs);
    }

    private static String exceeded(PlanCheck limits, long epochNs) {
        return PlanOutcome.COUNT_FIELD
                + ": "
                + limits.count()
                + "\r\n"
                + PlanOutcome.USER_FIELD
                + ": "
                + new String(limits.user(), US_ASCII)
                + "\r\nretry-after: "
                + PlanCheck.untilNextMinuteS(epochNs)
                + "\r\n"
                + ORIGIN;
    }

    private void refuseMethod(String path, String allowed, HttpReply reply) {
        counters.answers(path, NOT_ALLOWED).increment();
        String fields = "Allow: " + allowed + "\r\n" + ORIGIN;
        reply.send(NOT_ALLOWED, fields, TEXT, "method not allowed\n".getBytes(UTF_8));
    }

    // Accounts.

    private void account(String path, HttpRequest request, HttpReply reply) {
        if (request.method() != HttpMethod.POST) {
            refuseMethod(path, "POST, OPTIONS", reply);
            return;
        }
        Optional<JsonNode> said = read(request.body());
        if (said.isEmpty()) {
            refuse(path, reply, BAD_REQUEST, "the body is no JSON object of texts\n");
            return;
        }
        JsonNode wish = said.get();
        String name = text(wish, "username");
        String plan = text(wish, "plan");
        switch (path) {
            case "/signup" -> signUp(reply, accounts.signUp(name, text(wish, "password"), plan));
            case "/auth" ->
                    accounts.plan(name, text(wish, "password"))
                            .ifPresentOrElse(
                                    known -> token(path, reply, name, known),
                                    () ->
                                            refuse(
                                                    path,
                                                    reply,
                                                    BAD_REQUEST,
                                                    "no such user and password\n"));
            default -> {
                if (accounts.change(name, plan)) {
                    token(path, reply, name, plan);
                } else {
                    refuse(path, reply, BAD_REQUEST, "no such user or plan\n");
                }
            }
        }
    }

    private static Optional<JsonNode> read(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            return node.isObject() && node.valueStream().allMatch(JsonNode::isString)
                    ? Optional.of(node)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode wish, String name) {
        JsonNode value = wish.get(name);
        return value == null ? "" : value.stringValue();
    }

    private void signUp(HttpReply reply, Accounts.SignUp became) {
        switch (became) {
            case DONE -> {
                counters.answers("/signup", OK).increment();
                reply.send(OK, ORIGIN, "", new byte[0]);
            }
            case UNFIT_NAME ->
                    refuse(
                            "/signup",
                            reply,
                            BAD_REQUEST,
                            "username: 1 to 64 visible characters of ASCII\n");
            case UNKNOWN_PLAN -> refuse("/signup", reply, BAD_REQUEST, "there is no such plan\n");
            case TAKEN -> refuse("/signup", reply, CONFLICT, "there is such a user already\n");
            case FULL -> refuse("/signup", reply, SERVICE_UNAVAILABLE, "no room for more users\n");
        }
    }

    private void refuse(String path, HttpReply reply, int status, String why) {
        counters.answers(path, status).increment();
        reply.send(status, ORIGIN, TEXT, why.getBytes(UTF_8));
    }

    private void token(String path, HttpReply reply, String name, String plan) {
        byte[] token = MAPPER.writeValueAsBytes(Map.of("username", name, "plan", plan));
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(token);
        counters.answers(path, OK).increment();
        reply.send(OK, ORIGIN, JSON, ("{\"token\":\"" + encoded + "\"}\n").getBytes(UTF_8));
    }
}
