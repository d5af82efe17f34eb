package dev.tare.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import dev.tare.lab.verdict.judge.Judge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryReaderTest {
    private static final int BUNDLES = 4;

    @TempDir static Path shared = Path.of(".");
    @TempDir Path temporary;
    private Path folder = Path.of(".");

    @BeforeAll
    static void writeOnce() throws IOException {
        MadeHistory.write(shared, BUNDLES);
    }

    @BeforeEach
    void setUp() throws IOException {
        folder = temporary.resolve("nightly");
        try (Stream<Path> all = Files.walk(shared)) {
            for (Path from : all.toList()) {
                Files.copy(from, folder.resolve(shared.relativize(from).toString()));
            }
        }
    }

    private History read() throws HistoryException {
        return HistoryReader.read(folder, Query.ofHeadlines(), History.Progress.NONE);
    }

    private static Series series(History history, String specimen, FigureKind kind) {
        return history.series().stream()
                .filter(s -> s.subject().specimen().equals(specimen))
                .filter(s -> s.subject().workload().equals(SyntheticBundle.CLOSED))
                .filter(s -> s.subject().kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private Path index() {
        return folder.resolve(IndexFile.NAME);
    }

    @Test
    void everyBundleMakesAPointOfEverySeries() throws Exception {
        History history = read();

        assertThat(history.bundles()).hasSize(BUNDLES);
        assertThat(history.read()).isEqualTo(BUNDLES);
        assertThat(history.passedOver()).isEmpty();
        assertThat(history.notes()).isEmpty();
        assertThat(history.series()).allMatch(s -> s.points().size() == BUNDLES);
        Series cpu = series(history, "envoy", FigureKind.CPU_PER_REQUEST);
        assertThat(cpu.points())
                .extracting(point -> point.bundle().path())
                .containsExactly("0000", "0001", "0002", "0003");
        assertThat(cpu.points().getFirst().bundle().commit()).isEqualTo("000000abc000");
        assertThat(cpu.newest().bundle().versions()).containsEntry("envoy", "1.0");
    }

    @Test
    void whatTheIndexGivesBackIsWhatTheBundlesWeigh() throws Exception {
        Query all =
                new Query(
                        Measure.TARE_COST,
                        EnumSet.allOf(FigureKind.class),
                        Optional.of("envoy"),
                        Optional.of(SyntheticBundle.OPEN));
        HistoryReader.read(folder, all, History.Progress.NONE);
        History history = HistoryReader.read(folder, all, History.Progress.NONE);
        assertThat(history.read()).isZero();
        var weighed = Judge.weigh(MadeHistory.content(2, MadeHistory.CPU_NS));
        var scenario = weighed.scenario("envoy", SyntheticBundle.OPEN).orElseThrow();
        assertThat(history.series()).hasSameSizeAs(scenario.tareCosts().values());
        for (Series series : history.series()) {
            Figure cost = scenario.tareCost(series.subject().kind()).orElseThrow();
            SeriesPoint point = series.points().get(2);
            assertThat(point.value()).isEqualTo(cost.value());
            assertThat(point.interval()).isEqualTo(cost.interval());
            assertThat(point.verdict()).isEqualTo(cost.verdict());
            assertThat(point.reason().isEmpty()).isEqualTo(cost.verdict() == Verdict.VALID);
        }
    }

    @Test
    void onlyNewOrChangedBundlesAreReadAgainAndWhatIsGoneIsForgotten() throws Exception {
        read();
        assertThat(read().read()).isZero();

        SyntheticBundle.write(MadeHistory.content(9, MadeHistory.CPU_NS), folder.resolve("deep/9"));
        assertThat(read().read()).isEqualTo(1);

        Path block = folder.resolve("0001/blocks/0002/block.json");
        Files.setLastModifiedTime(block, FileTime.fromMillis(1_000));
        assertThat(read().read()).isEqualTo(1);

        delete(folder.resolve("0000"));
        History history = read();
        assertThat(history.read()).isZero();
        assertThat(history.bundles())
                .extracting(BundleEntry::path)
                .containsExactly("0001", "0002", "0003", "deep/9");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList().reversed()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void aBrokenIndexIsBuiltAnew() throws Exception {
        List<Series> whole = read().series();
        for (byte[] broken :
                List.of(
                        "not a database".repeat(100).getBytes(StandardCharsets.UTF_8),
                        new byte[3],
                        half(Files.readAllBytes(index())))) {
            Files.write(index(), broken);
            History history = read();
            assertThat(history.series()).isEqualTo(whole);
            assertThat(history.read()).isEqualTo(BUNDLES);
            assertThat(read().read()).isZero();
        }
    }

    private static byte[] half(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length / 2);
    }

    @Test
    void anIndexOfAnotherVersionOrWithForeignTablesIsBuiltAnew() throws Exception {
        for (String change :
                List.of(
                        "PRAGMA user_version = 99",
                        "PRAGMA application_id = 1",
                        "UPDATE origin SET judge = 'another'",
                        "CREATE TABLE mine (x)",
                        "CREATE TRIGGER t AFTER DELETE ON bundle BEGIN DELETE FROM figure; END",
                        "DROP TABLE figure",
                        "UPDATE figure SET verdict = 'SPLENDID'")) {
            read();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + index());
                    Statement statement = connection.createStatement()) {
                statement.execute(change);
            }
            History history = read();
            assertThat(history.read()).as(change).isEqualTo(BUNDLES);
            assertThat(history.notes())
                    .as(change)
                    .singleElement()
                    .asString()
                    .startsWith("the index was built anew (");
        }
    }

    @Test
    void whereNoIndexCanBeKeptTheHistoryIsShownAllTheSame() throws Exception {
        List<Series> whole = read().series();
        Files.delete(index());
        Files.createDirectory(index());
        assertThat(read().series()).isEqualTo(whole);
        assertThat(read().notes())
                .containsExactly(
                        "no index is kept (.tare-history.sqlite is no regular file): every bundle"
                                + " is read anew at every call");

        Files.delete(index());
        Path elsewhere = temporary.resolve("precious");
        Files.writeString(elsewhere, "mine");
        Files.createSymbolicLink(index(), elsewhere);
        assertThat(read().series()).isEqualTo(whole);
        assertThat(elsewhere).hasContent("mine");
    }

    @Test
    void whatMakesNoPointIsToldInALineAndTheRestIsShown() throws Exception {
        BundleContent content = MadeHistory.content(5, MadeHistory.CPU_NS);
        SyntheticBundle.write(MadeHistory.unfinished(content), folder.resolve("a-killed"));
        SyntheticBundle.write(content, folder.resolve("b-cut"));
        Path block = folder.resolve("b-cut/blocks/0001/block.json");
        Files.write(block, half(Files.readAllBytes(block)));
        Files.createDirectories(folder.resolve("c-foreign"));
        Files.writeString(folder.resolve("c-foreign/bundle.json"), "{\"name\": \"webpack\"}");
        SyntheticBundle.write(content, folder.resolve("d-link"));
        Path hlog = folder.resolve("d-link/blocks/0000/slices.hlog");
        Files.delete(hlog);
        Files.createSymbolicLink(hlog, folder.resolve("0000/blocks/0000/slices.hlog"));
        Files.createSymbolicLink(folder.resolve("e-linked"), folder.resolve("0000"));
        Files.createDirectories(folder.resolve("f-empty/rounds"));

        History history = read();
        assertThat(history.bundles()).hasSize(BUNDLES);
        assertThat(history.passedOver()).allMatch(line -> line.lines().count() == 1);
        assertThat(history.passedOver())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .isEqualTo("e-linked is a link, which is not followed"),
                        line -> assertThat(line).startsWith("a-killed: is not finished (6 of 6"),
                        line ->
                                assertThat(line)
                                        .startsWith("b-cut/blocks/0001/block.json: is cut short"),
                        line ->
                                assertThat(line)
                                        .startsWith("c-foreign/bundle.json: is no manifest"),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "d-link/blocks/0000/slices.hlog: is not a regular"
                                                        + " file"));
        assertThat(read().passedOver()).isEqualTo(history.passedOver());
        assertThat(read().read()).isZero();
    }

    @Test
    void aPlanThatNamesASpecimenTwiceOrByNoTextSpoilsNoOtherBundle() throws Exception {
        BundleContent content = MadeHistory.content(5, MadeHistory.CPU_NS);
        SyntheticBundle.write(content, folder.resolve("nul"));
        SyntheticBundle.write(content, folder.resolve("twice"));
        for (String name : List.of("nul", "twice")) {
            Path manifest = folder.resolve(name).resolve("bundle.json");
            String more = name.equals("nul") ? "\"a\\u0000b\"" : "\"envoy\"";
            String text = Files.readString(manifest);
            Files.writeString(
                    manifest,
                    text.replaceFirst("\"envoy\"", "\"envoy\", " + Matcher.quoteReplacement(more)));
        }
        History history = read();
        assertThat(history.bundles()).hasSize(BUNDLES);
        assertThat(history.notes()).isEmpty();
        assertThat(history.passedOver())
                .containsExactly(
                        "nul: has a specimen or a workload whose name is no text, or twice there",
                        "twice: has a specimen or a workload whose name is no text, or twice"
                                + " there");
    }

    @Test
    void aCopyOfABundleIsNoSecondPoint() throws Exception {
        SyntheticBundle.write(MadeHistory.content(1, MadeHistory.CPU_NS), folder.resolve("copy"));
        History history = read();
        assertThat(history.bundles()).hasSize(BUNDLES);
        assertThat(history.passedOver()).containsExactly("copy: is a copy of 0001");
    }

    @Test
    void anotherMachineOrAnotherPlanBeginsASeriesOfItsOwnAndSaysSo() throws Exception {
        BundleContent moved = MadeHistory.content(6, MadeHistory.CPU_NS);
        SyntheticBundle.write(MadeHistory.onCpu(moved, "Newer CPU"), folder.resolve("moved"));
        BundleContent other = MadeHistory.content(7, MadeHistory.CPU_NS);
        SyntheticBundle.write(
                MadeHistory.onCpu(MadeHistory.ofPlan(other, "other"), "Newer CPU"),
                folder.resolve("other"));

        List<Series> cpu =
                read().series().stream()
                        .filter(s -> s.subject().kind() == FigureKind.CPU_PER_REQUEST)
                        .filter(s -> s.subject().specimen().equals("envoy"))
                        .filter(s -> s.subject().workload().equals(SyntheticBundle.CLOSED))
                        .toList();
        assertThat(cpu).extracting(s -> s.points().size()).containsExactly(1, 1, BUNDLES);
        assertThat(cpu.get(0).since()).startsWith("another plan: GET /byte/16384, closed loop");
        assertThat(cpu.get(1).since()).startsWith("another machine: Newer CPU, 2 cores, 8 GiB");
        assertThat(cpu.get(2).since()).isEmpty();
    }

    @Test
    void namesMayHoldWhateverAFileSystemAllows() throws Exception {
        String name = "it's \"<b>&\u001b[31m%41?mode=memory#'; DROP TABLE bundle;--";
        Path strange = temporary.resolve(name);
        BundleContent content = MadeHistory.content(3, MadeHistory.CPU_NS);
        SyntheticBundle.write(content, strange.resolve(name));
        folder = strange;
        assertThat(read().bundles()).extracting(BundleEntry::path).containsExactly(name);
        assertThat(read().read()).isZero();
        assertThat(index()).isRegularFile();
    }

    @Test
    void aFolderWithoutBundlesAndNoFolderAreToldInALine() throws Exception {
        folder = Files.createDirectory(temporary.resolve("empty"));
        assertThatThrownBy(this::read)
                .isInstanceOf(HistoryException.class)
                .hasMessage(
                        "no bundle lies below %s; ./tare run --out %s/NAME makes one"
                                .formatted(folder, folder));
        folder = temporary.resolve("nowhere");
        assertThatThrownBy(this::read).hasMessageContaining("there is no such folder");
        folder = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(this::read).hasMessageContaining("is no folder");
    }

    @Test
    void aBundleIsAHistoryOfOnePoint() throws Exception {
        folder = folder.resolve("0002");
        assertThat(read().bundles()).extracting(BundleEntry::path).containsExactly(".");
    }
}
