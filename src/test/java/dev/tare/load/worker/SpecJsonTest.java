package dev.tare.load.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.FurtherCheck.Checksum;
import dev.tare.base.core.LoadModel;
import dev.tare.base.core.RateShape;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.load.engine.TestLoad;
import dev.tare.load.request.TemplateData;
import dev.tare.load.spec.ConnectionPolicy;
import dev.tare.load.spec.ConnectionPolicy.Opening;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.LoadSpec;
import dev.tare.load.spec.LoadSpecBuilder;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
                new TestLoad().build(),
                new TestLoad().poissonRate(333.25, Long.MIN_VALUE).threads(1).build(),
                new TestLoad()
                        .model(new LoadModel.ClosedLoop(5))
                        .policy(new ConnectionPolicy(7, 9, Opening.ON_DEMAND, 3, 4))
                        .calls(11)
                        .build(),
                shaped(new RateShape.Ramp(1, 2.5, 3)),
                shaped(new RateShape.Steps(List.of(new RateShape.Step(1, 2)))),
                shaped(new RateShape.Bursts(3, 4_000)),
                shaped(new RateShape.Trace(List.of(0L, 5L, 5L))),
                twoEndpoints(),
                new TestLoad()
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

    private static LoadSpec shaped(RateShape shape) {
        return new TestLoad()
                .model(new LoadModel.OpenLoop(shape, LoadModel.ArrivalLaw.CONSTANT, 3))
                .build();
    }

    private static LoadSpec twoEndpoints() {
        List<FurtherCheck> further =
                List.of(
                        new FurtherCheck.Header("X-A", Optional.of("b")),
                        new FurtherCheck.Header("X-B", Optional.empty()),
                        new FurtherCheck.BodyEquals("equal"),
                        new FurtherCheck.BodyMatches("a+"),
                        new FurtherCheck.BodyJson("/a/0", Optional.of("1")),
                        new FurtherCheck.BodyJson("", Optional.empty()),
                        new FurtherCheck.BodyChecksum(Checksum.CRC32, "00ff00ff"),
                        new FurtherCheck.GrpcStatus(16));
        Endpoint other =
                new Endpoint(
                        "other",
                        new Target(
                                Protocol.GRPC,
                                "::1",
                                9,
                                "/run/a.sock",
                                Optional.of(
                                        TlsClientOptions.standard()
                                                .withAuthorities(Path.of("ca.pem"))
                                                .withServerName("a.example")
                                                .withServerUris(List.of("urn:b", "urn:a")))),
                        new RequestSpec("POST", "/", List.of(), ""),
                        List.of(RequestBody.of(new byte[] {0, -1, 7})),
                        new AnswerCheck(200, 200, -1, "", further),
                        5,
                        Optional.of(
                                new TemplateData(
                                        List.of("a", "b"), List.of(List.of("1", "2")), 42)));
        LoadSpec one = new TestLoad().build();
        return new LoadSpecBuilder()
                .endpoints(one.endpoints())
                .endpoint(other)
                .cookies(true)
                .spinNs(5)
                .build();
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
                "\"port\":1,; ; document.endpoints[0].target lacks port",
                "\"port\":1; \"port\":1.5; document.endpoints[0].target: port must be an integer of 64 bits",
                "\"port\":1; \"port\":5000000000; document.endpoints[0].target: port must be an integer of 32 bits",
                "\"port\":1; \"port\":\"1\"; document.endpoints[0].target: port must be an integer of 64 bits",
                "\"port\":1; \"port\":1,\"speed\":9; not known: speed",
                "\"method\":\"GET\"; \"method\":null; document.endpoints[0].request: method must be a text",
                "\"fields\":[]; \"fields\":{}; document.endpoints[0].request: fields must be an array",
                "\"fields\":[]; \"fields\":[3]; document.endpoints[0].request.fields[0] must be an object",
                "\"closed_loop\"; \"dev.tare.Any\"; the model \"dev.tare.Any\" is not known",
                "\"nio\"; \"kqueue\"; not \"kqueue\"",
            })
    void whatIsWrongIsNamed(String from, String to, String named) {
        String good = text(new TestLoad().build());
        String wrong = good.replace(from, to == null ? "" : to);
        assertThat(wrong).isNotEqualTo(good);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> SpecJson.read(JsonObject.parse(wrong)))
                .withMessageContaining(named);
    }

    @Test
    void aValueOutOfItsRangeIsNamed() {
        String wrong = text(new TestLoad().build()).replace("\"port\":1", "\"port\":0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpecJson.read(JsonObject.parse(wrong)))
                .withMessageContaining("port is 0");
    }
}
