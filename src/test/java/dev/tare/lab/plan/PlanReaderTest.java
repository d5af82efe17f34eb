package dev.tare.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.LoadModel.ArrivalLaw;
import dev.tare.base.core.RequestSpec;
import dev.tare.specimen.link.LinkShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanReaderTest {
    private static final Plan DEFAULTS = BuiltInPlan.of(List.of("haproxy"), false);

    private static Plan read(String text) throws PlanException {
        return PlanReader.read(text, "plan.yaml", DEFAULTS);
    }

    @Test
    void aPlanThatSaysNothingIsTheBuiltInOneUnderItsOwnName() throws Exception {
        Plan plan = read("name: mine");

        assertThat(plan.name()).isEqualTo("mine");
        assertThat(plan.specimens()).isEqualTo(DEFAULTS.specimens());
        assertThat(plan.workloads()).isEqualTo(DEFAULTS.workloads());
        assertThat(plan.blocks()).isEqualTo(DEFAULTS.blocks());
    }

    @Test
    void everyKindOfSpecimenCanBeNamed() throws Exception {
        Plan plan =
                read(
                        """
                        specimens:
                          - bare
                          - haproxy
                          - {name: tuned, kind: nginx}
                          - {name: mine, command: "my-proxy --listen {listen} --to {origin}"}
                          - {name: theirs, url: "http://127.0.0.1:9000/x", pid: 77}
                        """);

        assertThat(plan.specimens().get(0)).isEqualTo(new SpecimenSpec.Bare("bare"));
        assertThat(plan.specimens().get(1)).isEqualTo(new SpecimenSpec.Known("haproxy", "haproxy"));
        assertThat(plan.specimens().get(2)).isEqualTo(new SpecimenSpec.Known("tuned", "nginx"));
        assertThat(plan.specimens().get(3))
                .isEqualTo(
                        new SpecimenSpec.Command(
                                "mine", "my-proxy --listen {listen} --to {origin}"));
        assertThat(plan.specimens().get(4))
                .isEqualTo(
                        new SpecimenSpec.Running(
                                "theirs",
                                HttpUrl.parse("http://127.0.0.1:9000/x"),
                                OptionalLong.of(77)));
    }

    @Test
    void everyPartOfAWorkloadIsRead() throws Exception {
        Plan plan =
                read(
                        """
                        workloads:
                          - name: post
                            method: post
                            path: /echo
                            headers: {x-a: b}
                            body: hello
                            check: {status: 200-204, length: 5, contains: ell}
                            connections: 8
                            threads: 2
                            timeout: 500ms
                            model: open
                            rate: 25% of slowest
                            law: poisson
                        """);

        assertThat(plan.workloads())
                .containsExactly(
                        new WorkloadSpec(
                                "post",
                                new RequestSpec(
                                        "POST", "/echo", List.of(new Field("x-a", "b")), "hello"),
                                new AnswerCheck(200, 204, 5, "ell"),
                                8,
                                2,
                                500_000_000,
                                new WorkloadSpec.Arrivals.ShareOfSlowest(
                                        0.25, ArrivalLaw.POISSON)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense: 1 | unknown key \"nonsense\"",
                "blocks: many | blocks: \"many\" is not a whole number",
                "duration: 3 parsecs | duration: \"3 parsecs\" is not a duration",
                "specimens: bare | specimens: must be a list",
                "specimens: [squid] | specimens[1]: specimen \"squid\" is of unknown kind",
                "specimens: [bare, bare] | two specimens are named \"bare\"",
                "specimens: [{name: a, url: 'ftp://x/'}] | has no http:// scheme",
                "workloads: [{name: a}] | workloads[1]: has no \"path\"",
                "workloads: [{name: a, path: x}] | must start with a slash",
                "workloads: [{name: a, path: /, model: open}] | an open loop needs a rate",
                "workloads: [{name: a, path: /, model: closed, rate: 5/s}] | closed loop has no"
                        + " rate",
                "workloads: [{name: a, path: /, rate: 140% of slowest}] | less than 100 %",
                "workloads: [{name: a, path: /, check: {status: 20}}] | status \"20\" is not of",
                "workloads: [{name: a, path: /, connections: 0}] | workloads[1].connections",
                "workloads: [{name: 'a b', path: /}] | workload name \"a b\"",
                "workloads: [{name: a, bytes: 5, path: /}] | leave \"path\" and \"check\" out",
                "workloads: [{name: a, bytes: 2G}] | workloads[1].bytes",
                "workloads: [{name: a, path: /, slice: 5ms}] | a slice measures at least 120ms",
                "workloads: [{name: a, path: /, specimens: [squid]}] | is for specimen \"squid\"",
                "workloads: [{name: a, path: /, specimens: haproxy}] | must be a list",
                "specimens: [bare, {name: a, kind: nginx, threads: 0}] | specimens[2].threads",
                "specimens: [bare, {name: a, kind: nginx, copy: mem}] | only minivoy has a choice"
                        + " of copy",
                "specimens: [bare, {name: minivoy, copy: dma}] | copy \"dma\" is not known; known"
                        + " are mem",
                "specimens: [bare, {name: nginx, tls: perhaps}] | \"perhaps\" is neither true nor"
                        + " false",
                "specimens: [{name: bare, tls: true}] | threads, copy, tls, topology, mtls and"
                        + " functions are for specimens of kind",
                "specimens: [bare, {name: a, command: 'x {listen}', threads: 2}] | leave them out",
                "specimens: [bare, link] | a link needs a rate, such as 1gbit, or a round-trip",
                "specimens: [bare, {name: a, kind: link}] | a link needs a rate",
                "specimens: [bare, {name: a, kind: link, rate: 5/s}] | specimens[2].rate: \"5/s\""
                        + " is not the rate of a link",
                "specimens: [bare, {name: a, kind: link, rate: 1kbit}] | must be 1mbit to 100gbit",
                "specimens: [bare, {name: a, kind: link, round-trip: 1us}] | must be 20us to 2s",
                "specimens: [bare, {name: a, kind: link, round-trip: 0s}] | a round-trip of"
                        + " nothing",
                "specimens: [bare, {name: a, kind: link, rate: 1gbit, threads: 2}] | leave them"
                        + " out",
                "specimens: [bare, {name: nginx, rate: 1gbit}] | rate and round-trip are for"
                        + " specimens of kind link",
                "specimens: [bare, {name: a, kind: link, rate: 1gbit}] | puts an application behind"
                        + " a link, and the plan has none",
                "specimens: [{name: a, kind: link, rate: 1gbit}] | the first specimen must be bare",
                "'{application: twohop, specimens: [bare, {name: a, kind: link, rate: 1gbit}]}' |"
                        + " specimen \"a\": service \"service\" of application twohop is the origin",
                "scaled-by: 2 | scale 2.0 must be more than 0, at most 1",
                "just words | a plan is a map",
                "a: [1 | not YAML",
                "'!!javax.script.ScriptEngineManager [x]' | a plan is a map",
            })
    void aFaultIsOneLineThatNamesSourceAndPlace(String text, String expected) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("plan.yaml")
                .hasMessageContaining(expected)
                .message()
                .hasLineCount(1);
    }

    @Test
    void whatTheWriterWritesIsReadBackAsTheSamePlan() throws Exception {
        Plan plan =
                read(
                        """
                        name: all
                        duration: 1m30s
                        warm-up: 2m
                        specimens:
                          - bare
                          - {name: mine, command: "p {listen}"}
                          - {name: theirs, url: "http://[::1]:9000/", pid: 7}
                          - {name: wide, kind: haproxy, threads: 4, tls: true}
                          - {name: copied, kind: minivoy, copy: splice}
                        workloads:
                          - {name: a, path: /x, headers: {h: v}, body: b, rate: 12.5/s}
                          - {name: b, path: /y, check: {status: 204}, rate: 40% of slowest}
                          - {name: c, bytes: 16384, specimens: [wide, copied], slice: 2s}
                        published: theirs.yaml
                        scaled-by: 0.25
                        """);

        assertThat(PlanReader.read(PlanWriter.toJson(plan), "plan.json", DEFAULTS)).isEqualTo(plan);
        assertThat(plan.warmUpNs()).isEqualTo(120_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "999ms", "61m"})
    void aWarmUpHasBounds(String warmUp) {
        assertThatThrownBy(() -> read("warm-up: " + warmUp))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("warm-up")
                .hasMessageContaining("1s to 1h are possible");
    }

    @Test
    void linksAreReadBackAsWritten() throws Exception {
        Plan plan =
                read(
                        """
                        application: emojivoto
                        specimens:
                          - bare
                          - {name: both, kind: link, rate: 2.5gbit, round-trip: 200us}
                          - {name: slow, kind: link, rate: 1500kbit}
                          - {name: far, kind: link, round-trip: 1.5ms}
                        """);

        assertThat(plan.specimens().get(1))
                .isEqualTo(new SpecimenSpec.Link("both", new LinkShape(2_500_000_000L, 200_000)));
        assertThat(PlanReader.read(PlanWriter.toJson(plan), "plan.json", DEFAULTS)).isEqualTo(plan);
    }

    @Test
    void aPlanThatSaysNothingNewIsWrittenAsBefore() {
        assertThat(PlanWriter.toJson(DEFAULTS))
                .doesNotContain("threads\" : 4", "copy", "tls", "slice", "scaled-by", "published")
                .contains("\"kind\" : \"haproxy\"");
    }

    @Test
    void aWorkloadGoesToBareAndToThoseItNames() throws Exception {
        Plan plan =
                read(
                        """
                        specimens: [bare, haproxy, nginx]
                        workloads:
                          - {name: all, path: /}
                          - {name: some, bytes: 100, specimens: [nginx]}
                        """);

        assertThat(plan.scenarios()).isEqualTo(5);
        assertThat(plan.specimensOf(plan.workloads().get(1)))
                .extracting(SpecimenSpec::name)
                .containsExactly("bare", "nginx");
        assertThat(plan.workloads().get(1).request().target()).isEqualTo("/byte/100");
        assertThat(plan.workloads().get(1).check()).isEqualTo(AnswerCheck.okWithLength(100));
    }

    @Test
    void moreScenariosThanABlockHoldsAreRefused() {
        StringBuilder text = new StringBuilder("specimens:\n  - bare\n");
        text.append("  - {name: 'a{n}', kind: nginx, matrix: {n: [");
        text.append(upTo(31)).append("]}}\n");
        text.append("workloads:\n  - {name: 'w{n}', path: /, matrix: {n: [");
        text.append(upTo(32)).append("]}}\n");

        assertThatThrownBy(() -> read(text.toString()))
                .hasMessage(
                        "plan.yaml: a plan has at most 1000 scenarios, this one has 1024; name"
                                + " fewer specimens in its workloads");
    }

    private static String upTo(int n) {
        return IntStream.rangeClosed(1, n)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
    }

    static Stream<Path> samplePlans() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("plans"))) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samplePlans")
    void everySamplePlanIsSound(Path file) throws Exception {
        Plan plan = PlanReader.read(Files.readString(file), file.toString(), DEFAULTS);

        assertThat(plan.specimens().getFirst().name()).isEqualTo("bare");
    }
}
