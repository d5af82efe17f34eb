package dev.tare.load.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.io.wire.Http1Head;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScriptThreadTest {
    private static final MemorySegment HEAD =
            MemorySegment.ofArray(
                    "HTTP/1.1 201 Created\r\nX-One: 1\r\nx-Two: two words\r\nX-One: again\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));

    @TempDir Path folder;

    private static ScriptAnswer answer(ScriptThread thread, String body) {
        Http1Head head = new Http1Head();
        head.parseResponse(HEAD, 0, (int) HEAD.byteSize());
        ScriptAnswer answer = thread.newAnswer();
        answer.begin(head);
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        MemorySegment memory = MemorySegment.ofArray(bytes);
        int half = bytes.length / 2;
        answer.onBody(memory, 0, half);
        answer.onBody(memory, half, bytes.length - half);
        return answer;
    }

    /** What the script makes of an answer: it repeats it in its next request's path. */
    private static final String ECHO =
            "seen = '' function request() return wrk.format('GET', '/' .. seen) end ";

    private static String path(ScriptThread thread) {
        return Scripts.next(thread).split(" ", 3)[1];
    }

    @Test
    void anAnswerReachesTheScriptWhole() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        ECHO
                                + "function response(status, h, body) seen = table.concat({status,"
                                + " h['X-One'], h['x-Two'], #body, body}, ',') end")) {
            ScriptThread thread = script.threads().getFirst();
            thread.answered(answer(thread, "hello"));

            assertThat(Scripts.next(thread)).startsWith("GET /201,again,two words,5,hello HTTP");
        }
    }

    @Test
    void whatTheScriptDoesNotLookAtIsNotKept() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder, ECHO + "function response(status) seen = tostring(status) end")) {
            ScriptThread thread = script.threads().getFirst();
            ScriptAnswer answer = answer(thread, "hello");
            assertThat(answer.fieldCount()).isZero();
            assertThat(answer.bodyBytes()).isZero();
            thread.answered(answer);

            assertThat(path(thread)).isEqualTo("/201");
        }
    }

    @Test
    void aResponseFunctionThatIsPutInLaterGetsAllThatItLooksAt() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        ECHO
                                + "function response() response = function(...)"
                                + " seen = select('#', ...) .. #select(3, ...) end end")) {
            ScriptThread thread = script.threads().getFirst();
            thread.answered(answer(thread, "first"));
            thread.answered(answer(thread, "second"));

            assertThat(path(thread)).isEqualTo("/36");
        }
    }

    @Test
    void withoutBodiesTheScriptGetsEmptyOnes() throws IOException {
        Path file =
                Scripts.write(
                        folder,
                        ECHO + "function response(s, h, body) seen = '<' .. body .. '>' end");
        try (WrkScript script = WrkScript.open(Scripts.spec(file, 1, ScriptDialect.WRK2, false))) {
            ScriptThread thread = script.threads().getFirst();
            thread.answered(answer(thread, "hello"));

            assertThat(path(thread)).isEqualTo("/<>");
        }
    }

    @Test
    void aBodyIsCutAtTheLimitAndCounted() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        ECHO + "function response(s, h, body) seen = tostring(#body) end")) {
            ScriptThread thread = script.threads().getFirst();
            ScriptAnswer answer = answer(thread, "hello");
            MemorySegment piece = MemorySegment.ofArray(new byte[1024 * 1024]);
            for (int i = 0; i < 17; i++) {
                answer.onBody(piece, 0, (int) piece.byteSize());
            }
            thread.answered(answer);

            assertThat(path(thread)).isEqualTo("/" + ScriptAnswer.MAX_BODY_BYTES);
            assertThat(thread.cutAnswers()).isEqualTo(1);
            answer.begin(200);
            answer.onBody(piece, 0, 10);
            thread.answered(answer);
            assertThat(path(thread)).isEqualTo("/10");
            assertThat(thread.cutAnswers()).isEqualTo(1);
        }
    }

    @Test
    void fieldsAreCutAtTheirLimits() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        ECHO
                                + "function response(s, h) seen = 0 for _ in pairs(h) do"
                                + " seen = seen + 1 end end")) {
            ScriptThread thread = script.threads().getFirst();
            ScriptAnswer answer = thread.newAnswer();
            answer.begin(200);
            for (int i = 0; i <= ScriptAnswer.MAX_FIELDS; i++) {
                byte[] name = ("name" + i).getBytes(StandardCharsets.ISO_8859_1);
                answer.field(MemorySegment.ofArray(name), 0, name.length, 0, 1);
            }
            thread.answered(answer);
            assertThat(path(thread)).isEqualTo("/" + ScriptAnswer.MAX_FIELDS);

            answer.begin(200);
            MemorySegment large = MemorySegment.ofArray(new byte[ScriptAnswer.MAX_FIELD_BYTES]);
            answer.field(large, 0, 1, 0, ScriptAnswer.MAX_FIELD_BYTES - 1);
            answer.field(large, 0, 1, 0, 1);
            thread.answered(answer);
            assertThat(path(thread)).isEqualTo("/1");
            assertThat(thread.cutAnswers()).isEqualTo(2);
        }
    }

    @Test
    void theAnswersOfAThreadShareALimit() throws IOException {
        try (WrkScript script =
                Scripts.open(folder, "function response(s, h, body) last = #body end")) {
            ScriptThread thread = script.threads().getFirst();
            MemorySegment piece = MemorySegment.ofArray(new byte[ScriptAnswer.MAX_BODY_BYTES]);
            int whole = 0;
            int connections = 12;
            ScriptAnswer[] answers = new ScriptAnswer[connections];
            for (int i = 0; i < connections; i++) {
                answers[i] = thread.newAnswer();
                answers[i].begin(200);
                answers[i].onBody(piece, 0, (int) piece.byteSize());
                whole += answers[i].bodyBytes() == ScriptAnswer.MAX_BODY_BYTES ? 1 : 0;
            }
            assertThat(whole)
                    .isEqualTo((int) (ScriptAnswer.MAX_THREAD_BYTES / ScriptAnswer.MAX_BODY_BYTES));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10000000",
        "2.9, 2000000",
        "-5, 0",
        "0/0, 0",
        "nil, 0",
        "'\"7\"', 7000000",
        "1e300, 86400000000000"
    })
    void aDelayIsInWholeMilliseconds(String returned, long expectedNs) throws IOException {
        try (WrkScript script =
                Scripts.open(folder, "function delay() return " + returned + " end")) {
            assertThat(script.threads().getFirst().nextDelayNs()).isEqualTo(expectedNs);
        }
    }

    @Test
    void aScriptStopsItsOwnThreadOnly() throws IOException {
        Path file = Scripts.write(folder, "function response() wrk.thread:stop() end");
        try (WrkScript script = WrkScript.open(Scripts.spec(file, 2, ScriptDialect.WRK, true))) {
            ScriptThread second = script.threads().get(1);
            assertThat(second.stopRequested()).isFalse();
            second.answered(answer(second, ""));

            assertThat(second.stopRequested()).isTrue();
            assertThat(script.threads().getFirst().stopRequested()).isFalse();
        }
    }

    @Test
    void aRequestCanBeCopiedInPieces() throws IOException {
        try (WrkScript script = Scripts.open(folder, "")) {
            ScriptThread thread = script.threads().getFirst();
            int bytes = thread.nextRequest();
            byte[] copy = new byte[bytes];
            thread.copyRequest(0, MemorySegment.ofArray(copy), 0, 3);
            thread.copyRequest(3, MemorySegment.ofArray(copy), 3, bytes - 3);

            assertThat(new String(copy, StandardCharsets.ISO_8859_1))
                    .isEqualTo("GET /path?x=1 HTTP/1.1\r\nHost: origin.test:8080\r\n\r\n");
            assertThatThrownBy(() -> thread.copyRequest(1, MemorySegment.ofArray(copy), 0, bytes))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aHeadRequestIsKnown() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        "local n = 0 function request() n = n + 1"
                                + " return wrk.format(n % 2 == 0 and 'HEAD' or 'GET') end")) {
            ScriptThread thread = script.threads().getFirst();
            thread.nextRequest();
            assertThat(thread.headRequest()).isTrue();
            thread.nextRequest();
            assertThat(thread.headRequest()).isFalse();
        }
    }

    @Test
    void theAddressIsThatOfTheLastRequest() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        """
                        local n, found = 0, {}
                        function init()
                            for i = 1, 2 do found[i] = wrk.lookup('127.0.0.1', 9000 + i)[1] end
                        end
                        function request()
                            n = n + 1
                            wrk.thread.addr = found[n % 2 + 1]
                            return wrk.format()
                        end
                        """)) {
            ScriptThread thread = script.threads().getFirst();
            thread.nextRequest();
            int number = thread.addressNumber();
            assertThat(thread.address().getPort()).isEqualTo(9001);
            thread.nextRequest();
            assertThat(thread.address().getPort()).isEqualTo(9002);
            thread.nextRequest();
            assertThat(thread.addressNumber()).isEqualTo(number);
            assertThat(thread.addressChanges()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if n > 1 then error('late') end | script.lua:1: late (in request())",
                "if n > 1 then os.exit(1) end | script.lua called os.exit(1)",
                "if n > 1 then return 7 + {} end | attempt to perform arithmetic",
                "if n > 1 then error() end | it raised no text",
            })
    void aFaultDuringTheLoadIsOneLineAndTheStateStaysUsable(String fault, String expected)
            throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        "n = 0 function request() n = n + 1 "
                                + fault
                                + " return wrk.format() end")) {
            ScriptThread thread = script.threads().getFirst();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(thread::nextRequest)
                        .isInstanceOf(ScriptException.class)
                        .hasMessageContaining(expected.strip());
            }
        }
    }
}
