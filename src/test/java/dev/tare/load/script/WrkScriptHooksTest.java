package dev.tare.load.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Outcome;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.core.Tally;
import dev.tare.base.time.NanoClock;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.Target;
import dev.tare.specimen.origin.Origin;
import dev.tare.specimen.origin.OriginOptions;
import dev.tare.testing.SocketTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SocketTest
final class WrkScriptHooksTest {
    @TempDir private Path folder = Path.of("");

    /** Runs a load of one thread with two connections until the script stops it. */
    private LoadResult run(String lua) throws IOException {
        try (Origin origin = Origin.start(OriginOptions.standard())) {
            Path script = Files.writeString(folder.resolve("script.lua"), lua);
            LoadSpec spec =
                    LoadSpec.of(
                                    Endpoint.single(
                                            Target.http1("127.0.0.1", origin.address().getPort()),
                                            RequestSpec.get("/"),
                                            AnswerCheck.success()))
                            .connections(2)
                            .build();
            ScriptSpec asked =
                    new ScriptSpec(
                            script,
                            "http://127.0.0.1:" + origin.address().getPort() + "/byte/7",
                            List.of(),
                            List.of(),
                            List.of(origin.address()),
                            1,
                            true,
                            ScriptOutput.STANDARD_ERROR,
                            ScriptDialect.WRK);
            try (WrkScript open = WrkScript.open(asked)) {
                return new LoadEngine(NanoClock.system())
                        .run(spec, Optional.of(new WrkScriptHooks(open)), interval -> {});
            }
        }
    }

    @Test
    void theScriptMakesTheRequestsAndSeesTheAnswers() throws IOException {
        LoadResult result =
                run(
                        """
                        local seen = 0
                        function request() return wrk.format("GET", "/byte/11") end
                        function response(status, headers, body)
                          if status == 200 and #body == 11 then seen = seen + 1 end
                          if seen == 50 then wrk.thread:stop() end
                        end
                        """);
        Tally tally = result.measured().tally();
        assertThat(tally.count(Outcome.CORRECT)).isBetween(50L, 60L);
        assertThat(tally.bodyBytes()).isEqualTo(11 * tally.count(Outcome.CORRECT));
        assertThat(tally.conserved()).isTrue();
    }

    @Test
    void requestsThatAreSentAtOnceCountEach() throws IOException {
        LoadResult result =
                run(
                        """
                        local answers = 0
                        function request()
                          local one = wrk.format("GET", "/byte/3")
                          return one .. one .. one
                        end
                        function response()
                          answers = answers + 1
                          if answers == 30 then wrk.thread:stop() end
                        end
                        """);
        Tally tally = result.measured().tally();
        assertThat(tally.sent() % 3).isZero();
        assertThat(tally.count(Outcome.CORRECT)).isBetween(30L, 60L);
        assertThat(tally.conserved()).isTrue();
    }

    @Test
    void aFaultOfTheScriptsEndsTheLoadAndIsNamed() {
        String lua =
                """
                local n = 0
                function request()
                  n = n + 1
                  if n > 20 then error("no more") end
                  return wrk.format("GET", "/byte/3")
                end
                """;
        assertThatThrownBy(() -> run(lua))
                .isInstanceOf(IllegalStateException.class)
                .cause()
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("script.lua:4: no more");
    }
}
