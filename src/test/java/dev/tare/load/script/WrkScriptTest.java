package dev.tare.load.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WrkScriptTest {
    private static final ScriptSummary SUMMARY = new ScriptSummary(1, 2, 3, 4, 5, 6, 7, 8);

    @TempDir Path folder;

    private String faultOf(String text) throws IOException {
        Path file = Scripts.write(folder, text);
        ScriptException fault =
                catchThrowableOfType(
                        ScriptException.class, () -> WrkScript.open(Scripts.spec(file)).close());
        String line = String.valueOf(fault.getMessage());
        assertThat(line).contains("script.lua").hasLineCount(1);
        return line;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x = = 1 | script.lua:1: unexpected symbol near '='",
                "local t = nil; t.x = 1 | script.lua:1: attempt to index local 't'",
                "function setup() error('no luck') end | script.lua:1: no luck",
                "function init() error({}) end | it raised no text",
                "function init() error('a\\nb\\nc') end | script.lua:1: a; b; c",
                "function request() return nil end | request() returned a value of type 'nil'",
                "function request() return '' end | request() returned 0 bytes, must be 1 to 67108864",
                "function request() return 'hello' end | is no HTTP/1.1 request",
                "function request() return wrk.format() .. 'GET' end | after the 1 before it",
                "require 'no_such_module' | module 'no_such_module' not found",
                "os.exit(3) | script.lua called os.exit(3), which ends the load",
                "pcall(os.exit, true) | script.lua called os.exit(0), which ends the load",
                "function setup(t) t:set('f', print) end | cannot transfer 'function' to thread",
                "function setup(t) t:get('print') end | cannot transfer 'function' to thread",
                "function setup(t) t:stop() end | can only be called while the thread is running",
                "function setup(t) t.name = 1 end | cannot set 'name' on a thread",
                "function setup(t) t.addr = 1 end | an address that wrk.lookup gave is expected",
                "local t = {} t.t = t function setup(x) x:set('t', t) end | deeper than 100",
                "wrk.lookup('no such host', 80) | unable to resolve no such host:80",
                "wrk.lookup('127.0.0.1', 'no-service') | neither a port nor a known service",
            })
    void aFaultIsOneLineThatNamesTheScript(String text, String expected) throws IOException {
        assertThat(faultOf(text)).contains(expected.strip());
    }

    @Test
    void aRequestOfMoreThanTheMostIsRefused() throws IOException {
        assertThat(faultOf("function request() return ('x'):rep(67108865) end"))
                .contains("request() returned 67108865 bytes");
    }

    @Test
    void aPipelineOfMoreThanTheMostIsRefused() throws IOException {
        assertThat(faultOf("function request() return wrk.format():rep(1025) end"))
                .contains("holds 1025 requests, must be 1 to 1024");
    }

    @Test
    void aScriptThatIsNotThereIsNamed() {
        ScriptSpec spec = Scripts.spec(folder.resolve("absent.lua"));

        assertThatThrownBy(() -> WrkScript.open(spec))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("absent.lua cannot be read");
        assertThatThrownBy(() -> WrkScript.check(spec))
                .hasMessageContaining("absent.lua cannot be read");
    }

    @Test
    void checkingLooksAtTheHooksAndRunsNone() throws IOException {
        Path file =
                Scripts.write(
                        folder,
                        "function init() error('ran') end function delay() error('ran') end"
                                + " function done() error('ran') end");

        assertThat(WrkScript.check(Scripts.spec(file)))
                .isEqualTo(new ScriptHooks(false, true, false, true, false));
    }

    @Test
    void hooksAreThoseThatInitLeavesBehind() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        "function init() response = function() end; delay = nil end"
                                + " function delay() end")) {
            assertThat(script.hooks()).isEqualTo(new ScriptHooks(false, false, true, false, false));
        }
    }

    @Test
    void theTableTellsOfTheTarget() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        """
                        function request()
                            local parts = { wrk.scheme, wrk.host, wrk.port, wrk.path, wrk.method }
                            return wrk.format('PUT', '/' .. table.concat(parts, '|'))
                        end
                        """)) {
            assertThat(Scripts.next(script.threads().getFirst()))
                    .startsWith("PUT /http|origin.test|8080|/path?x=1|GET HTTP/1.1\r\nHost: ")
                    .endsWith(" HTTP/1.1\r\nHost: origin.test:8080\r\n\r\n");
        }
    }

    @Test
    void fieldsComeInOneOrderHostFirst() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        "function request() return wrk.format('POST', '/', {b=2, ['a']='x', C=true,"
                                + " Zero=0}, 'body') end")) {
            assertThat(Scripts.next(script.threads().getFirst()))
                    .isEqualTo(
                            "POST / HTTP/1.1\r\nHost: origin.test:8080\r\nC: true\r\n"
                                    + "Content-Length: 4\r\nZero: 0\r\na: x\r\nb: 2\r\n\r\nbody");
        }
    }

    @Test
    void withoutRequestFunctionTheRequestIsThatAfterInit() throws IOException {
        try (WrkScript script =
                Scripts.open(folder, "function init() wrk.path = '/later' end wrk.body = 'b' ")) {
            assertThat(script.hooks().request()).isFalse();
            assertThat(script.pipeline()).isEqualTo(1);
            assertThat(Scripts.next(script.threads().getFirst()))
                    .startsWith("GET /later HTTP/1.1\r\n")
                    .endsWith("Content-Length: 1\r\n\r\nb");
        }
    }

    @Test
    void onlyTheFirstThreadIsAskedForARequestBeforehand() throws IOException {
        Path file =
                Scripts.write(
                        folder,
                        "n = 0 function request() n = n + 1 return wrk.format('GET', '/' .. n)"
                                + " end");
        try (WrkScript script = WrkScript.open(Scripts.spec(file, 2, ScriptDialect.WRK, true))) {
            assertThat(Scripts.next(script.threads().get(0))).startsWith("GET /2 ");
            assertThat(Scripts.next(script.threads().get(1))).startsWith("GET /1 ");
        }
    }

    @Test
    void doneSeesEveryFigure() throws IOException {
        ScriptStatistics latency = ScriptStatistics.of(10, 20, 20, 50);
        ScriptStatistics rates = ScriptStatistics.of(7);
        try (WrkScript script =
                Scripts.open(
                        folder,
                        """
                        function done(s, l, r)
                            local e = s.errors
                            local v, c = l(2)
                            error(table.concat({s.duration, s.requests, s.bytes, e.connect, e.read,
                                e.write, e.status, e.timeout, '-', l.min, l.max, l.mean,
                                string.format('%.3f', l.stdev), l:percentile(50), #l, v, c, l[3],
                                '-', r.min, #r}, ' '), 0)
                        end
                        """)) {
            assertThatThrownBy(() -> script.done(SUMMARY, latency, rates))
                    .hasMessageContaining("1 2 3 4 5 6 7 8 - 10 50 25 17.321 20 3 20 2 50 - 7 1");
        }
    }

    @Test
    void wrk2CountsAllValues() throws IOException {
        Path file =
                Scripts.write(
                        folder,
                        "function done(s, l) error(#l .. ' ' .. l[1] .. ' ' .. l[3] .. ' ' .. l[4])"
                                + " end");
        try (WrkScript script = WrkScript.open(Scripts.spec(file, 1, ScriptDialect.WRK2, true))) {
            assertThatThrownBy(() ->
                            script.done(
                                    SUMMARY,
                                    ScriptStatistics.of(10, 20, 20, 50),
                                    ScriptStatistics.of()))
                    .hasMessageContaining("4 10 20 50");
        }
    }

    @Test
    void addressesGoFromTheMainStateIntoThreads() throws IOException {
        try (ServerSocket listener = new ServerSocket(0);
                WrkScript script =
                        Scripts.open(
                                folder,
                                """
                                function setup(thread)
                                    local found = wrk.lookup('127.0.0.1', '%d')
                                    assert(#found == 1 and wrk.connect(found[1]))
                                    thread:set('other', { at = found[1] })
                                end
                                function init()
                                    assert(tostring(other.at) == '127.0.0.1:%d', tostring(other.at))
                                    assert(tostring(wrk.thread.addr) == '127.0.0.1:8080')
                                    assert(wrk.time_us() > 1e15)
                                    wrk.thread.addr = other.at
                                end
                                """
                                        .formatted(
                                                listener.getLocalPort(),
                                                listener.getLocalPort()))) {
            ScriptThread thread = script.threads().getFirst();
            assertThat(thread.address().getPort()).isEqualTo(listener.getLocalPort());
            assertThat(thread.addressChanges()).isEqualTo(1);
        }
    }

    @Test
    void teardownRunsInEveryThread() throws IOException {
        Path file =
                Scripts.write(
                        folder,
                        """
                        local threads = {}
                        function setup(t) threads[#threads + 1] = t; t:set('id', #threads) end
                        function teardown() gone = 'gone' .. id end
                        function done()
                            error(threads[1]:get('gone') .. threads[2]:get('gone'))
                        end
                        """);
        try (WrkScript script = WrkScript.open(Scripts.spec(file, 2, ScriptDialect.WRK2, true))) {
            script.teardown();
            assertThatThrownBy(() ->
                            script.done(SUMMARY, ScriptStatistics.of(), ScriptStatistics.of()))
                    .hasMessageContaining("gone1gone2");
        }
    }

    @Test
    void valuesCrossWholeFromACoroutineToo() throws IOException {
        try (WrkScript script =
                Scripts.open(
                        folder,
                        """
                        function setup(thread)
                            coroutine.wrap(function() thread:set('text', 'a\\0b') end)()
                            assert(thread:get('text') == 'a\\0b')
                            thread:set('shape', { tags = { 'a', 'b' }, [true] = false })
                            assert(thread:get('shape').tags[2] == 'b')
                            assert(thread:get('shape')[true] == false)
                            assert(wrk.connect(thread.addr) ~= nil)
                        end
                        """)) {
            assertThat(script.threads()).hasSize(1);
        }
    }
}
