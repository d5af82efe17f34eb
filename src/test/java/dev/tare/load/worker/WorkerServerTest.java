package dev.tare.load.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tare.base.time.NanoClock;
import dev.tare.load.engine.LoadEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker says to what it does not know. */
final class WorkerServerTest {

    private static String answers(String commands, boolean keptToProtocol) throws IOException {
        InputStream in = new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean kept = new WorkerServer(in, out, new LoadEngine(NanoClock.system())).serve();
        assertThat(kept).isEqualTo(keptToProtocol);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aWorkerSaysHelloAndEndsWithItsInput() throws IOException {
        assertThat(answers("", true))
                .startsWith("{\"type\":\"hello\",\"protocol\":1,\"pid\":")
                .endsWith("\"}\n");
    }

    @Test
    void aStopWithoutALoadDoesNothing() throws IOException {
        assertThat(answers("{\"type\":\"stop\"}\n{\"type\":\"stop\"}\n", true).lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{",
                "[]",
                "null",
                "{}",
                "{\"type\":1}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"stop\",\"type\":\"stop\"}",
                "{\"type\":\"stop\",\"when\":1}",
                "{\"type\":\"load\"}",
                "{\"type\":\"load\",\"spec\":7}",
            })
    void whatIsNoCommandIsAnsweredWithAnError(String line) throws IOException {
        assertThat(answers(line + "\n", false).lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"error\",\"message\":\"");
    }

    @Test
    void aLineHasABound() throws IOException {
        String line = " ".repeat(LineReader.MAX_LINE_BYTES + 1) + "\n";
        assertThat(answers(line, false)).contains("more than 8388608 bytes");
    }

    @Test
    void aLineUpToTheBoundIsRead() throws IOException {
        String line = "x".repeat(LineReader.MAX_LINE_BYTES);
        InputStream in =
                new ByteArrayInputStream((line + "\nhalf").getBytes(StandardCharsets.UTF_8));
        LineReader reader = new LineReader(in);
        assertThat(reader.readLine()).hasSize(LineReader.MAX_LINE_BYTES);
        assertThat(reader.readLine()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"type\":\"result\"}\n",
                "{\"type\":\"hello\",\"protocol\":2,\"pid\":1,\"java\":\"25\",\"back_end\":\"nio\"}\n",
                "{\"type\":\"hello\"}\n",
                "Picked up JAVA_TOOL_OPTIONS\n",
            })
    void aClientTalksToNobodyElse(String fromWorker) {
        InputStream in = new ByteArrayInputStream(fromWorker.getBytes(StandardCharsets.UTF_8));
        try (StreamWorkerClient client = new StreamWorkerClient(in, new ByteArrayOutputStream())) {
            assertThatIOException().isThrownBy(client::hello);
        }
    }
}
