package dev.tare.load.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.IoBackEnd;
import dev.tare.load.engine.LoadSpec;
import dev.tare.load.engine.LoadSpecBuilder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SpecJsonTest {

    private static List<LoadSpec> specs() {
        RequestSpec post =
                new RequestSpec(
                        "POST",
                        "/a?b=c",
                        List.of(new Field("X-One", "1 \"quoted\""), new Field("X-Two", "")),
                        "{\"näme\":\"…\"}\n");
        return List.of(
                new LoadSpecBuilder().build(),
                new LoadSpecBuilder().poissonRate(333.25, Long.MIN_VALUE).threads(1).build(),
                new LoadSpecBuilder()
                        .host("example.org")
                        .port(65_535)
                        .request(post)
                        .check(new AnswerCheck(100, 599, 0, "ein Müster"))
                        .constantRate(1e7)
                        .connections(65_535)
                        .threads(1024)
                        .startNs(Long.MAX_VALUE)
                        .leadMs(7)
                        .backEnd(IoBackEnd.EPOLL)
                        .build());
    }

    private static String text(LoadSpec spec) {
        return JsonObject.text(SpecJson.write(spec));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void whatIsWrittenIsReadAgain(LoadSpec spec) throws IOException {
        assertThat(SpecJson.read(JsonObject.parse(text(spec)))).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"port\":1,; ; document lacks port",
                "\"port\":1; \"port\":1.5; document: port must be an integer of 64 bits",
                "\"port\":1; \"port\":5000000000; document: port must be an integer of 32 bits",
                "\"port\":1; \"port\":\"1\"; document: port must be an integer of 64 bits",
                "\"port\":1; \"port\":1,\"speed\":9; not known: speed",
                "\"method\":\"GET\"; \"method\":null; document.request: method must be a text",
                "\"fields\":[]; \"fields\":{}; document.request: fields must be an array",
                "\"fields\":[]; \"fields\":[3]; document.request.fields[0] must be an object",
                "\"closed_loop\"; \"dev.tare.Any\"; the model \"dev.tare.Any\" is not known",
                "\"nio\"; \"io_uring\"; not \"io_uring\"",
            })
    void whatIsWrongIsNamed(String from, String to, String named) {
        String good = text(new LoadSpecBuilder().build());
        String wrong = good.replace(from, to == null ? "" : to);
        assertThat(wrong).isNotEqualTo(good);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> SpecJson.read(JsonObject.parse(wrong)))
                .withMessageContaining(named);
    }

    @Test
    void aValueOutOfItsRangeIsNamed() {
        String wrong = text(new LoadSpecBuilder().build()).replace("\"port\":1", "\"port\":0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpecJson.read(JsonObject.parse(wrong)))
                .withMessageContaining("port is 0");
    }
}
