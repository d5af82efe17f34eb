package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 and gRPC, as plans ask for them. */
final class ProtocolReaderTest {
    private static final Plan DEFAULTS = BuiltInPlan.of(List.of("haproxy"), false);
    private static final String RUNNING =
            "specimens: [{name: bare, url: 'http://a/'}, {name: mesh, url: 'http://b/'}]";

    private static Plan read(String specimens, String workload) throws PlanException {
        return PlanReader.read(
                "{%s, workloads: [{name: w, %s}]}".formatted(specimens, workload),
                "/plans/mesh.yaml",
                DEFAULTS);
    }

    private static WorkloadSpec only(String workload) throws PlanException {
        return read(RUNNING, workload).workloads().getFirst();
    }

    @Test
    void aWorkloadSpeaksHttp1UnlessItSaysOtherwise() throws Exception {
        assertThat(only("path: /x").protocol()).isEqualTo(ProtocolSpec.HTTP1);
        assertThat(only("path: /x, http2: false").protocol()).isEqualTo(ProtocolSpec.HTTP1);
        assertThat(only("path: /x, http2: true").protocol()).isEqualTo(new ProtocolSpec.Http2());
    }

    @Test
    void aCallIsAMethodAndAMessageAsATextOrAsAMap() throws Exception {
        for (String message : List.of("{text: hi, n: 5}", "'{\"text\":\"hi\",\"n\":5}'")) {
            WorkloadSpec workload =
                    only(
                            "grpc: {method: shop.v1.Cart/Add, message: %s}, headers: {x-a: b}"
                                    .formatted(message));
            assertThat(workload.protocol()).isEqualTo(ProtocolSpec.Grpc.BY_REFLECTION);
            assertThat(workload.request().target()).isEqualTo("/shop.v1.Cart/Add");
            assertThat(workload.request().body()).isEqualTo("{\"text\":\"hi\",\"n\":5}");
            assertThat(ProtocolSpec.Grpc.metadata(workload.request()))
                    .containsExactly(new Field("x-a", "b"));
            assertThat(workload.check()).isEqualTo(ProtocolSpec.Grpc.OK);
        }
        assertThat(only("grpc: {method: health}").request().target())
                .isEqualTo("/grpc.health.v1.Health/Check");
    }

    @Test
    void filesLieBesideThePlan() throws Exception {
        assertThat(
                        only("grpc: {method: a.B/C, proto: p/a.proto, import-paths: [p," + " /q]}")
                                .protocol())
                .isEqualTo(
                        new ProtocolSpec.Grpc("/plans/p/a.proto", List.of("/plans/p", "/q"), ""));
        assertThat(only("grpc: {method: a.B/C, protoset: a.pb}").protocol())
                .isEqualTo(new ProtocolSpec.Grpc("", List.of(), "/plans/a.pb"));
    }

    @Test
    void whatIsWrittenDownIsReadBackFromAnywhere() throws Exception {
        for (String workload :
                List.of(
                        "path: /x, http2: true, check: {status: 200}",
                        "endpoints: [{path: /a}, {path: /b}], http2: true",
                        "grpc: {method: a.B/C, message: [{n: 1}, {n: 2}]}, headers: {x-a: b}",
                        "grpc: {method: health}, rate: 100/s",
                        "grpc: {method: a.B/C, proto: a.proto, import-paths: [p]}",
                        "grpc: {method: a.B/C, protoset: a.pb}")) {
            Plan plan = read(RUNNING, workload);
            assertThat(PlanReader.read(PlanWriter.toJson(plan), "elsewhere/plan.json", DEFAULTS))
                    .as(workload)
                    .isEqualTo(plan);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path: /x, http2: perhaps | http2: \"perhaps\" is neither true nor false",
                "grpc: {method: a.B/C}, path: /x | has grpc, which says what is called",
                "grpc: {method: a.B/C}, check: {status: 200} | grpc-status 0; leave \"check\" out",
                "grpc: {method: a.B/C}, http2: true | leave \"http2\" out",
                "grpc: {method: nonsense} | workloads[1].grpc: \"nonsense\" names no gRPC method",
                "grpc: {message: {a: 1}} | workloads[1].grpc: has no \"method\"; add it",
                "grpc: {method: a.B/C, msg: 1} | unknown key \"msg\"; known are method, message",
                "grpc: {method: a.B/C, proto: a, protoset: b} | proto and protoset: name one",
                "grpc: {method: a.B/C, import-paths: [a]} | import-paths are of no use without",
                "grpc: {method: a.B/C}, headers: {content-type: x} | content type of gRPC is its",
                "grpc: text | workloads[1].grpc: must be a map with the keys method",
            })
    void whatCannotBeIsOneLineThatNamesThePlace(String workload, String fault) {
        assertThatThrownBy(() -> only(workload))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("/plans/mesh.yaml")
                .hasMessageContaining(fault)
                .satisfies(e -> assertThat(e).hasMessageNotContaining("\n"));
    }

    @ParameterizedTest
    @CsvSource({"'path: /x, http2: true', HTTP/2", "'grpc: {method: health}', gRPC"})
    void whatTareStartsSpeaksHttp1Only(String workload, String words) throws Exception {
        for (String others :
                List.of("specimens: [bare]", RUNNING.replace("]", ", {name: p, kind: nginx}]"))) {
            assertThatThrownBy(() -> read(others, workload))
                    .isInstanceOf(PlanException.class)
                    .hasMessageContaining("workload \"w\" speaks " + words + ", and \"")
                    .hasMessageContaining("is started by Tare, with HTTP/1.1 only");
        }
        assertThat(
                        read(
                                        RUNNING.replace("]", ", {name: p, kind: nginx}]"),
                                        workload + ", specimens: [mesh]")
                                .scenarios())
                .isEqualTo(2);
    }
}
