package dev.tare.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.core.Unsent;
import dev.tare.io.net.IoFailure;
import dev.tare.load.result.LoadResult;
import dev.tare.load.result.PhaseResult;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.LoadSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a request, by what arrives on its connection; with scripted origins. */
final class AnswersTest {
    private static final long MS = 1_000_000;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** A load from 1000 ms on whose requests are 10 ms apart: ten of them. */
    private static TestLoad ten() {
        return new TestLoad().startMs(1000).constantRate(100).timeoutMs(50);
    }

    private static Tally tally(TestLoad spec, ScriptedOrigin origin) {
        Tally tally = new ScriptedLoad(spec.build(), origin).run().measured().tally();
        assertThat(tally.conserved()).isTrue();
        return tally;
    }

    /** The one answer that the request intended at 1050 ms gets; the others get {@link #OK}. */
    private static ScriptedOrigin oneAnswer(String answer) {
        return (connection, nowNs) ->
                connection.answerAt(nowNs + MS, nowNs == 1050 * MS ? answer : OK);
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_STATUS, HTTP/1.1 503 No|Content-Length: 2||ok",
        "WRONG_STATUS, HTTP/1.1 503 No|Content-Length: 3||bad",
        "WRONG_LENGTH, HTTP/1.1 200 OK|Content-Length: 3||ok!",
        "WRONG_LENGTH, HTTP/1.1 204 No Content||",
        "WRONG_BODY, HTTP/1.1 200 OK|Content-Length: 2||no",
        "MALFORMED, SSH-2.0-OpenSSH|",
        "MALFORMED, HTTP/1.1 200 OK|Content-Length: 2||okHTTP/1.1",
        "TIMED_OUT, HTTP/1.1 200 OK|Content-Length: 2||o",
        "TIMED_OUT, HTTP/1.1 100 Continue||",
    })
    void eachFaultIsNamedAndTheLoadGoesOn(Outcome outcome, String answer) {
        AnswerCheck check = new AnswerCheck(200, 299, 2, "ok");
        Tally tally =
                tally(ten().connections(2).check(check), oneAnswer(answer.replace("|", "\r\n")));

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 9L, outcome, 1L));
        assertThat(tally.bodyBytes()).isEqualTo(18);
    }

    @Test
    void aPatternIsFoundAcrossPieces() {
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    connection.answerAt(nowNs, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\naa");
                    connection.answerAt(nowNs, "aa");
                    connection.answerAt(nowNs, "b");
                    connection.answerAt(nowNs, "aaab");
                };
        AnswerCheck found = new AnswerCheck(200, 200, AnswerCheck.ANY_LENGTH, "aaabaaab");
        assertThat(tally(ten().check(found), origin).count(Outcome.CORRECT)).isEqualTo(10);
        AnswerCheck missing = new AnswerCheck(200, 200, AnswerCheck.ANY_LENGTH, "aabaaaab");
        assertThat(tally(ten().check(missing), origin).count(Outcome.WRONG_BODY)).isEqualTo(10);
    }

    @Test
    void aBodyUntilTheConnectionClosesIsWholeThen() {
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    connection.answerAt(nowNs + MS, "HTTP/1.1 200 OK\r\n\r\nuntil");
                    connection.endAt(nowNs + 2 * MS);
                };
        Tally tally = tally(ten().check(AnswerCheck.okWithLength(5)), origin);

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
        // One after each answer but the last: that one arrives before the end too.
        assertThat(tally.connectsOpened()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aConnectionThatGoesAwayTooEarlyIsNoSilentRetry(boolean reset) {
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    if (nowNs != 1050 * MS) {
                        connection.answerAt(nowNs + MS, OK);
                    } else if (reset) {
                        connection.failAt(nowNs + MS, IoFailure.RESET);
                    } else {
                        connection.endAt(nowNs + MS);
                    }
                };
        assertThat(tally(ten(), origin).outcomes())
                .isEqualTo(Map.of(Outcome.CORRECT, 9L, Outcome.CLOSED_EARLY, 1L));
    }

    @Test
    void anIdleConnectionThatIsClosedIsOpenedAnewSilently() {
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    connection.answerAt(nowNs + MS, OK);
                    connection.endAt(nowNs + 2 * MS);
                };
        Tally tally = tally(ten(), origin);

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
        assertThat(tally.connectsOpened()).isEqualTo(10);
    }

    @Test
    void bytesThatNobodyAskedForEndTheConnection() {
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    connection.answerAt(nowNs + MS, OK);
                    connection.answerAt(nowNs + 2 * MS, "HTTP/1.1 408 Timeout\r\n\r\n");
                };
        Tally tally = tally(ten(), origin);

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
        assertThat(tally.connectsOpened()).isEqualTo(10);
    }

    @Test
    void theAnswerToHeadHasNoBody() {
        ScriptedOrigin origin =
                (connection, nowNs) ->
                        connection.answerAt(
                                nowNs + MS, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
        RequestSpec head = new RequestSpec("HEAD", "/", List.of(), "");

        assertThat(tally(ten().request(head), origin).outcomes())
                .isEqualTo(Map.of(Outcome.CORRECT, 10L));
    }

    @Test
    void aRequestIsSentInAsManyPiecesAsTheKernelTakes() {
        LoadSpec spec = ten().constantRate(100).build();
        LoadResult result = new ScriptedLoad(spec, answering(length -> Math.min(length, 10))).run();

        Tally tally = result.measured().tally();
        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
        // The first byte goes at once; the rest of some 90 bytes takes 10 µs for every 10.
        assertThat(result.measured().sendLag().getMaxValue()).isLessThan(64);
        assertThat(result.measured().serviceTime().getMinValue()).isGreaterThan(MS + 50_000);
    }

    @Test
    void aRequestOfWhichNothingWasTakenWasNotSent() {
        Tally tally = tally(ten(), answering(length -> 0));

        assertThat(tally.sent()).isZero();
        assertThat(tally.unsentTotal()).isEqualTo(10);
        assertThat(tally.count(Unsent.ALL_BUSY)).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aConnectionThatIsBrokenWhenSendingIsReplacedAndTheRequestIsSentStill() {
        int[] sends = {0};
        ScriptedOrigin origin = answering(length -> sends[0]++ % 2 == 0 ? -1 : length);
        Tally tally = tally(ten(), origin);

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
    }

    @Test
    void aConnectionThatBreaksInTheMiddleOfARequestIsClosedEarly() {
        int[] sends = {0};
        ScriptedOrigin origin = answering(length -> sends[0]++ % 2 == 0 ? 10 : -1);

        assertThat(tally(ten(), origin).outcomes()).isEqualTo(Map.of(Outcome.CLOSED_EARLY, 10L));
    }

    @Test
    void anAnswerBeforeTheWholeRequestWasSentEndsTheConnection() {
        String body = "x".repeat(1000);
        ScriptedConnection[] current = new ScriptedConnection[1];
        ScriptedOrigin origin =
                new ScriptedOrigin() {
                    @Override
                    public void onRequest(ScriptedConnection connection, long nowNs) {
                        throw new AssertionError("the whole request was never sent");
                    }

                    @Override
                    public void onBytes(ScriptedConnection connection, long nowNs) {
                        if (connection != current[0]) {
                            current[0] = connection;
                            connection.answerAt(nowNs + 1, OK);
                        }
                    }

                    @Override
                    public int takes(int length) {
                        return 1;
                    }
                };
        RequestSpec post = new RequestSpec("POST", "/", List.of(), body);
        Tally tally = tally(ten().request(post), origin);

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 10L));
        assertThat(tally.connectsOpened()).isEqualTo(10);
    }

    @Test
    void statusesAndSizesOfAllAnswersAreSummedUp() {
        int[] served = {0};
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    String body = "x".repeat(100 * served[0]);
                    connection.answerAt(
                            nowNs + MS,
                            "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(served[0]++ < 7 ? 200 : 503, body.length(), body));
                };
        LoadResult result = new ScriptedLoad(ten().build(), origin).run();

        PhaseResult measured = result.measured();
        assertThat(measured.statuses()).isEqualTo(Map.of(200, 7L, 503, 3L));
        assertThat(measured.bodyBytes().count()).isEqualTo(10);
        assertThat(measured.bodyBytes().min()).isZero();
        assertThat(measured.bodyBytes().max()).isEqualTo(900);
        assertThat(measured.bodyBytes().sum()).isEqualTo(4500);
        assertThat(measured.bodyBytes().sumOfSquares()).isEqualTo(2_850_000);
        int shortest = "HTTP/1.1 200 X\r\nContent-Length: 0\r\n\r\n".length();
        assertThat(measured.headBytes().min()).isEqualTo(shortest);
        assertThat(measured.headBytes().max()).isEqualTo(shortest + 2);
        assertThat(measured.tally().bodyBytes()).isEqualTo(2100);
    }

    @Test
    void aClientGivesItsCookiesBackOnItsNextConnectionToo() {
        Map<ScriptedConnection, String> given = new HashMap<>();
        List<String> taken = new ArrayList<>();
        ScriptedOrigin origin =
                (connection, nowNs) -> {
                    Matcher cookie =
                            Pattern.compile("\r\ncookie: ([^\r]*)\r\n", Pattern.CASE_INSENSITIVE)
                                    .matcher(connection.request());
                    String has = cookie.find() ? cookie.group(1) : "none";
                    taken.add(has);
                    String gets = given.computeIfAbsent(connection, c -> "id=" + given.size());
                    connection.answerAt(
                            nowNs + MS,
                            has.equals("none")
                                    ? OK.replace("OK\r\n", "OK\r\nSet-Cookie: " + gets + "\r\n")
                                    : OK);
                };
        ConnectionPolicy threeEach =
                new ConnectionPolicy(2, 1, ConnectionPolicy.Opening.WARM, 3, 3);
        TestLoad load = new TestLoad().startMs(1000).calls(20).policy(threeEach).cookies();
        LoadResult result = new ScriptedLoad(load.build(), origin).run();

        assertThat(result.measured().tally().outcomes()).isEqualTo(Map.of(Outcome.CORRECT, 20L));
        assertThat(given.size()).isGreaterThan(4);
        // Two clients, each given one at its first request and keeping it.
        assertThat(taken.stream().filter("none"::equals)).hasSize(2);
        assertThat(taken.stream().distinct()).hasSize(3);
    }

    private static ScriptedOrigin answering(IntUnaryOperator takes) {
        return new ScriptedOrigin() {
            @Override
            public void onRequest(ScriptedConnection connection, long nowNs) {
                connection.answerAt(nowNs + MS, OK);
            }

            @Override
            public int takes(int length) {
                return takes.applyAsInt(length);
            }
        };
    }
}
