package dev.tare.view.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.audit.AuditFixture;
import dev.tare.lab.audit.Auditor;
import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.rule.SmpBlock;
import dev.tare.lab.foreign.reader.ForeignReader;
import dev.tare.lab.foreign.reader.result.ForeignText;
import dev.tare.lab.smp.SmpAsked;
import dev.tare.lab.smp.SmpFile;
import dev.tare.lab.smp.SmpFileReader;
import dev.tare.lab.smp.SmpFolderReader.Row;
import dev.tare.lab.smp.SmpResult;
import dev.tare.view.text.TextStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Golden files, renewed by {@code -Dtare.golden.renew=true}. */
final class AuditReportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/tare/view/audit");
    private static final TextStyle STYLE = TextStyle.plain(TextStyle.DEFAULT_WIDTH);

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "mesh-bytes.md, TEXT, false",
        "copy-engines.md, TEXT, false",
        "rest-calls.md, TEXT, true",
        "rest-calls.md, MD, true",
        "sound/wrk-16.txt, TEXT, false",
        "sound/fortio-rate.txt, MD, false",
        "sound/oha.json, JSON, false"
    })
    void anAuditLooksAsItsGoldenFile(String fixture, AuditFormat format, boolean all)
            throws IOException {
        String name = fixture.replace('/', '-') + (all ? ".all" : "") + "." + format.key();
        golden(name, format.render(AuditFixture.file(fixture), STYLE, all));
    }

    @ParameterizedTest(name = "as {0}")
    @EnumSource
    void resultsInSmpLookAsTheirGoldenFile(AuditFormat format) throws Exception {
        SmpAsked asked =
                read("seconds-asked.yaml") instanceof SmpFile.Config config
                        ? config.asked()
                        : SmpAsked.NOTHING;
        List<ForeignText> texts = new ArrayList<>();
        List<SmpBlock> blocks = new ArrayList<>();
        for (String name : List.of("sound.yaml", "seconds.json", "older.yaml")) {
            SmpResult result = ((SmpFile.Result) read(name)).result();
            SmpBlock block =
                    SmpBlock.of(
                            Row.of(result, result.testId().isEmpty() ? SmpAsked.NOTHING : asked));
            blocks.add(block);
            texts.add(new ForeignText(name, List.of(block.result()), List.of()));
        }
        Audit audit = Auditor.audit(texts, blocks);
        golden("smp." + format.key(), format.render(audit, STYLE, true));
    }

    private static SmpFile read(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(AuditFixture.FOLDER.resolve("smp").resolve(name));
        return SmpFileReader.read(bytes, name).orElseThrow();
    }

    @Test
    void aLongNotebookIsTwoPagesNotThirty() throws IOException {
        String text = AuditFormat.TEXT.render(AuditFixture.file("copy-engines.md"), STYLE, false);
        assertThat(text.lines().count()).isLessThan(140);
    }

    @Test
    void labelsFromOutsideCannotDriveATerminalOrBecomeMarkup() {
        String block =
                """
                # \u001b[31m<script>alert(1)</script>|**x** 800 connections
                ```
                # target 50%% 0.01
                Sockets used: 8 (for perfect keepalive, would be 8)
                Code 200 : 100 (100.0 %%)
                All done 100 calls (plus 8 warmup) 10.000 ms avg, 800.0 qps
                ```
                """
                        .formatted();
        Audit audit = Auditor.audit(List.of(ForeignReader.read("a\u001b[0m`b`.md", block)));
        assertThat(audit.found()).isTrue();
        assertThat(AuditFormat.TEXT.render(audit, STYLE, true)).doesNotContain("\u001b");
        assertThat(AuditFormat.MD.render(audit, STYLE, true))
                .doesNotContain("\u001b")
                .doesNotContain("<script>")
                .doesNotContain("**x**")
                .doesNotContain("`b`");
        assertThat(AuditFormat.JSON.render(audit, STYLE, true)).doesNotContain("\u001b");
    }

    private static void golden(String name, String actual) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
