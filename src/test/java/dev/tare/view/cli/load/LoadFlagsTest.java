package dev.tare.view.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.FurtherCheck.Checksum;
import dev.tare.load.request.TemplateData;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The flags that checks and bodies are given by: {@link CheckFlags}, {@link BodyFlags}. */
final class LoadFlagsTest {
    @TempDir private Path folder = Path.of("");

    @CommandLine.Command
    private static final class Flags {
        @CommandLine.Mixin private CheckFlags checks = new CheckFlags();
        @CommandLine.Mixin private BodyFlags body = new BodyFlags();
    }

    private static Flags parse(String... words) {
        Flags flags = new Flags();
        new CommandLine(flags).parseArgs(words);
        return flags;
    }

    private static AnswerCheck check(String... words) throws UsageException {
        return parse(words).checks.check();
    }

    @Test
    void withoutFlagsAnySuccessIsCorrect() throws UsageException {
        assertThat(check()).isEqualTo(AnswerCheck.success());
    }

    @Test
    void everyCheckHasItsFlag() throws UsageException {
        String sha256 = "0123456789abcdef".repeat(4);
        AnswerCheck check =
                check(
                        "--check-status=201",
                        "--check-length=5",
                        "--check-contains=x",
                        "--check-header=A",
                        "--check-header=B:  c: d ",
                        "--check-equals=e",
                        "--check-matches=f+",
                        "--check-json=/g",
                        "--check-json=/h=i=j",
                        "--check-sha256=" + sha256,
                        "--check-crc32=0000ABCD",
                        "--check-grpc-status=5");
        assertThat(check)
                .isEqualTo(
                        new AnswerCheck(
                                201,
                                201,
                                5,
                                "x",
                                List.of(
                                        new FurtherCheck.Header("A", Optional.empty()),
                                        new FurtherCheck.Header("B", Optional.of("c: d")),
                                        new FurtherCheck.BodyEquals("e"),
                                        new FurtherCheck.BodyMatches("f+"),
                                        new FurtherCheck.BodyJson("/g", Optional.empty()),
                                        new FurtherCheck.BodyJson("/h", Optional.of("i=j")),
                                        new FurtherCheck.BodyChecksum(Checksum.SHA256, sha256),
                                        new FurtherCheck.BodyChecksum(Checksum.CRC32, "0000abcd"),
                                        new FurtherCheck.GrpcStatus(5))));
        assertThat(check("--check-status=200-404").statusMax()).isEqualTo(404);
    }

    @Test
    void aBodyIsTextOrFileOrSize() throws UsageException, IOException {
        assertThat(parse().body.body().isEmpty()).isTrue();
        assertThat(parse("--body", "ü").body.body().text()).hasValue("ü");
        assertThat(parse("--body-size", "10k").body.body().length()).isEqualTo(10_000);
        Path file = Files.write(folder.resolve("body"), new byte[] {0, -1});
        assertThat(parse("--body-file", file.toString()).body.body().bytes())
                .containsExactly(0, -1);
        assertThatThrownBy(() -> parse("--body", "", "--body-size", "1").body.body())
                .isInstanceOf(UsageException.class);
    }

    @Test
    void holesAreFilledOnlyWhenAskedFor() throws UsageException, IOException {
        assertThat(parse("--body", "{{seq}}").body.templateData(1)).isEmpty();
        assertThat(parse("--template").body.templateData(4)).hasValue(TemplateData.seeded(4));
        Path file = Files.writeString(folder.resolve("data.csv"), "a\n1\n");
        BodyFlags flags = parse("--data", file.toString()).body;
        assertThat(flags.fillsHoles()).isTrue();
        assertThat(flags.templateData(2))
                .hasValue(new TemplateData(List.of("a"), List.of(List.of("1")), 2));
    }

    @Test
    void aUrlMayHaveHolesInPathAndQueryOnly() {
        String text = "http://h:1/{{seq}}?a={{random:1-6}}";
        TemplateUrl url = TemplateUrl.parse(text, true);
        assertThat(url.target()).isEqualTo("/{{seq}}?a={{random:1-6}}");
        assertThat(url.url().getPort()).isEqualTo(1);
        assertThat(url.text()).isEqualTo(text);
        assertThatThrownBy(() -> TemplateUrl.parse("http://{{seq}}/", true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TemplateUrl.parse(text, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
