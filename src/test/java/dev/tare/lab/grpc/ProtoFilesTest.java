package dev.tare.lab.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code .proto} files, held against what protoc makes of the same ones. */
final class ProtoFilesTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "tare/test/v1/echo.proto, echo.protoset",
        "tare/test/v1/rich.proto, echo.protoset",
        "old.proto, old.protoset",
        "sub/part.proto, old.protoset"
    })
    void aFileMeansWhatItMeansToProtoc(String proto, String set) throws GrpcException {
        List<String> ours = described(GrpcFixtures.proto(proto), proto);
        List<String> theirs =
                described(new DescriptorSource.DescriptorSet(GrpcFixtures.file(set)), proto);
        assertThat(ours).isEqualTo(theirs).isNotEmpty();
    }

    @Test
    void googlesOwnFilesMeanWhatTheyMeanToProtoc() throws GrpcException {
        DescriptorSource rich = GrpcFixtures.proto("tare/test/v1/rich.proto");
        DescriptorSource set =
                new DescriptorSource.DescriptorSet(GrpcFixtures.file("echo.protoset"));
        for (String name : List.of("any", "duration", "field_mask", "struct", "wrappers")) {
            String file = "google/protobuf/" + name + ".proto";
            assertThat(described(rich, file)).isEqualTo(described(set, file)).isNotEmpty();
        }
    }

    /** What matters to bytes and JSON, line by line. */
    private static List<String> described(DescriptorSource source, String name)
            throws GrpcException {
        FileDescriptor file =
                DescriptorLoader.load(source, "x.Y").files().stream()
                        .filter(f -> f.getName().equals(name))
                        .findFirst()
                        .orElseThrow();
        List<String> lines = new ArrayList<>();
        file.getMessageTypes().forEach(type -> describe(type, lines));
        file.getEnumTypes().forEach(type -> describe(type, lines));
        for (ServiceDescriptor service : file.getServices()) {
            for (MethodDescriptor method : service.getMethods()) {
                lines.add(
                        "%s %s %s %s %s"
                                .formatted(
                                        method.getFullName(),
                                        method.getInputType().getFullName(),
                                        method.getOutputType().getFullName(),
                                        method.isClientStreaming(),
                                        method.isServerStreaming()));
            }
        }
        lines.sort(null);
        return lines;
    }

    private static void describe(Descriptor type, List<String> lines) {
        lines.add("message " + type.getFullName() + type.getOptions().getMapEntry());
        for (FieldDescriptor field : type.getFields()) {
            String of =
                    switch (field.getJavaType()) {
                        case MESSAGE -> field.getMessageType().getFullName();
                        case ENUM -> field.getEnumType().getFullName();
                        default -> "";
                    };
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s=%d %s %s repeated %s packed %s presence %s required %s map %s"
                                    + " oneof %s json %s",
                            field.getFullName(),
                            field.getNumber(),
                            field.getType(),
                            of,
                            field.isRepeated(),
                            field.isPacked(),
                            field.hasPresence(),
                            field.isRequired(),
                            field.isMapField(),
                            field.getContainingOneof() == null
                                    ? ""
                                    : field.getContainingOneof().getName(),
                            field.getJsonName()));
        }
        type.getNestedTypes().forEach(nested -> describe(nested, lines));
        type.getEnumTypes().forEach(nested -> describe(nested, lines));
    }

    private static void describe(EnumDescriptor type, List<String> lines) {
        type.getValues().forEach(value -> lines.add(value.getFullName() + "=" + value.getNumber()));
        lines.add(type.getFullName() + " closed " + type.isClosed());
    }

    private void load(String file, Path... importPaths) throws GrpcException {
        DescriptorLoader.load(
                new DescriptorSource.ProtoFile(folder.resolve(file), List.of(importPaths)), "x.Y");
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        return Files.writeString(path, text);
    }

    @Test
    void importsAreLookedForInTheFolderOfTheFileWhereNoneIsNamed() throws Exception {
        write("a.proto", "import \"sub/b.proto\"; message A { optional B b = 1; }");
        write("sub/b.proto", "message B {}");
        load("a.proto");
    }

    @Test
    void importsAreLookedForInTheNamedFoldersInTheirOrder() throws Exception {
        write("main/a.proto", "import \"b.proto\"; message A { optional B b = 1; }");
        write("one/b.proto", "message B {}");
        write("two/b.proto", "message NotB {}");
        load("main/a.proto", folder.resolve("one"), folder.resolve("two"));
        assertThatThrownBy(() -> load("main/a.proto", folder.resolve("two"), folder.resolve("one")))
                .hasMessageContaining("\"B\" is not defined");
    }

    @Test
    void anImportThatIsNotThereSaysWhatToDo() throws Exception {
        write("a.proto", "import \"b.proto\";");
        assertThatThrownBy(() -> load("a.proto"))
                .isInstanceOf(GrpcException.class)
                .hasMessage(
                        folder.resolve("a.proto")
                                + ": the import \"b.proto\" is not there; name the folder that it"
                                + " lies in as an import path");
    }

    @Test
    void oneFileImportedByTwoNamesIsRefused() throws Exception {
        write("sub/b.proto", "message B {}");
        write("a.proto", "import \"c.proto\"; import \"sub/b.proto\";");
        write("c.proto", "import \"b.proto\";");
        assertThatThrownBy(() -> load("a.proto", folder, folder.resolve("sub")))
                .hasMessageContaining("B is defined both in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.proto", "/etc/passwd", "sub/../../secret.proto"})
    void anImportDoesNotLeaveItsFolder(String name) throws Exception {
        write("secret.proto", "message S {}");
        write("in/a.proto", "import \"" + name + "\";");
        assertThatThrownBy(() -> load("in/a.proto")).hasMessageContaining("is not there");
    }

    @Test
    void filesThatImportEachOtherAreRefused() throws Exception {
        write("a.proto", "import \"b.proto\";");
        write("b.proto", "import \"a.proto\";");
        assertThatThrownBy(() -> load("a.proto")).hasMessageContaining("imports itself");
    }

    @Test
    void googlesApiAnnotationsNeedNoFileOfTheirOwn() throws Exception {
        write(
                "a.proto",
                """
                syntax = "proto3";
                package a;
                import "google/api/annotations.proto";
                import "google/rpc/status.proto";
                message R { google.rpc.Status status = 1; }
                service S {
                  rpc M(R) returns (R) {
                    option (google.api.http) = { post: "/v1/m" body: "*" };
                  }
                }
                """);
        GrpcMethod method =
                GrpcMethod.resolve(
                        "a.S/M",
                        new DescriptorSource.ProtoFile(folder.resolve("a.proto"), List.of()));
        assertThat(method.request().encode("{\"status\":{\"code\":5}}"))
                .containsExactly(10, 2, 8, 5);
    }

    @Test
    void aFaultIsNamedWithLineAndColumn() throws Exception {
        write("a.proto", "syntax = \"proto3\";\nmessage A {\n  string name 1;\n}\n");
        assertThatThrownBy(() -> load("a.proto"))
                .isInstanceOf(GrpcException.class)
                .hasMessageContaining("a.proto:3:")
                .hasMessageContaining("a.proto");
    }

    @Test
    void editionsAreSentToProtoc() throws Exception {
        DescriptorSource edition = GrpcFixtures.proto("edition.proto");
        assertThatThrownBy(() -> DescriptorLoader.load(edition, "x.Y"))
                .hasMessageContaining("edition")
                .hasMessageContaining("compile it with protoc --include_imports");
    }

    @Test
    void aDescriptorSetIsNotTakenForAFileOfText() {
        DescriptorSource wrong =
                new DescriptorSource.ProtoFile(GrpcFixtures.file("echo.protoset"), List.of());
        assertThatThrownBy(() -> DescriptorLoader.load(wrong, "x.Y"))
                .isInstanceOf(GrpcException.class);
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws Exception {
        write("a.proto", " ".repeat(ProtoFiles.MAX_FILE_BYTES + 1));
        assertThatThrownBy(() -> load("a.proto"))
                .hasMessageContaining("is larger than " + ProtoFiles.MAX_FILE_BYTES + " bytes");
    }

    @Test
    void depthWithoutEndIsRefused() throws Exception {
        write("a.proto", "message A {".repeat(100_000));
        assertThatThrownBy(() -> load("a.proto"))
                .isInstanceOf(GrpcException.class)
                .hasMessageContaining("nested too deeply");
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void aFileWithWrongLettersIsReadOrRefusedAndNothingElse(long seed) throws Exception {
        String whole =
                Files.readString(GrpcFixtures.file("old.proto"))
                        .replace("import public \"sub/part.proto\";", "message Part {}")
                        .replace(".sub.Part", "Part")
                        .replace("sub.Part", "Part");
        String letters = " {}<>()[];=\"'\\/*.,-09azAZ_\n\0";
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            StringBuilder text = new StringBuilder(whole);
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                text.setCharAt(
                        random.nextInt(text.length()),
                        letters.charAt(random.nextInt(letters.length())));
            }
            write("mutated.proto", text.toString());
            try {
                load("mutated.proto");
            } catch (GrpcException e) {
                refused++;
                assertThat(e.getMessage()).hasLineCount(1);
            }
        }
        assertThat(refused).isBetween(1, 99);
    }
}
